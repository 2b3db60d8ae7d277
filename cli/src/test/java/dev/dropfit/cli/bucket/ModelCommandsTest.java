package dev.dropfit.cli.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.cli.CommandRun;
import dev.dropfit.cli.Datasets;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.FakeGcs;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that look at what is served, and change it: in a folder, and in Cloud Storage. */
final class ModelCommandsTest {
    private static final ModelName HEART = new ModelName("heart");

    @TempDir
    private Path folder;

    private String dataUrl = "";
    private String modelsUrl = "";
    private Bucket data = new MemoryBucket(Instant.EPOCH);
    private Bucket models = new MemoryBucket(Instant.EPOCH);
    private @Nullable FakeGcs store;

    private void open(String kind) throws IOException {
        if (kind.equals("gs")) {
            store = new FakeGcs().bucket("my-data").bucket("my-models");
            System.setProperty("STORAGE_EMULATOR_HOST", store.endpoint());
            dataUrl = "gs://my-data";
            modelsUrl = "gs://my-models";
        } else {
            dataUrl = folder.resolve("data").toUri().toString();
            modelsUrl = folder.resolve("models").toUri().toString();
        }
        data = Buckets.open(dataUrl);
        models = Buckets.open(modelsUrl);
    }

    @AfterEach
    void closeTheStore() {
        System.clearProperty("STORAGE_EMULATOR_HOST");
        if (store != null) {
            store.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "gs"})
    void aRollbackServesAnEarlierVersionAndIsRecorded(String kind) throws IOException {
        open(kind);
        Version first = train(Datasets.classes(300, 1));
        Version second = train(Datasets.classes(320, 1));

        CommandRun run = command("rollback", "heart", "v1", "--why", "it was wrong");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("heart  now serves v1; it served v2 before\n");
        assertThat(served()).isEqualTo(first);
        JsonObject note = promotions().get(2);
        assertThat(note.get("from").getAsString()).isEqualTo(second.value());
        assertThat(note.get("to").getAsString()).isEqualTo(first.value());
        assertThat(note.get("why").getAsString()).isEqualTo("rollback");
        assertThat(note.get("who").getAsString()).isEqualTo(System.getProperty("user.name"));
        assertThat(note.get("note").getAsString()).isEqualTo("it was wrong");

        train();
        assertThat(served()).as("after the event came again").isEqualTo(first);
        JsonObject later = registry()
                .readRecord(HEART, train(Datasets.classes(340, 1)))
                .orElseThrow()
                .toJson();
        assertThat(later.getAsJsonObject("champion").get("version").getAsString())
                .isEqualTo(first.value());
    }

    @Test
    void theResultOfARollbackIsAlsoJson() throws IOException {
        open("file");
        Version first = train(Datasets.classes(300, 1));
        Version second = train(Datasets.classes(320, 1));

        CommandRun run = command("rollback", "heart", "v1", "--why", "it was wrong", "--json");

        assertThat(run.out()).isEqualTo("""
            {
              "model": "heart",
              "version": "%s",
              "name": "v1",
              "previous_version": "%s"
            }
            """.formatted(first, second));
    }

    @Test
    void notesAndTagsAreWrittenShownAndListed() throws IOException {
        open("file");
        train(Datasets.classes(300, 1));

        CommandRun written = command("note", "heart", "v1", "without the spring campaign", "--tag", "best");

        assertThat(written.err()).isEmpty();
        assertThat(written.out())
                .matches("(?s)[\\d :-]{16}  \\S+: tag best\n[\\d :-]{16}  \\S+: without the spring campaign\n");
        assertThat(command("models", "heart").out()).contains("latest, best");
        assertThat(command("models", "heart", "--json").out())
                .contains("\"tag\": \"best\"", "\"text\": \"without the spring campaign\"");
        assertThat(command("note", "heart", "v1", "--tag", "<b>").err())
                .startsWith("dropfit: '<b>' is no tag; accepted are lower-case letters");
        assertThat(command("note", "heart", "v1", "--untag", "best", "--json").out())
                .contains("\"model\": \"heart\"", "\"name\": \"v1\"")
                .doesNotContain("best");
        assertThat(command("note", "heart", "v2", "text").err()).contains("there is no version v2; accepted is v1");
    }

