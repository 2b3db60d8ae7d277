package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.DirectoryBucket;
import dev.dropfit.core.bucket.FailingBucket;
import dev.dropfit.core.bucket.FailingBucket.Failure;
import dev.dropfit.core.bucket.ForwardingBucket;
import dev.dropfit.core.bucket.Killed;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.ModelDeletion;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Pulse;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Verdict;
import dev.dropfit.core.registry.Version;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrainingRunTest {
    private static final ModelName HEART = new ModelName("heart");

    @TempDir
    private Path folder;

    private Bucket data;
    private Bucket models;
    private Registry registry;

    @BeforeEach
    void openTheBuckets() throws IOException {
        data = Buckets.open(folder.resolve("data").toUri().toString());
        models = Buckets.open(folder.resolve("models").toUri().toString());
        registry = new Registry(models);
        // The subject is the run: a comparison of learners would take most of its time.
        settings("{\"learner\": \"logistic-regression\"}");
    }

    @Test
    void aFirstGoodDatasetIsArchivedRecordedAndServed() throws IOException {
        ObjectInfo dataset = drop(rows(400, 1, false));

        TrainingRun.Result.Ended run = ended(run(models, OptionalLong.of(dataset.generation())));

        assertThat(verdict(run)).isEqualTo("promoted");
        assertThat(names())
                .containsExactly(
                        "heart/metrics/" + run.version() + ".json",
                        "heart/models/" + run.version() + ".zip",
                        "heart/models/latest.zip",
                        promotionOf(run.version()),
                        "heart/runs.json",
                        "heart/versions.json");
        assertThat(served()).isEqualTo(run.version().value());
        assertThat(content("heart/models/latest.zip")).isEqualTo(content("heart/models/" + run.version() + ".zip"));
        assertThat(run.version().time()).isEqualTo(dataset.created().truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void aRecordHasWhatIsKnownOfARun() throws IOException {
        ObjectInfo dataset = drop(rows(400, 1, false));

        JsonObject record = ended(run(models, OptionalLong.empty())).record().toJson();

        assertThat(record.keySet())
                .contains(
                        "version",
                        "timestamp",
                        "elapsed",
                        "verdict",
                        "reasons",
                        "learner",
                        "task",
                        "acc",
                        "val_acc",
                        "roc_auc",
                        "log_loss",
                        "f1",
                        "confusion",
                        "roc",
                        "calibration",
                        "train_rows",
                        "holdout_rows",
                        "baseline",
                        "champion",
                        "features",
                        "columns");
        assertThat(record.getAsJsonObject("dataset").get("generation").getAsString())
                .isEqualTo(Long.toString(dataset.generation()));
        assertThat(record.getAsJsonObject("dataset").get("rows").getAsInt()).isEqualTo(400);
        assertThat(record.getAsJsonObject("dataset").get("bytes").getAsLong()).isEqualTo(dataset.size());
        assertThat(record.get("train_rows").getAsInt()
                        + record.get("holdout_rows").getAsInt())
                .isEqualTo(400);
        assertThat(record.keySet())
                .containsAll(Metric.of(true).stream().map(Metric::text).toList());
        assertThat(record.get("champion").isJsonNull()).isTrue();
        assertThat(record.getAsJsonArray("reasons").toString())
                .endsWith("\"there is no previous model to compare with\",\"the roc_auc of a model is how well it ranks"
                        + " rows: 0.5 is guessing, 1 is perfect\"]");
    }

    @Test
    void theSameEventTwiceMakesOneArchiveAndOnePromotion() throws IOException {
        ObjectInfo dataset = drop(rows(400, 1, false));
        ended(run(models, OptionalLong.of(dataset.generation())));
        List<ObjectInfo> before = models.list("");

        ended(run(models, OptionalLong.of(dataset.generation())));

        assertThat(models.list("")).isEqualTo(before);
    }

    @Test
    void theRecordHasTheSettingsOfTheRun() throws IOException {
        drop(rows(400, 1, false));
        settings("{\n  \"learner\": \"logistic-regression\",\n  \"output\": \"diagnosis\"\n}");

        TrainingRun.Result.Ended run = ended(run(models, OptionalLong.empty()));

        assertThat(run.record().origin().settings())
                .contains("{\"learner\":\"logistic-regression\",\"output\":\"diagnosis\"}");
        assertThat(run.record().model().contract().orElseThrow().output()).isEqualTo("diagnosis");
    }

    @Test
    void settingsAboveTheLimitAreInvalid() throws IOException {
        drop(rows(400, 1, false));
        settings(" ".repeat((1 << 20) + 1));

        TrainingRun.Result.Ended run = ended(run(models, OptionalLong.empty()));

        assertThat(verdict(run)).isEqualTo("invalid");
        assertThat(run.record().reasons())
                .singleElement()
                .asString()
                .contains("dropfit.json can't be used", "heart/dropfit.json", "the maximum is");
    }

    @Test
    void eightRunsAtOnceMakeOneArchiveAndOnePromotion() throws Exception {
        ObjectInfo dataset = drop(rows(400, 1, false));
        ExecutorService executor = Executors.newFixedThreadPool(8);
        List<Callable<TrainingRun.Result>> runs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            runs.add(() -> run(models, OptionalLong.of(dataset.generation())));
        }

        for (Future<TrainingRun.Result> run : executor.invokeAll(runs)) {
            assertThat(verdict(ended(run.get()))).isEqualTo("promoted");
        }
        executor.shutdown();

        // Record, archive, latest, promotion note, the list of versions and the index of runs.
        assertThat(names()).hasSize(6);
    }

    @Test
    void anOlderDatasetIsLeftToTheNewerOnesEvent() throws IOException {
        ObjectInfo older = drop(rows(400, 1, false));
        drop(rows(420, 1, false));

        assertThat(run(models, OptionalLong.of(older.generation())))
                .isEqualTo(new TrainingRun.Result.Skipped("there is a newer dataset, whose own event trains it"));
        assertThat(names()).isEmpty();
    }

    @Test
    void changedSettingsAreARunOfTheirOwn() throws IOException {
        drop(rows(400, 1, false));
        Version first = ended(run(models, OptionalLong.empty())).version();
        settings("{\"learner\":\"logistic-regression\",\"output\": \"diagnosis\"}");

        Version second = ended(run(models, OptionalLong.empty())).version();

        assertThat(second).isNotEqualTo(first);
        assertThat(served()).isEqualTo(second.value());
    }

    @Test
    void otherCodeIsAnotherVersion() throws IOException {
        drop(rows(400, 1, false));
        Version first = ended(run(models, OptionalLong.empty())).version();

        Version second = ended(
                        new TrainingRun(data, registry, "other", Clock.systemUTC(), Retries.within(Duration.ZERO))
                                .run(HEART, OptionalLong.empty()))
                .version();

        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void aFirstModelIsNotRejectedForHavingNoPredecessor() throws IOException {
        drop(rows(400, 4, true));

        RunRecord record = ended(run(models, OptionalLong.empty())).record();

        assertThat(record.verdict()).isEqualTo(Verdict.REJECTED);
        assertThat(record.reasons())
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("is no better than the baseline's"),
                        reason -> assertThat(reason).startsWith("the roc_auc of a model is "));
    }

    @Test
    void shuffledLabelsAreRejectedWithReasons() throws IOException {
        drop(rows(400, 1, false));
        Version good = ended(run(models, OptionalLong.empty())).version();
        drop(rows(400, 2, true));

        TrainingRun.Result.Ended run = ended(run(models, OptionalLong.empty()));

        assertThat(verdict(run)).isEqualTo("rejected");
        assertThat(run.record().reasons())
                .first()
                .asString()
                .matches("the data changed: when it was trained, the previous model was right on [\\d.]+ % of the \\d+"
                        + " holdout rows\\. It is right on [\\d.]+ % of the \\d+ rows of the new dataset, and by"
                        + " its own probabilities it should be right on [\\d.]+ %\\. On the \\d+ holdout rows of"
                        + " the new dataset, log_loss \\(lower is better\\) is [\\d.]+ for the new model, [\\d.]+"
                        + " for the previous model and [\\d.]+ for the baseline\\. Look for wrong labels .*");
        assertThat(served()).isEqualTo(good.value());
        assertThat(models.find("heart/models/" + run.version() + ".zip")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a,target\n", "target\n1\n2\n", "a,target\n1,1\n2,1\n", "a,target\n1,2,3\n", "\u0000\u0001", "x"
            })
    void aDatasetThatCannotBeUsedIsRecordedAndChangesNothing(String csv) throws IOException {
        drop(rows(400, 1, false));
        Version good = ended(run(models, OptionalLong.empty())).version();
        drop(csv);

        TrainingRun.Result.Ended run = ended(run(models, OptionalLong.empty()));

        assertThat(verdict(run)).isEqualTo("invalid");
        assertThat(run.record().reasons()).isNotEmpty();
        assertThat(served()).isEqualTo(good.value());
        assertThat(models.find("heart/models/" + run.version() + ".zip")).isEmpty();
    }

    @Test
    void theReasonsOfAnInvalidRunNameLines() throws IOException {
        drop("a,b,target\n1,2,0\n1,2\n3,4,1\n5\n");

        assertThat(ended(run(models, OptionalLong.empty())).record().reasons())
                .containsExactly(
                        "line 3: found 2 cells, the header has 3; add the missing cells, empty where a value is not"
                                + " known",
                        "line 5: found 1 cell, the header has 3; add the missing cells, empty where a value is not"
                                + " known");
    }

    @Test
    void settingsThatCannotBeUsedAreAnInvalidRun() throws IOException {
        drop(rows(400, 1, false));
        settings("{\"lable\": \"target\"}");

        assertThat(ended(run(models, OptionalLong.empty())).record().reasons())
                .containsExactly(
                        "dropfit.json: unknown key 'lable'; accepted are label, output, labels, positive, threshold,"
                                + " costs, columns, missing, dates, learner, monotone, budget, holdout, split, gate,"
                                + " alert, rollout, keep, keep_examples; did you mean 'label'?");
    }

    @Test
    void theAlertSettingsArePassedOnAndChangeNothingElse() throws IOException {
        drop(rows(600, 1, false));
        settings("{\"learner\":\"logistic-regression\"}");
        JsonObject without = ended(run(models, OptionalLong.empty())).record().toJson();

        settings("{\"learner\":\"logistic-regression\",\"alert\":{\"below\":0.99,\"on\":[\"invalid\"]}}");
        JsonObject with = ended(run(models, OptionalLong.empty())).record().toJson();

        assertThat(with.get("alert")).hasToString("{\"below\":0.99,\"on\":[\"invalid\"]}");
        assertThat(with.get("verdict").getAsString()).isEqualTo("promoted");
        assertThat(with.get("roc_auc")).isEqualTo(without.get("roc_auc"));
        assertThat(without.has("alert")).isFalse();
    }

    @Test
    void anInvalidDatasetPassesOnTheAlertSettingsToo() throws IOException {
        drop("a,b\n1,2,3\n");
        settings("{\"learner\":\"logistic-regression\",\"alert\":{\"on\":[\"invalid\"],\"cooldown_minutes\":5}}");

        JsonObject record = ended(run(models, OptionalLong.empty())).record().toJson();

        assertThat(record.get("verdict").getAsString()).isEqualTo("invalid");
        assertThat(record.get("alert")).hasToString("{\"on\":[\"invalid\"],\"cooldown_minutes\":5}");
    }

    @Test
    void aMetricOfTheOtherTaskCannotBeWatched() throws IOException {
        drop(rows(600, 1, false));
        settings("{\"learner\":\"logistic-regression\",\"alert\":{\"metric\":\"rmse\"}}");

        TrainingRun.Result.Ended run = ended(run(models, OptionalLong.empty()));

        assertThat(run.record().reasons())
                .containsExactly(
                        "dropfit.json: alert.metric is 'rmse', but the label is classes; accepted are roc_auc, f1,"
                                + " val_acc, log_loss, brier, average_precision, calibration_error");
    }

    @Test
    void aHoldoutOfNothingIsNotForServing() throws IOException {
        drop(rows(400, 1, false));
        settings("{\"holdout\": 0}");

        assertThat(ended(run(models, OptionalLong.empty())).record().reasons().get(0))
                .startsWith("dropfit.json: holdout is 0,");
    }

    @Test
    void aDatasetWithARenamedColumnIsRejected() throws IOException {
        drop(rows(400, 1, false));
        ended(run(models, OptionalLong.empty()));
        drop(rows(400, 1, false).replaceFirst("age,", "years,"));

        TrainingRun.Result.Ended run = ended(run(models, OptionalLong.empty()));

        assertThat(verdict(run)).isEqualTo("rejected");
        assertThat(run.record().reasons())
                .containsExactly(
                        "clients of the previous model would break: the dataset no longer has the column 'age', but"
                                + " has 'years', which the previous one did not have; if it was renamed, give it its old"
                                + " name back, because requests have that name",
                        "upload a dataset like the previous one; to serve this model nevertheless, use dropfit promote"
                                + " --force");
    }

    @Test
    void aDatasetWithoutTheClassesOfThePreviousModelIsRejected() throws IOException {
        drop(rows(400, 1, false));
        ended(run(models, OptionalLong.empty()));
        drop(rows(400, 2, false).replaceAll(",1\n", ",ill\n").replaceAll(",0\n", ",well\n"));

        TrainingRun.Result.Ended run = ended(run(models, OptionalLong.empty()));

        assertThat(verdict(run)).isEqualTo("rejected");
        assertThat(run.record().reasons().get(0))
                .isEqualTo("clients of the previous model would break: the new model no longer predicts '0', '1', which"
                        + " are classes of the previous model: the dataset has no training row of them. If 'ill',"
                        + " 'well' mean the same, write the previous values");
    }

    @Test
    void aNewValueOfTheLabelDoesNotTurnClassesIntoANumber() throws IOException {
        // A linear learner would say what the label is.
        settings("{}");
        drop(scores(20));
        assertThat(verdict(ended(run(models, OptionalLong.empty())))).isEqualTo("promoted");
        drop(scores(25));

        TrainingRun.Result.Ended run = ended(run(models, OptionalLong.empty()));

        assertThat(run.record().toJson().get("task").getAsString()).isEqualTo("classification");
        assertThat(run.record().reasons()).noneMatch(reason -> reason.contains("clients of the previous model"));
    }

    @Test
    void theLabelOfThePreviousModelStaysWhenColumnsAreAppended() throws IOException {
        drop(rows(400, 1, false).replaceFirst("target", "sick"));
        ended(run(models, OptionalLong.empty()));
        drop(rows(400, 2, false)
                .replaceFirst("target", "sick")
                .replaceAll("\n", ",4\n")
                .replaceFirst(",4\n", ",ward\n"));

        TrainingRun.Result.Ended run = ended(run(models, OptionalLong.empty()));

        assertThat(run.record().toJson().get("label").getAsString()).isEqualTo("sick");
        assertThat(verdict(run)).isEqualTo("promoted");
    }

    @Test
    void aDatasetOfAnotherTaskIsRejectedUntilTheSettingsAskForIt() throws IOException {
        drop(rows(400, 1, false));
        ended(run(models, OptionalLong.empty()));
        StringBuilder prices = new StringBuilder("area,price\n");
        for (int i = 0; i < 400; i++) {
            prices.append(i + 0.5).append(',').append(3.5 * i + i % 7).append('\n');
        }
        settings("{}");
        drop(prices.toString());

        TrainingRun.Result.Ended run = ended(run(models, OptionalLong.empty()));

        assertThat(verdict(run)).isEqualTo("rejected");
        assertThat(run.record().reasons())
                .contains(
                        "clients of the previous model would break: the dataset has none of the columns of the previous"
                                + " model, 'age', 'smoker'; it may be another file, or its first line with the names is"
                                + " missing");
    }

    /** A label of whole numbers from 1, which depends on one column. */
    private static String scores(int values) {
        SplittableRandom random = new SplittableRandom(values);
        StringBuilder csv = new StringBuilder("effort,weight,level\n");
        for (int i = 0; i < 1500; i++) {
            int score = random.nextInt(1, values + 1);
            int near = random.nextInt(5) == 0 ? random.nextInt(1, values + 1) : score;
            csv.append("effort ")
                    .append(near)
                    .append(',')
                    .append(i / 8.0)
                    .append(',')
                    .append(score)
                    .append('\n');
        }
        return csv.toString();
    }

    @Test
    void aChampionIsComparedOnTheRowsWhoseClassItKnows() throws IOException {
        drop(rows(400, 1, false));
        ended(run(models, OptionalLong.empty()));
        StringBuilder more = new StringBuilder(rows(400, 2, false));
        for (int i = 0; i < 60; i++) {
            more.append(20 + i).append(",maybe,2\n");
        }
        drop(more.toString());

        TrainingRun.Result.Ended run = ended(run(models, OptionalLong.empty()));

        assertThat(verdict(run)).isEqualTo("promoted");
        assertThat(run.record().championMetrics().has(Metric.ROC_AUC)).isTrue();
        assertThat(run.record().reasons())
                .anySatisfy(reason -> assertThat(reason)
                        .startsWith("the previous model does not know the class '2': it is compared on the ")
                        .endsWith(" holdout rows whose class it knows"));
    }

    @Test
    void whatANewClassTakesFromTheOthersIsNoWorseProbability() throws IOException {
        drop(rows(1500, 1, false));
        ended(run(models, OptionalLong.empty()));
        SplittableRandom random = new SplittableRandom(5);
        drop(rows(1500, 2, false)
                .lines()
                .map(line -> random.nextInt(8) == 0 ? line.replaceFirst(",[01]$", ",2") : line)
                .collect(Collectors.joining("\n")));

        assertThat(verdict(ended(run(models, OptionalLong.empty())))).isEqualTo("promoted");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aRareClassDoesNotBlock(int rows) throws IOException {
        StringBuilder csv = new StringBuilder(rows(1500, 3, false));
        for (int i = 0; i < rows; i++) {
            csv.append(30 + i).append(",no,10\n");
        }
        drop(csv.toString());

        TrainingRun.Result.Ended run = ended(run(models, OptionalLong.empty()));

        assertThat(verdict(run)).isEqualTo("promoted");
        assertThat(run.record().metric(Metric.ROC_AUC)).isGreaterThan(0.8);
    }

    @Test
    void aClassKeepsTheSpellingOfThePreviousModel() throws IOException {
        drop(rows(400, 1, false).replaceAll(",1\n", ",ill\n").replaceAll(",0\n", ",well\n"));
        ended(run(models, OptionalLong.empty()));
        drop(rows(500, 5, false).replaceAll(",1\n", ",ILL\n").replaceAll(",0\n", ",well\n"));

        TrainingRun.Result.Ended run = ended(run(models, OptionalLong.empty()));

        assertThat(verdict(run)).isEqualTo("promoted");
        assertThat(run.record().championMetrics().has(Metric.ROC_AUC)).isTrue();
        assertThat(run.record().model().holdout().confusion().orElseThrow().labels())
                .containsExactly("ill", "well");
        assertThat(run.record().model().anomalies())
                .anySatisfy(note -> assertThat(note.message()).contains("is read as 'ill', as in the previous model"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDatasetThatHasGrownWhileItWasReadIsNeitherServedNorReported(boolean usable, @TempDir Path folder)
            throws IOException {
        String part = usable ? rows(400, 1, false) : "age,smoker,target\n1,yes,1\n2";
        Path file = Files.createDirectories(folder.resolve("heart")).resolve("dataset.csv");
        Files.writeString(file, part);
        Bucket growing = new ForwardingBucket(new DirectoryBucket(folder, Clock.systemUTC())) {
            @Override
            protected <T> T operate(Operation operation, String name, Call<T> call) throws IOException {
                return call.run();
            }

            @Override
            public boolean mayGrow() {
                return true;
            }

            @Override
            public Optional<StoredObject> read(String name, long generation) throws IOException {
                byte[] content;
                ObjectInfo info;
                try (StoredObject object = super.read(name, generation).orElseThrow()) {
                    content = object.readAllBytes();
                    info = object.info();
                }
                Files.writeString(file, rows(400, 2, false), StandardOpenOption.APPEND);
                return Optional.of(new StoredObject(info, new ByteArrayInputStream(content)));
            }
        };

        TrainingRun.Result result = new TrainingRun(
                        growing, new Registry(models), "r1", Clock.systemUTC(), Retries.within(Duration.ZERO))
                .run(HEART, OptionalLong.empty());

        assertThat(result)
                .isEqualTo(
                        new TrainingRun.Result.Skipped("the dataset has grown since it was read, so only a part of it"
                                + " was; the event of the larger one trains it"));
        assertThat(names()).noneMatch(name -> name.contains("/metrics/") || name.contains("/models/"));
    }

    @Test
    void aHundredClassesOfFewRowsAreJudged() throws IOException {
        drop("x,z,class\n"
                + IntStream.range(0, 400)
                        .mapToObj(i -> i % 100 + 0.001 * i + "," + i * 7 % 13 + ",c" + i % 100)
                        .collect(Collectors.joining("\n"))
                + "\n");

        TrainingRun.Result.Ended run = ended(run(models, OptionalLong.empty()));

        assertThat(verdict(run)).isEqualTo("promoted");
        assertThat(run.record().reasons())
                .anySatisfy(reason -> assertThat(reason)
                        .startsWith("roc_auc is the mean over the ")
                        .contains(" of 100 classes that the ")
                        .contains(" holdout rows have; without rows: 'c"));
    }

    @Test
    void aChampionOfAFormatYetToComeDoesNotBlock() throws IOException {
        drop(rows(400, 1, false));
        ended(run(models, OptionalLong.empty()));
        ObjectInfo latest = models.find("heart/models/latest.zip").orElseThrow();
        models.write(latest.name(), ofFormat99(content(latest.name())), latest.generation());
        drop(rows(400, 2, false));

        TrainingRun.Result.Ended run = ended(run(models, OptionalLong.empty()));

        assertThat(verdict(run)).isEqualTo("promoted");
        assertThat(run.record().reasons())
                .anySatisfy(reason -> assertThat(reason)
                        .startsWith("the previous model can't be evaluated: ")
                        .contains("format 99"));
    }

    private static byte[] ofFormat99(byte[] file) throws IOException {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(file));
                ZipOutputStream out = new ZipOutputStream(changed)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                byte[] content = in.readAllBytes();
                out.write(
                        entry.getName().equals("pipeline.json")
                                ? bytes(new String(content, StandardCharsets.UTF_8)
                                        .replace("\"format\": 1,", "\"format\": 99,"))
                                : content);
            }
        }
        return changed.toByteArray();
    }

    @Test
    void aDatasetDroppedAfterTheBucketsClockWasSetBackReplacesWhatIsServed() throws IOException {
        MemoryBucket store = new MemoryBucket(Instant.parse("2026-11-22T10:00:00Z"));
        ObjectInfo first = store.write("heart/dataset.csv", bytes(rows(400, 1, false)), Bucket.ABSENT);
        data = store;
        ended(run(models, OptionalLong.of(first.generation())));
        store.setTime(Instant.parse("2026-11-22T09:00:00Z"));
        ObjectInfo second = store.write("heart/dataset.csv", bytes(rows(500, 1, false)), first.generation());

        TrainingRun.Result.Ended run = ended(run(models, OptionalLong.of(second.generation())));

        assertThat(verdict(run)).isEqualTo("promoted");
        assertThat(served()).isEqualTo(run.version().value());
    }

    @Test
    void aDamagedChampionDoesNotBlock() throws IOException {
        models.write("heart/models/latest.zip", bytes("not a zip"), Bucket.ABSENT);
        drop(rows(400, 1, false));

        TrainingRun.Result.Ended run = ended(run(models, OptionalLong.empty()));

        assertThat(verdict(run)).isEqualTo("promoted");
        assertThat(served()).isEqualTo(run.version().value());
    }

    @Test
    void noDatasetIsNothingToDo() throws IOException {
        assertThat(run(models, OptionalLong.empty()))
                .isEqualTo(new TrainingRun.Result.Skipped("there is no dataset heart/dataset.csv"));
    }

    @Test
    void aDatasetThatIsDeletedDuringARunIsNothingToDo() throws IOException {
        drop(rows(400, 1, false));
        ended(run(models, OptionalLong.empty()));
        List<ObjectInfo> before = models.list("");
        ObjectInfo dataset = data.find("heart/dataset.csv").orElseThrow();
        data.delete("heart/dataset.csv", dataset.generation());

        assertThat(run(models, OptionalLong.of(dataset.generation())))
                .isEqualTo(new TrainingRun.Result.Skipped("there is no dataset heart/dataset.csv"));
        assertThat(models.list("")).isEqualTo(before);
    }

    @Test
    void aDeletedModelStaysSoUntilTheNextDataset() throws IOException {
        ObjectInfo dataset = drop(rows(400, 1, false));
        ended(run(models, OptionalLong.empty()));
        remove(dataset.generation());

        assertThat(new Registry(models).models()).isEmpty();
        assertThat(run(models, OptionalLong.of(dataset.generation())))
                .isEqualTo(new TrainingRun.Result.Skipped("the model was deleted; to have it again, upload its dataset"
                        + " again, or run 'dropfit retrain heart'"));
        settings("{\"learner\":\"logistic-regression\",\"keep\":3}");
        assertThat(run(models, OptionalLong.empty())).isInstanceOf(TrainingRun.Result.Skipped.class);
        assertThat(models.find("heart/models/latest.zip")).isEmpty();

        drop(rows(420, 1, false));
        Version next = ended(run(models, OptionalLong.empty())).version();
        assertThat(served()).isEqualTo(next.value());
        assertThat(models.find("_deleted/heart.json")).isEmpty();
        assertThat(new Registry(models).models()).containsExactly(HEART);
    }

    @Test
    void aRunThatIsUnderWayWhenItsModelIsDeletedDoesNotServeIt() throws IOException {
        ObjectInfo dataset = drop(rows(400, 1, false));
        Bucket deleting = new ForwardingBucket(models) {
            @Override
            protected <T> T operate(Operation operation, String name, Call<T> call) throws IOException {
                T result = call.run();
                if (operation == Operation.WRITE && name.contains("/metrics/")) {
                    remove(dataset.generation());
                }
                return result;
            }
        };

        ended(run(deleting, OptionalLong.empty()));

        assertThat(models.find("heart/models/latest.zip")).isEmpty();
        assertThat(run(models, OptionalLong.empty())).isInstanceOf(TrainingRun.Result.Skipped.class);
    }

    @Test
    void aModelThatIsDeletedWhileItIsServedForTheFirstTimeIsServedNoLonger() throws IOException {
        ObjectInfo dataset = drop(rows(400, 1, false));
        Bucket deleting = new ForwardingBucket(models) {
            @Override
            protected <T> T operate(Operation operation, String name, Call<T> call) throws IOException {
                if (operation == Operation.WRITE && name.endsWith("latest.zip")) {
                    remove(dataset.generation());
                }
                return call.run();
            }
        };

        ended(run(deleting, OptionalLong.empty()));

        assertThat(models.find("heart/models/latest.zip")).isEmpty();
        assertThat(models.find("_deleted/heart.json")).isPresent();
    }

    private void remove(long dataset) throws IOException {
        new ModelDeletion(new Registry(models), Clock.systemUTC(), Retries.within(Duration.ZERO))
                .delete(HEART, dataset, "me");
    }

    @Test
    void aLatestThatWasDeletedStaysSoUntilTheNextDataset() throws IOException {
        ObjectInfo dataset = drop(rows(400, 1, false));
        ended(run(models, OptionalLong.empty()));
        delete("heart/models/latest.zip");

        ended(run(models, OptionalLong.of(dataset.generation())));
        assertThat(models.find("heart/models/latest.zip")).isEmpty();

        drop(rows(420, 1, false));
        Version next = ended(run(models, OptionalLong.empty())).version();
        assertThat(served()).isEqualTo(next.value());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anArchiveThatWasDamagedBeforeItWasServedIsMadeAgain(boolean recorded) throws IOException {
        drop(rows(400, 1, false));
        Version version = ended(run(models, OptionalLong.empty())).version();
        String archive = "heart/models/" + version + ".zip";
        byte[] whole = content(archive);
        delete("heart/models/latest.zip");
        delete(promotionOf(version));
        if (!recorded) {
            delete("heart/metrics/" + version + ".json");
        }
        models.write(
                archive,
                Arrays.copyOf(whole, 100),
                models.find(archive).orElseThrow().generation());

        ended(run(models, OptionalLong.empty()));

        assertThat(content(archive)).isEqualTo(whole);
        assertThat(content("heart/models/latest.zip")).isEqualTo(whole);
    }

    @Test
    void aRunThatWasCutShortAfterItsRecordIsCompletedAlthoughAWorthlessDatasetHasCome() throws IOException {
        ObjectInfo good = drop(rows(400, 1, false));
        Version version = ended(run(models, OptionalLong.empty())).version();
        delete("heart/models/latest.zip");
        delete(promotionOf(version));
        drop("a,target\n1,2,3\n");

        run(models, OptionalLong.of(good.generation()));

        assertThat(served()).isEqualTo(version.value());
    }

    @Test
    void aClockThatIsSetBackChangesNothingButTheTimeTaken() throws IOException {
        drop(rows(400, 1, false));
        Instant[] times = {Instant.parse("2026-11-22T08:00:00Z"), Instant.parse("2020-01-01T00:00:00Z")};
        int[] asked = {0};
        Clock setBack = new Clock() {
            @Override
            public Instant instant() {
                return times[Math.min(asked[0]++, 1)];
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
        TrainingRun runs = new TrainingRun(data, registry, "revision", setBack, Retries.within(Duration.ofMinutes(1)));

        TrainingRun.Result.Ended run = ended(runs.run(HEART, OptionalLong.empty()));

        assertThat(run.record().elapsed()).isZero();
        assertThat(served()).isEqualTo(run.version().value());
        List<ObjectInfo> before = models.list("");
        ended(runs.run(HEART, OptionalLong.empty()));
        assertThat(models.list("")).isEqualTo(before);
    }

    @Test
    void onlyAsManyVersionsAreKeptAsSettingsSayAndWhatLatestCanBeRolledBackTo() throws IOException {
        List<Version> good = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            drop(rows(400 + i, 1, false));
            good.add(ended(run(models, OptionalLong.empty())).version());
        }
        settings("{\"learner\":\"logistic-regression\",\"keep\": 1}");
        drop(rows(400, 2, true));

        Version rejected = ended(run(models, OptionalLong.empty())).version();

        assertThat(names().stream().filter(name -> name.startsWith("heart/models/")))
                .containsExactlyInAnyOrder(
                        "heart/models/" + good.get(1) + ".zip",
                        "heart/models/" + good.get(2) + ".zip",
                        "heart/models/" + rejected + ".zip",
                        "heart/models/latest.zip");
        assertThat(registry.recordedVersions(HEART)).hasSize(4);
    }

    @Test
    void aRunThatIsKilledAtAnyWriteIsCompletedByTheNext() throws IOException {
        drop(rows(400, 1, false));
        Version version = ended(run(models, OptionalLong.empty())).version();
        List<String> complete = names().stream()
                .map(name -> name.startsWith("heart/promotions/") ? "heart/promotions/" : name)
                .toList();
        for (int write = 1; write <= 4; write++) {
            for (Failure failure : List.of(Failure.KILLED_BEFORE, Failure.KILLED_AFTER)) {
                for (ObjectInfo object : models.list("")) {
                    models.delete(object.name(), object.generation());
                }
                Bucket dying = FailingBucket.atWrite(models, write, failure);

                assertThatThrownBy(() -> run(dying, OptionalLong.empty())).isInstanceOf(Killed.class);
                TrainingRun.Result.Ended next = ended(run(models, OptionalLong.empty()));

                assertThat(next.version()).isEqualTo(version);
                assertThat(served()).isEqualTo(version.value());
                assertThat(names().stream()
                                .map(name -> name.startsWith("heart/promotions/") ? "heart/promotions/" : name))
                        .isEqualTo(complete);
            }
        }
    }

    /** Somebody cancels the run as soon as it has begun. */
    private final class CancelledAtOnce implements Pulse {
        private final String who;

        CancelledAtOnce(String who) {
            this.who = who;
        }

        @Override
        public Started start(Beat beat) {
            try {
                registry.cancellations(Clock.systemUTC()).request(HEART, who);
                beat.report();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return () -> {};
        }

        @Override
        public void pause() {}

        @Override
        public Duration patience() {
            return Duration.ZERO;
        }
    }

    private TrainingRun.Result.Ended cancelled(String who) throws IOException {
        return ended(new TrainingRun(
                        data,
                        registry,
                        "revision",
                        Clock.systemUTC(),
                        Retries.within(Duration.ofMinutes(1)),
                        new CancelledAtOnce(who))
                .run(HEART, OptionalLong.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"logistic-regression", "gradient-boosting", "random-forest"})
    void aCancelledRunIsRecordedAndChangesNothing(String learner) throws IOException {
        drop(rows(400, 1, false));
        Version served = ended(run(models, OptionalLong.empty())).version();
        settings("{\"learner\": \"" + learner + "\"}");
        drop(rows(500, 1, false));

        TrainingRun.Result.Ended run = cancelled("ada");

        assertThat(verdict(run)).isEqualTo("cancelled");
        assertThat(run.record().reasons()).containsExactly("ada cancelled the run");
        assertThat(run.record().trained()).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(Latest.read(registry, HEART).version()).contains(served);
        assertThat(names()).noneMatch(name -> name.startsWith("heart/attempts/"));
        assertThat(names()).doesNotContain("heart/models/" + run.version() + ".zip");
        assertThat(ended(run(models, OptionalLong.empty())).record().toJson())
                .isEqualTo(run.record().toJson());
    }

    @Test
    void theNextDatasetOfACancelledRunIsTrained() throws IOException {
        drop(rows(400, 1, false));
        assertThat(cancelled("").record().reasons()).containsExactly("the run was cancelled");

        drop(rows(400, 1, false));

        assertThat(verdict(ended(run(models, OptionalLong.empty())))).isEqualTo("promoted");
    }

    @Test
    void whereNoRunIsUnderWayNothingIsCancelled() throws IOException {
        drop(rows(400, 1, false));
        run(models, OptionalLong.empty());

        assertThat(registry.cancellations(Clock.systemUTC()).request(HEART, "ada"))
                .isEmpty();
        assertThat(names()).noneMatch(name -> name.startsWith("heart/attempts/"));
    }

    @Test
    void aRequestAfterTheTrainingInterruptsNothing() throws IOException {
        RunStop stop = new RunStop(() -> Optional.of("ada"));
        stop.end();

        stop.look();

        assertThat(stop.end()).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void theSameInputsMakeTheSameBytes() throws IOException {
        drop(rows(400, 1, false));
        Version version = ended(run(models, OptionalLong.empty())).version();
        byte[] first = content("heart/models/" + version + ".zip");
        for (ObjectInfo object : models.list("")) {
            models.delete(object.name(), object.generation());
        }

        ended(run(models, OptionalLong.empty()));

        assertThat(content("heart/models/" + version + ".zip")).isEqualTo(first);
    }

    private TrainingRun.Result run(Bucket to, OptionalLong generation) throws IOException {
        return new TrainingRun(
                        data, new Registry(to), "revision", Clock.systemUTC(), Retries.within(Duration.ofMinutes(1)))
                .run(HEART, generation);
    }

    private static TrainingRun.Result.Ended ended(TrainingRun.Result result) {
        assertThat(result).isInstanceOf(TrainingRun.Result.Ended.class);
        return (TrainingRun.Result.Ended) result;
    }

    private static String verdict(TrainingRun.Result.Ended run) {
        return run.record().verdict().text();
    }

    private ObjectInfo drop(String csv) throws IOException {
        return write("heart/dataset.csv", csv);
    }

    private void settings(String json) throws IOException {
        write("heart/dropfit.json", json);
    }

    private ObjectInfo write(String name, String content) throws IOException {
        long present = data.find(name).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
        return data.write(name, bytes(content), present);
    }

    /** Rows in which the label depends on age and smoking, or on nothing. */
    private static String rows(int count, long seed, boolean shuffled) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder csv = new StringBuilder("age,smoker,target\n");
        for (int i = 0; i < count; i++) {
            double age = Math.round(random.nextDouble(20, 80) * 10) / 10.0;
            boolean smoker = random.nextBoolean();
            double margin = shuffled ? 0 : 0.15 * (age - 50) + (smoker ? 1 : -1);
            boolean sick = random.nextDouble() < 1 / (1 + Math.exp(-margin));
            csv.append(age)
                    .append(',')
                    .append(smoker ? "yes" : "no")
                    .append(',')
                    .append(sick ? 1 : 0)
                    .append('\n');
        }
        return csv.toString();
    }

    private void delete(String name) throws IOException {
        models.delete(name, models.find(name).orElseThrow().generation());
    }

    private List<String> names() throws IOException {
        return models.list("").stream().map(ObjectInfo::name).toList();
    }

    private String promotionOf(Version version) throws IOException {
        return models.list("heart/promotions/").stream()
                .map(ObjectInfo::name)
                .filter(name -> name.endsWith("-" + version + ".json"))
                .findFirst()
                .orElse("none");
    }

    private String served() throws IOException {
        Model model = ModelFile.read(content("heart/models/latest.zip"));
        return model.version();
    }

    private byte[] content(String name) throws IOException {
        try (StoredObject object = models.read(name).orElseThrow()) {
            return object.readAllBytes();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
