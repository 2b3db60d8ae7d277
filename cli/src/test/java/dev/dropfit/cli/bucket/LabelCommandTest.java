package dev.dropfit.cli.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabelCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void makeTheModelsFolder() throws IOException {
        Files.createDirectories(folder.resolve("titanic"));
    }

    @Test
    void theLabelIsWrittenAndTheOtherSettingsStay() throws IOException {
        write("dataset.csv", "Survived,Age,Embarked\n1,20,S\n0,30,C\n");
        write("dropfit.json", "{\"holdout\": 0.3, \"label\": \"Embarked\", \"positive\": \"S\"}");

        CommandRun run = label("titanic", "Survived");

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("titanic  predicts 'Survived' from the next run on; written to titanic/dropfit.json")
                .contains("Check that these settings fit the new label: positive");
        assertThat(Files.readString(folder.resolve("titanic/dropfit.json")))
                .isEqualTo("{\n  \"holdout\": 0.3,\n  \"label\": \"Survived\",\n  \"positive\": \"S\"\n}\n");
    }

    @Test
    void withoutADatasetTheSettingWaitsForTheFirstOne() throws IOException {
        CommandRun run = label("titanic", "Survived");

        assertThat(run.status()).isZero();
        assertThat(Files.readString(folder.resolve("titanic/dropfit.json")))
                .isEqualTo("{\n  \"label\": \"Survived\"\n}\n");
    }

    @Test
    void aColumnThatTheDatasetDoesNotHaveIsRefused() throws IOException {
        write("dataset.csv", "Survived,Age,Embarked\n1,20,S\n0,30,C\n");

        CommandRun run = label("titanic", "survived");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .contains("the dataset of titanic has no column 'survived'; found are Survived, Age, Embarked");
        assertThat(folder.resolve("titanic/dropfit.json")).doesNotExist();
    }

    @Test
    void settingsThatCanNotBeUsedAreNotOverwritten() throws IOException {
        write("dropfit.json", "{\"lable\": \"Age\"}");

        CommandRun run = label("titanic", "Age");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("titanic/dropfit.json can't be changed before it is corrected: dropfit.json:");
        assertThat(Files.readString(folder.resolve("titanic/dropfit.json"))).isEqualTo("{\"lable\": \"Age\"}");
    }

    @Test
    void theResultIsAlsoJson() throws IOException {
        write("dataset.csv", "Survived,Age\n1,20\n0,30\n");

        assertThat(label("titanic", "Survived", "--json").out()).isEqualTo("""
            {
              "model": "titanic",
              "label": "Survived",
              "object": "titanic/dropfit.json"
            }
            """);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve("titanic").resolve(name), text);
    }

    private CommandRun label(String... arguments) {
        List<String> all = new ArrayList<>(List.of("label"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", folder.toUri().toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }
}
