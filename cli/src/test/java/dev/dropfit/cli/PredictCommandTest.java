package dev.dropfit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {
    @TempDir
    private Path folder;

    private String csv = "";
    private String model = "";

    @BeforeEach
    void train() throws IOException {
        csv = Files.writeString(folder.resolve("data.csv"), Datasets.classes(300, 1))
                .toString();
        model = folder.resolve("m.zip").toString();
        assertThat(CommandRun.of("train", csv, "--out", model).status()).isZero();
    }

    @Test
    void predictionsFollowTheColumnsOfTheFile() {
        CommandRun run = CommandRun.of("predict", model, csv);

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out().lines().findFirst())
                .hasValue("age,colour,target,prediction,probability_no,probability_yes");
        assertThat(run.out().lines()).hasSize(301);
    }

    @Test
    void aFileGetsTheSameAsStandardOutput() throws IOException {
        Path out = folder.resolve("out.csv");

        CommandRun run = CommandRun.of("predict", model, csv, "--out", out.toString());

        assertThat(run.out()).contains("300 rows predicted by version");
        assertThat(Files.readString(out))
                .isEqualTo(CommandRun.of("predict", model, csv).out());
    }

    @Test
    void aColumnThatTheModelNeedsIsNamedWhenItIsMissing() throws IOException {
        String other =
                Files.writeString(folder.resolve("other.csv"), "colour\nblue\n").toString();
        Path out = folder.resolve("out.csv");

        CommandRun run = CommandRun.of("predict", model, other, "--out", out.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).singleElement().asString().contains("age");
        assertThat(out).doesNotExist();
    }

    @Test
    void aModelThatIsNoneIsOneLine() {
        CommandRun damaged = CommandRun.of("predict", csv, csv);
        CommandRun missing = CommandRun.of("predict", model + "x", csv);

        assertThat(damaged.status()).isEqualTo(1);
        assertThat(damaged.err().lines()).singleElement().asString().contains("is no model that can be used");
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).isEqualTo("dropfit: " + model + "x: there is no such file or folder\n");
    }
}
