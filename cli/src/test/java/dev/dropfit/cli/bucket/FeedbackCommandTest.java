package dev.dropfit.cli.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.CommandRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labelled rows become rows of the next dataset, each once. */
final class FeedbackCommandTest {
    @TempDir
    private Path folder;

    private String dataset = "";

    @BeforeEach
    void serveAModel() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder csv = new StringBuilder("note;age;sick\n");
        for (int i = 0; i < 300; i++) {
            double age = Math.rint(50 + 100 * random.nextGaussian());
            csv.append("n").append(i).append(';').append(age / 10).append(age > 50 ? ";1\n" : ";0\n");
        }
        // Without an end of line at the end.
        dataset = csv.substring(0, csv.length() - 1);
        Path file = write("data/heart/dataset.csv", dataset);
        Path settings = write("c.json", """
            {"learner": "logistic-regression", "label": "sick", "labels": {"1": "ill", "0": "well"}, "columns": {"note": "ignore"}}\
            """);
        Path latest = folder.resolve("models/heart/models/latest.zip");
        Files.createDirectories(latest.resolveSibling("."));
        CommandRun run =
                CommandRun.of("train", file.toString(), "--config", settings.toString(), "--out", latest.toString());
        assertThat(run.err()).isEmpty();
    }

    private Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private CommandRun feedback(String... more) {
        String[] arguments = new String[6 + more.length];
        arguments[0] = "feedback";
        arguments[1] = "heart";
        arguments[2] = "--models";
        arguments[3] = folder.resolve("models").toUri().toString();
        arguments[4] = "--data";
        arguments[5] = folder.resolve("data").toUri().toString();
        System.arraycopy(more, 0, arguments, 6, more.length);
        return CommandRun.of(arguments);
    }

    @Test
    void labelledRowsAreAppendedAsTheDatasetIsWritten() throws Exception {
        String first = dataset.lines().skip(1).findFirst().orElseThrow();
        String[] known = first.split(";", -1);
        write(
                "data/heart/labels.csv",
                "age,sick,predicted_at,note\n"
                        + "61.5,ill,2026-11-20,\"a;b\"\n"
                        + "40,0,2026-11-20,c\n"
                        + "40,0,2026-11-21,c\n"
                        + "12,,2026-11-21,late\n"
                        + "12,perhaps,2026-11-21,d\n"
                        + known[1] + "," + known[2] + ",2026-11-21," + known[0] + "\n");

        CommandRun counted = feedback();
        CommandRun run = feedback("--to-dataset");

        assertThat(counted.out())
                .contains("heart  2 rows can be appended; 1 row is in the dataset already; --to-dataset appends them")
                .contains("1 row of the labels can't be used; 'dropfit live heart' says why");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("heart  2 rows appended to heart/dataset.csv, as generation ");
        assertThat(Files.readString(folder.resolve("data/heart/dataset.csv")))
                .isEqualTo(dataset + "\n\"a;b\";61.5;1\nc;40;0\n");
        assertThat(feedback("--to-dataset").out())
                .contains("heart  0 rows can be appended; 3 rows are in the dataset already");
    }

    @Test
    void filesThatHaveIdsOnlyAreLeftOut() throws Exception {
        write("data/heart/labels/a.csv", "prediction_id,sick\n0123456789abcdef,1\n");

        assertThat(feedback("--to-dataset").out())
                .contains("heart/labels/a.csv is left out: the file lacks age")
                .contains("heart  0 rows can be appended");
    }

    @Test
    void aPackedDatasetStaysPacked() throws Exception {
        Files.delete(folder.resolve("data/heart/dataset.csv"));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(dataset.getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("data/heart/dataset.csv.gz"), packed.toByteArray());
        write("data/heart/labels.csv", "age,sick\n41,1\n");

        assertThat(feedback("--to-dataset").err()).isEmpty();

        try (var unpacked = new GZIPInputStream(Files.newInputStream(file))) {
            assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(dataset + "\n;41;1\n");
        }
    }

    @Test
    void aDatasetThatRowsCanNotBeAppendedToStaysUnchanged() throws Exception {
        Path file = folder.resolve("data/heart/dataset.csv");
        byte[] wide = dataset.getBytes(StandardCharsets.UTF_16LE);
        Files.write(file, wide);
        write("data/heart/labels.csv", "age,sick\n41,1\n");

        CommandRun run = feedback("--to-dataset");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .contains("rows can't be appended to heart/dataset.csv as it is written; save it as a plain CSV in"
                        + " UTF-8");
        assertThat(file).hasBinaryContent(wide);
    }
}
