package dev.dropfit.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.cli.CommandRun;
import dev.dropfit.cli.Datasets;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.file.ModelFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
    @TempDir
    private Path folder;

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void aModelAndItsRecordAreWritten() throws IOException {
        String csv = file("data.csv", Datasets.classes(300, 1));

        CommandRun run = CommandRun.of("train", csv, "--out", path("m.zip"), "--metrics", path("m.json"));

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        Model model = ModelFile.read(Files.readAllBytes(folder.resolve("m.zip")));
        JsonObject metrics = JsonParser.parseString(Files.readString(folder.resolve("m.json")))
                .getAsJsonObject();
        assertThat(metrics.get("version").getAsString()).isEqualTo(model.version());
        assertThat(metrics.get("elapsed").getAsDouble()).isNotNegative();
        assertThat(run.out())
                .contains("300 rows")
                .containsPattern("roc_auc +0\\.\\d+ +0\\.\\d+ to [01]\\.\\d+ +0\\.500")
                .contains("The gate would promote it")
                .containsPattern("age +\\+")
                .contains("m.zip: ");
        assertThat(folder)
                .isDirectoryNotContaining(
                        entry -> entry.getFileName().toString().startsWith("."));
    }

    @Test
    void theRecordIsPrintedAsJsonInPlaceOfTheReport() throws IOException {
        String csv = file("data.csv", Datasets.classes(300, 1));
        file("dropfit.json", "{\"learner\": \"logistic-regression\"}");

        CommandRun run = CommandRun.of("train", csv, "--out", path("m.zip"), "--metrics", path("m.json"), "--json");

        assertThat(run.err()).isEmpty();
        assertThat(JsonParser.parseString(run.out()))
                .isEqualTo(JsonParser.parseString(Files.readString(folder.resolve("m.json"))));
    }

    @Test
    void theSameInputGivesTheSameBytes() throws IOException {
        String csv = file("data.csv", Datasets.classes(300, 1));

        CommandRun.of("train", csv, "--out", path("one.zip"));
        CommandRun.of("train", csv, "--out", path("two.zip"));

        assertThat(folder.resolve("one.zip")).hasSameBinaryContentAs(folder.resolve("two.zip"));
    }

    @Test
    void withoutAHoldoutEveryRowIsFittedAndNothingEvaluated() throws IOException {
        String csv = file("data.csv", Datasets.classes(300, 1));
        String config = file("config.json", "{\"holdout\": 0}");

        CommandRun run = CommandRun.of("train", csv, "--config", config, "--out", path("m.zip"));

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("300 for training, 0 held out for evaluation")
                .doesNotContain("gate");
    }

    @Test
    void standardInputCanBeTrainedOn() {
        CommandRun run = CommandRun.withInput(
                Datasets.classes(300, 1).getBytes(StandardCharsets.UTF_8), "train", "-", "--out", path("m.zip"));

        assertThat(run.status()).isZero();
        assertThat(folder.resolve("m.zip")).isNotEmptyFile();
    }

    @Test
    void aBadDatasetIsReportedInOneLineAndKeepsTheOldModel() throws IOException {
        String csv = file("data.csv", "a,target\n1,x\n2\n3\n");
        file("m.zip", "old");

        CommandRun run = CommandRun.of("train", csv, "--out", path("m.zip"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("dropfit: can't train on " + csv
                        + ": line 3: found 1 cell, the header has 2; add the missing cells, empty where a value is not"
                        + " known; and 1 more, listed by 'dropfit check " + csv + "'\n");
        assertThat(folder.resolve("m.zip")).hasContent("old");
    }

    @Test
    void anUnwritablePlaceIsReportedInOneLine() throws IOException {
        String csv = file("data.csv", Datasets.classes(300, 1));

        CommandRun nowhere = CommandRun.of("train", csv, "--out", path("no/such/m.zip"));
        CommandRun directory = CommandRun.of("train", csv, "--out", folder.toString());

        assertThat(nowhere.status()).isEqualTo(1);
        assertThat(nowhere.err())
                .isEqualTo("dropfit: can't write m.zip: the folder " + path("no/such") + " does not exist\n");
        assertThat(directory.status()).isEqualTo(1);
        assertThat(directory.err()).isEqualTo("dropfit: " + folder + " is a folder; give the name of a file\n");
    }
}