    @Test
    void twoVersionsAreComparedOnTheSameRowsOfTheCurrentDataset() throws IOException {
        open("file");
        train(Datasets.classes(300, 1));
        train(Datasets.classes(600, 1));
        train(Datasets.classes(900, 1));

        CommandRun run = CommandRun.of("compare", "heart", "v1", "v3", "--models", modelsUrl, "--data", dataUrl);
        CommandRun same =
                CommandRun.of("compare", "heart", "v3", "v3", "--json", "--models", modelsUrl, "--data", dataUrl);

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .matches("(?s)heart  v1 and v3 on \\d+ holdout rows of the current dataset; neither was trained on"
                        + " them\n"
                        + " +v1 +v3  difference\n"
                        + "roc_auc +0\\.\\d{3} .*by roc_auc, .*\n");
        JsonObject json = JsonParser.parseString(same.out()).getAsJsonObject();
        assertThat(json.get("model").getAsString()).isEqualTo("heart");
        assertThat(json.get("holdout_rows").getAsInt()).isBetween(120, 240);
        JsonArray versions = json.getAsJsonArray("versions");
        assertThat(versions.get(0)).isEqualTo(versions.get(1));
        // On its own dataset, a version has the figures of its record.
        JsonObject record = registry().readRecord(HEART, served()).orElseThrow().toJson();
        assertThat(versions.get(0).getAsJsonObject().get("roc_auc")).isEqualTo(record.get("roc_auc"));
    }

    @Test
    void withoutAUsableDatasetOrVersionNothingIsCompared() throws IOException {
        open("file");
        train(Datasets.classes(300, 1));
        data.write("heart/dataset.csv", bytes("a,target\n1,2\n"), generation());

        assertThat(CommandRun.of("compare", "heart", "v1", "v1", "--models", modelsUrl, "--data", dataUrl)
                        .err())
                .startsWith("dropfit: the dataset of heart can't be read: ");
        assertThat(CommandRun.of("compare", "heart", "v1", "v2", "--models", modelsUrl, "--data", dataUrl)
                        .err())
                .startsWith("dropfit: there is no version v2; accepted is v1, ");
    }

    @Test
    void rollbackDoesNotServeADamagedArchive() throws IOException {
        open("file");
        Version first = train(Datasets.classes(300, 1));
        Version second = train(Datasets.classes(320, 1));
        String name = "heart/models/" + first + ".zip";
        byte[] whole;
        try (StoredObject archive = models.read(name).orElseThrow()) {
            whole = archive.readAllBytes();
        }
        models.write(name, Arrays.copyOf(whole, whole.length / 2), generation(name));

        CommandRun truncated = command("rollback", "heart", first.value(), "--why", "x");
        byte[] edited = Arrays.copyOf(whole, whole.length + 1);
        models.write(name, edited, generation(name));
        CommandRun changed = command("rollback", "heart", first.value(), "--why", "x");

        assertThat(truncated.status()).isEqualTo(1);
        assertThat(truncated.err())
                .startsWith("dropfit: version " + first + " can't be served: ")
                .endsWith("; nothing has changed\n");
        assertThat(changed.err())
                .isEqualTo("dropfit: version " + first
                        + " can't be served: its archive has been changed since the run wrote it; nothing has"
                        + " changed\n");
        assertThat(served()).isEqualTo(second);
        assertThat(promotions()).hasSize(2);
    }

    @Test
    void aRejectedVersionIsServedOnlyByForce() throws IOException {
        open("file");
        Version good = train(Datasets.classes(300, 1));
        data.write(
                "heart/dropfit.json",
                bytes("{\"learner\": \"logistic-regression\", \"gate\": {\"threshold\": 0.9999}}"),
                data.find("heart/dropfit.json").orElseThrow().generation());
        Version rejected = train(Datasets.classes(320, 2));

        CommandRun rollback = command("rollback", "heart", rejected.value(), "--why", "x");
        CommandRun unforced = command("promote", "heart", rejected.value(), "--why", "x");
        assertThat(rollback.err())
                .contains("did not pass the gate (rejected: ")
                .endsWith("); to serve it anyway, use 'dropfit promote --force'\n");
        assertThat(unforced.err()).contains("is rejected: ").endsWith("; add --force to serve it anyway\n");
        assertThat(served()).isEqualTo(good);

        CommandRun forced = command("promote", "heart", rejected.value(), "--force", "--why", "we know better");

        assertThat(forced.status()).isZero();
        assertThat(served()).isEqualTo(rejected);
        assertThat(promotions().get(1).get("why").getAsString()).isEqualTo("forced");
        assertThat(promotions().get(1).get("note").getAsString()).isEqualTo("we know better");
    }

