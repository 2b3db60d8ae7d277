package dev.dropfit.cli.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.CommandRun;
import dev.dropfit.cli.Datasets;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.DirectoryBucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.trainer.TrainingRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeleteCommandTest {
    private static final ModelName CHURN = new ModelName("churn");

    @TempDir
    private Path folder;

    @BeforeEach
    void trainAModel() throws IOException {
        Bucket data = new DirectoryBucket(folder.resolve("data"), Clock.systemUTC());
        Bucket models = new DirectoryBucket(folder.resolve("models"), Clock.systemUTC());
        data.write(
                CHURN.settings(),
                "{\"learner\": \"logistic-regression\"}".getBytes(StandardCharsets.UTF_8),
                Bucket.ABSENT);
        data.write(CHURN.dataset(), Datasets.classes(300, 1).getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);
        new TrainingRun(data, new Registry(models), "r1", Clock.systemUTC(), Retries.within(Duration.ZERO))
                .run(CHURN, OptionalLong.empty());
    }

    @Test
    void aDeletedModelIsNotServedAndItsDatasetArchiveAndRecordsStay() {
        CommandRun run = delete("churn\n");

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("Type its name to delete it:")
                .contains("churn  is deleted; it served ")
                .contains("to have it again: dropfit retrain churn, or dropfit rollback churn ");
        assertThat(folder.resolve("models/churn/models/latest.zip")).doesNotExist();
        assertThat(folder.resolve("models/_deleted/churn.json")).exists();
        assertThat(folder.resolve("models/churn/models")).isNotEmptyDirectory();
        assertThat(folder.resolve("models/churn/metrics")).isNotEmptyDirectory();
        assertThat(folder.resolve("data/churn/dataset.csv")).exists();
        assertThat(command("", "models").out()).doesNotContain("churn");
    }

    @Test
    void anotherAnswerThanTheNameDeletesNothing() {
        CommandRun run = delete("yes\n");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("this is not the name of the model; nothing was deleted");
        assertThat(folder.resolve("models/churn/models/latest.zip")).exists();
    }

    @Test
    void anUnknownOrDeletedModelIsNamed() {
        assertThat(command("", "delete", "sales", "--yes").err()).contains("there is no model sales in file:");
        assertThat(command("", "delete", "churn", "--yes").status()).isZero();
        assertThat(command("", "delete", "churn", "--yes").err()).contains("model churn is deleted; ");
    }

    @Test
    void aHiddenModelIsServedAndListedOnlyWithAll() {
        assertThat(command("", "hide", "churn").out())
                .isEqualTo("churn  is hidden from lists; to show it again: dropfit hide churn --undo\n");

        assertThat(folder.resolve("models/churn/models/latest.zip")).exists();
        assertThat(command("", "models").out())
                .contains("1 model is hidden; --all lists all")
                .doesNotContain("churn");
        assertThat(command("", "models", "--all").out()).containsPattern("churn +v1 +latest, hidden");
        assertThat(command("", "models", "--json").out()).contains("\"hidden\": true");
        assertThat(command("", "hide", "churn", "--undo").out()).isEqualTo("churn  is listed again\n");
        assertThat(command("", "models").out()).contains("churn").doesNotContain("hidden");
        assertThat(command("", "hide", "sales").err()).contains("there is no model sales in file:");
    }

    @Test
    void withJsonNothingIsAskedAndTheResultIsJson() {
        assertThat(command("", "delete", "churn", "--json").err())
                .isEqualTo("dropfit: --json can't ask for the name of the model again; add --yes\n");
        assertThat(command("", "hide", "churn", "--json").out())
                .isEqualTo("{\n  \"model\": \"churn\",\n  \"hidden\": true\n}\n");
        assertThat(command("", "hide", "churn", "--undo", "--json").out()).contains("\"hidden\": false");

        CommandRun run = command("", "delete", "churn", "--yes", "--json");

        assertThat(run.out())
                .startsWith("{\n  \"model\": \"churn\",\n  \"deleted\": true,\n  \"previous_version\": \"20")
                .endsWith("\n}\n");
    }

    private CommandRun delete(String answer) {
        return command(answer, "delete", "churn");
    }

    private CommandRun command(String input, String... arguments) {
        System.setProperty("DROPFIT_DATA", folder.resolve("data").toUri().toString());
        System.setProperty("DROPFIT_MODELS", folder.resolve("models").toUri().toString());
        try {
            return CommandRun.withInput(input.getBytes(StandardCharsets.UTF_8), arguments);
        } finally {
            System.clearProperty("DROPFIT_DATA");
            System.clearProperty("DROPFIT_MODELS");
        }
    }
}
