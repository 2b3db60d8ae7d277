package dev.dropfit.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.CommandRun;
import dev.dropfit.cli.Datasets;
import dev.dropfit.cli.console.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

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
    void theOutputFileEqualsStandardOutput() throws IOException {
        Path out = folder.resolve("out.csv");

        CommandRun run = CommandRun.of("predict", model, csv, "--out", out.toString());

        assertThat(run.out()).contains("300 rows predicted by version");
        assertThat(Files.readString(out))
                .isEqualTo(CommandRun.of("predict", model, csv).out());
    }

    @Test
    void aThresholdDecidesAndIsSaid() throws IOException {
        String settings = Files.writeString(folder.resolve("careful.json"), "{\"threshold\": 0.001}")
                .toString();
        String careful = folder.resolve("careful.zip").toString();
        Path out = folder.resolve("out.csv");
        CommandRun trained = CommandRun.of("train", csv, "--config", settings, "--out", careful);

        CommandRun run = CommandRun.of("predict", careful, csv, "--out", out.toString());

        assertThat(trained.out()).contains("'yes' is the positive class, predicted from a probability of 0.001 on");
        assertThat(run.out()).contains("'yes' is predicted from a probability of 0.001 on");
        assertThat(Files.readAllLines(out).stream().skip(1)).allMatch(line -> line.contains(",yes,0."));
        assertThat(CommandRun.of("predict", model, csv, "--out", out.toString()).out())
                .doesNotContain("from a probability");
    }

    @Test
    void aBadRowIsKeptWithItsErrorOnRequest() throws IOException {
        String bad = Files.writeString(folder.resolve("bad.csv"), "age,colour\n40,blue\nold,blue\n50,red\n")
                .toString();
        Path out = folder.resolve("out.csv");

        CommandRun run = CommandRun.of("predict", model, bad, "--on-error", "row", "--out", out.toString());

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("2 rows predicted by version")
                .contains("1 row could not be predicted; the column error says why");
        List<String> lines = Files.readAllLines(out);
        assertThat(lines.get(0)).isEqualTo("age,colour,prediction,probability_no,probability_yes,error");
        assertThat(lines.get(1)).startsWith("40,blue,").endsWith(",");
        assertThat(lines.get(2)).isEqualTo("old,blue,,,,'age': found 'old'; accepted is a number");
        assertThat(lines.get(3)).startsWith("50,red,");
        assertThat(CommandRun.of("predict", model, bad, "--on-error", "row").out())
                .isEqualTo(Files.readString(out));
        assertThat(CommandRun.of("predict", model, bad).status()).isEqualTo(1);
    }

    @Test
    void aRowOfAnotherLengthIsKeptInItsPlace() throws IOException {
        String bad = Files.writeString(
                        folder.resolve("bad.csv"), "age,colour\n40,blue\n41\n42,red,7\n1e999,red\n50,red\n")
                .toString();

        CommandRun run = CommandRun.of("predict", model, bad, "--on-error", "row");

        List<String> lines = run.out().lines().toList();
        assertThat(run.status()).isZero();
        assertThat(lines).hasSize(6);
        assertThat(lines.get(1)).startsWith("40,blue,");
        assertThat(lines.get(2)).isEqualTo("41,,,,,\"found 1 cell, the header has 2\"");
        assertThat(lines.get(3))
                .isEqualTo("42,red,,,,\"found 3 cells, the header has 2; the cells after the last column are not"
                        + " copied\"");
        assertThat(lines.get(4)).isEqualTo("1e999,red,,,,'age': found '1e999'; accepted is a number");
        assertThat(lines.get(5)).startsWith("50,red,").endsWith(",");
        assertThat(run.err()).isEqualTo("3 rows could not be predicted; the column error says why\n");
    }

    @Test
    void aBadRowLeavesStandardOutputEmptyAsItLeavesNoFile() throws IOException {
        String bad = Files.writeString(folder.resolve("bad.csv"), "age,colour\n40,blue\nold,blue\n50,red\n")
                .toString();
        Path out = folder.resolve("out.csv");

        CommandRun printed = CommandRun.of("predict", model, bad);
        CommandRun written = CommandRun.of("predict", model, bad, "--out", out.toString());

        assertThat(printed.status()).isEqualTo(1);
        assertThat(printed.out()).isEmpty();
        assertThat(printed.err())
                .isEqualTo(written.err())
                .contains("line 3, column 'age': found 'old'; accepted is a number. To predict the other rows, add"
                        + " --on-error row");
        assertThat(out).doesNotExist();
    }

    @Test
    void notesOfTheFileAreOnStandardErrorIfTheRowsAreOnStandardOutput() throws IOException {
        String file = Files.writeString(folder.resolve("semicolons.csv"), "sep=;\nage;colour\n40;blue\n")
                .toString();

        CommandRun run = CommandRun.of("predict", model, file);

        assertThat(run.out().lines().findFirst()).hasValue("age;colour;prediction;probability_no;probability_yes");
        assertThat(run.err()).contains("separator-line: the first line says that cells are separated by semicolons");
    }

    @Test
    void everyRowHasItsWarningsOnRequest() throws IOException {
        String file = Files.writeString(
                        folder.resolve("rows.csv"), "age,colour\n40,blue\n" + ",blue\n".repeat(30) + "50,pink\nold,\n")
                .toString();

        CommandRun run = CommandRun.of("predict", model, file, "--warnings", "--on-error", "row");

        List<String> lines = run.out().lines().toList();
        assertThat(lines.get(0)).isEqualTo("age,colour,prediction,probability_no,probability_yes,warnings,error");
        assertThat(lines.get(1)).endsWith(",,");
        assertThat(lines.subList(2, 32)).allMatch(line -> line.contains(",'age' is missing: the median "));
        assertThat(lines.get(32))
                .contains(",\"'colour' is 'pink', which training has not seen: it counts as none of its categories\",");
        assertThat(lines.get(33)).startsWith("old,,,,,").endsWith("'age': found 'old'; accepted is a number");
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
    void anInvalidModelFileIsReportedInOneLine() {
        CommandRun damaged = CommandRun.of("predict", csv, csv);
        CommandRun missing = CommandRun.of("predict", model + "x", csv);

        assertThat(damaged.status()).isEqualTo(1);
        assertThat(damaged.err().lines()).singleElement().asString().contains(" as a model: ");
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).isEqualTo("dropfit: " + model + "x does not exist\n");
    }

    @Test
    void aClosedPipeEndsQuietlyAndAFullDiskDoesNot() {
        PrintStream closed = new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("closed");
                    }
                },
                true,
                StandardCharsets.UTF_8);

        assertThat(predictTo(closed, true)).isZero();
        assertThat(predictTo(closed, false)).isEqualTo(1);
    }

    private int predictTo(PrintStream out, boolean piped) {
        CommandLine command = new CommandLine(new PredictCommand(
                InputStream.nullInputStream(),
                out,
                new Console(out, false, false),
                new Console(System.err, false, false),
                piped));
        command.setExecutionExceptionHandler((e, line, parsed) -> {
            assertThat(e).hasMessage("can't write the predictions to standard output");
            return 1;
        });
        return command.execute(model, csv);
    }

    @Test
    void decimalCommasAreReadAsInTrainingAndGoThroughUnchanged() throws IOException {
        Path commas = Files.writeString(
                folder.resolve("commas.csv"),
                Files.readString(Path.of(csv)).replace(',', ';').replace('.', ','));

        CommandRun run = CommandRun.of("predict", model, commas.toString());

        assertThat(run.status()).isZero();
        assertThat(run.out().lines().skip(1).map(row -> row.substring(row.lastIndexOf(';') + 1)))
                .containsExactlyElementsOf(CommandRun.of("predict", model, csv)
                        .out()
                        .lines()
                        .skip(1)
                        .map(row -> row.substring(row.lastIndexOf(',') + 1))
                        .toList());
        assertThat(run.out().lines().skip(1).findFirst().orElse("")).containsPattern("^\\d+,\\d+;");
    }
}