    @Test
    void anUnknownModelVersionOrBucketIsNamed() throws IOException {
        open("file");
        train(Datasets.classes(300, 1));

        assertThat(command("rollback", "heart", "20260101T000000Z-00000000", "--why", "x")
                        .err())
                .startsWith("dropfit: model heart has no version 20260101T000000Z-00000000 in file:///");
        assertThat(command("rollback", "heart", "yesterday", "--why", "x").err())
                .startsWith(
                        "dropfit: 'yesterday' is no version; accepted is v1, a version like 20261122T084133Z-1f0c2a9b,"
                                + " or its beginning; 'dropfit models heart' lists them");
        assertThat(command("rollback", "heart", "20260101T000000Z-00000000").status())
                .isEqualTo(2);
        assertThat(command("models", "lung").err())
                .startsWith("dropfit: there is no model lung in file:///")
                .endsWith("; 'dropfit models --all' lists all models\n");
        for (String mistyped : List.of("card", "hide", "bigquery", "models")) {
            assertThat(command(mistyped, "herat").err()).endsWith("; did you mean 'heart'?\n");
        }
        assertThat(command("note", "herat", "v1").err()).endsWith("; did you mean 'heart'?\n");
        assertThat(command("models", "Heart!").status()).isEqualTo(1);
        assertThat(CommandRun.of("models", "--models", "s3://x").err())
                .isEqualTo("dropfit: 's3://x' is not a bucket URL; accepted are gs://name and file:///absolute/path\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "gs"})
    void modelsListsVersionsVerdictsAndMetrics(String kind) throws IOException {
        open(kind);
        train(Datasets.classes(300, 1));
        Version second = train(Datasets.classes(320, 1));
        train("a,target\n1,2,3\n");

        assertThat(command("models").out())
                .containsPattern(
                        "heart  v2       latest  \\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}  promoted  roc_auc 0\\.\\d{3}");
        // Runs of the same second are in no order.
        assertThat(command("models", "heart").out().lines())
                .hasSize(4)
                .anyMatch(line -> line.contains("invalid"))
                .anyMatch(line -> line.matches("heart  v2       latest  .{16}  promoted .*"))
                .anyMatch(line -> line.matches("heart  v1               .{16}  promoted .*"));
        JsonArray json = JsonParser.parseString(
                        command("models", "heart", "--json").out())
                .getAsJsonArray();
        assertThat(json).hasSize(3).anySatisfy(run -> {
            assertThat(run.getAsJsonObject().get("version").getAsString()).isEqualTo(second.value());
            assertThat(run.getAsJsonObject().get("latest").getAsBoolean()).isTrue();
            assertThat(run.getAsJsonObject().get("roc_auc").getAsDouble()).isPositive();
        });
        assertThat(command("models", "heart", "--limit", "1").out().lines()).hasSize(2);
    }

    @Test
    void theJsonOfARunHasEveryMetricOfItsTaskAndNoOther() throws IOException {
        open("file");
        train(Datasets.classes(300, 1));

        JsonObject run = JsonParser.parseString(command("models", "--json").out())
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();

        assertThat(run.keySet())
                .containsAll(Metric.of(true).stream().map(Metric::text).toList())
                .doesNotContainAnyElementsOf(
                        Metric.of(false).stream().map(Metric::text).toList());
        assertThat(run.keySet())
                .startsWith(
                        "model", "version", "name", "latest", "verdict", "reasons", "task", "learner", "gate_metric")
                .endsWith("elapsed");
    }

    @Test
    void aRecordThatIsNoJsonIsListedAsUnreadable() throws IOException {
        open("file");
        Version version = train(Datasets.classes(300, 1));
        String name = "heart/metrics/" + version + ".json";
        models.write(name, bytes("{broken"), generation(name));

        assertThat(command("models").out()).containsPattern("heart  v1       latest  .{16}  unreadable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "gs"})
    void retrainMakesNewGenerationsOfDatasets(String kind) throws IOException {
        open(kind);
        Version first = train(Datasets.classes(300, 1));
        long before = generation();

        CommandRun run = command("retrain");

        assertThat(run.status()).isZero();
        assertThat(generation()).isGreaterThan(before);
        assertThat(run.out()).isEqualTo("heart  dataset written again, as generation " + generation() + "\n");
        assertThat(train()).isNotEqualTo(first);
        assertThat(command("retrain", "lung").err())
                .startsWith("dropfit: the dataset lung/dataset.csv does not exist in ");
    }

    @Test
    void retrainWaitsForTheRunsAndPrintsTheirVerdictsAsATable() throws Exception {
        open("file");
        train(Datasets.classes(300, 1));
        Thread trainer = startATrainer();

        CommandRun run = command("retrain", "heart", "--wait", "2", "--markdown", "--models", modelsUrl);

        trainer.join();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).hasSize(3);
        assertThat(run.out()).startsWith("""
            | model | verdict | metric | previous model | version | reasons |
            |---|---|---|---|---|---|
            """).contains("| heart | promoted | roc_auc ");
    }

    @Test
    void retrainFailsWhenRunsDoNotEndInTimeAndOnWrongOptions() throws Exception {
        open("file");
        data.write("heart/dataset.csv", bytes("a,target\n1,2\n"), Bucket.ABSENT);

        CommandRun late = command("retrain", "--wait", "0", "--models", modelsUrl);
        CommandRun lonely = command("retrain", "--fail-on", "invalid");
        CommandRun unknown = command("retrain", "--wait", "1", "--fail-on", "bad");

        assertThat(late.status()).isOne();
        assertThat(late.err()).startsWith("dropfit: not every run has ended after 0 minutes");
        assertThat(lonely.err()).startsWith("dropfit: --markdown and --fail-on need the verdicts; add --wait MINUTES");
        assertThat(unknown.err()).startsWith("dropfit: --fail-on is 'bad'; accepted are rejected, invalid");
    }

    @ParameterizedTest
    @CsvSource({
        "invalid, 1, dropfit: some runs ended as invalid; ",
        "rejected, 0, ''",
        "'rejected,invalid', 1, dropfit: some runs ended as invalid; "
    })
    void retrainFailsOnlyOnTheVerdictsOfFailOn(String failOn, int status, String error) throws Exception {
        open("file");
        data.write("heart/dataset.csv", bytes("a,target\n1,2\n"), Bucket.ABSENT);
        Thread trainer = startATrainer();

        CommandRun run = command("retrain", "--wait", "2", "--fail-on", failOn, "--models", modelsUrl);

        trainer.join();
        assertThat(run.status()).isEqualTo(status);
        assertThat(run.err()).startsWith(error);
    }

    @Test
    void theHomeOfUpIsEnoughToFindTheBuckets() throws IOException {
        open("file");
        train(Datasets.classes(300, 1));

        assertThat(CommandRun.of("models", "--home", folder.toString()).out()).contains("heart  v1       latest");
        assertThat(CommandRun.of("models", "--home", folder.resolve("none").toString())
                        .err())
                .endsWith("give the URL of the bucket with --models or DROPFIT_MODELS, or the home of 'dropfit up' with"
                        + " --home\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void aChangeNeedsAReason(String why) throws IOException {
        open("file");
        Version first = train(Datasets.classes(300, 1));
        train(Datasets.classes(320, 1));

        CommandRun run = command("rollback", "heart", first.value(), "--why", why);

        assertThat(run.status()).isOne();
        assertThat(run.err()).startsWith("dropfit: --why is empty");
        assertThat(served()).isNotEqualTo(first);
    }

    private CommandRun command(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!arguments[0].equals("retrain")) {
            all.addAll(List.of("--models", modelsUrl));
        } else {
            all.addAll(List.of("--data", dataUrl));
        }
        return CommandRun.of(all.toArray(String[]::new));
    }

    /** A trainer that waits for a new generation of the dataset, and trains it. */
    private Thread startATrainer() throws IOException {
        long before = generation();
        Thread trainer = new Thread(() -> {
            try {
                while (generation() == before) {
                    Thread.onSpinWait();
                }
                train();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        trainer.start();
        return trainer;
    }

    private Version train(String csv) throws IOException {
        if (data.find(HEART.settings()).isEmpty()) {
            // A linear model is fitted in a moment.
            data.write(HEART.settings(), bytes("{\"learner\": \"logistic-regression\"}"), Bucket.ABSENT);
        }
        long present =
                data.find("heart/dataset.csv").map(ObjectInfo::generation).orElse(Bucket.ABSENT);
        data.write("heart/dataset.csv", bytes(csv), present);
        return train();
    }

    private Version train() throws IOException {
        TrainingRun runs = new TrainingRun(
                data, registry(), "revision", Clock.systemUTC(), Retries.within(Duration.ofSeconds(10)));
        return ((TrainingRun.Result.Ended) runs.run(HEART, OptionalLong.empty())).version();
    }

    private Registry registry() {
        return new Registry(models);
    }

    private Version served() throws IOException {
        return Latest.read(registry(), HEART).version().orElseThrow();
    }

    private long generation() throws IOException {
        return data.find("heart/dataset.csv").orElseThrow().generation();
    }

    private long generation(String name) throws IOException {
        return models.find(name).orElseThrow().generation();
    }

    private List<JsonObject> promotions() throws IOException {
        List<JsonObject> notes = new ArrayList<>();
        for (ObjectInfo object : models.list("heart/promotions/")) {
            try (StoredObject note = models.read(object.name()).orElseThrow()) {
                notes.add(JsonParser.parseString(new String(note.readAllBytes(), StandardCharsets.UTF_8))
                        .getAsJsonObject());
            }
        }
        return notes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
