package dev.dropfit.trainer;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.ArchivedModel;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Promotion;
import dev.dropfit.core.registry.Publisher;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Retention;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.evaluate.Evaluation;
import dev.dropfit.trainer.evaluate.Evaluator;
import dev.dropfit.trainer.evaluate.PairedBootstrap;
import dev.dropfit.trainer.evaluate.Scores;
import dev.dropfit.trainer.evaluate.Verdict;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A run: the newest dataset of a model is read, judged against what is served, archived, recorded and, if it is good enough, published, in
 * this order. Every step is done once however often the run is started, and a run that was cut short is completed by the next: what is
 * written is either written only if it is absent, or only if what it replaces is still what was looked at.
 *
 * <p>Thread-safe.
 */
public final class TrainingRun {
    private static final String NEWER_DATASET = "a newer dataset has come; its own event trains it";

    /** No event comes again after so long: Pub/Sub, which carries them, keeps none longer. */
    private static final Duration EVENTS_EXPIRE = Duration.ofDays(7);

    private final Bucket data;
    private final Registry registry;
    private final String revision;
    private final Clock clock;
    private final Retries retries;
    private final Publisher publisher;

    /**
     * @param data where datasets are
     * @param registry where models go
     * @param revision of the code that trains
     * @param clock for how long a run takes; what comes of it does not depend on the time
     * @param retries how long a run puts up with storage that fails
     */
    public TrainingRun(Bucket data, Registry registry, String revision, Clock clock, Retries retries) {
        this.data = data;
        this.registry = registry;
        this.revision = revision;
        this.clock = clock;
        this.retries = retries;
        this.publisher = new Publisher(registry, clock);
    }

    /** What came of a run. */
    public sealed interface Result {
        /** It ended, now or on an earlier start, with this record. */
        record Ended(Version version, JsonObject record) implements Result {}

        /** There was nothing to do. */
        record Skipped(String why) implements Result {}
    }

    /** What goes into a run. */
    private record Prepared(Inputs inputs, Version version, Optional<String> settings) {}

    /**
     * Runs the model's dataset.
     *
     * @param generation the dataset's generation that is to be run, nothing is done when there is a newer one; empty for the newest
     * @throws IOException when storage fails for too long; starting the run again completes it
     */
    public Result run(ModelName model, OptionalLong generation) throws IOException {
        Instant start = clock.instant();
        return retries.run(() -> attempt(model, generation, start));
    }

    private Result attempt(ModelName model, OptionalLong generation, Instant start) throws IOException {
        Optional<ObjectInfo> dataset = data.find(model.dataset());
        if (dataset.isEmpty()) {
            return new Result.Skipped("there is no dataset " + model.dataset());
        }
        if (dataset.get().size() == 0) {
            return new Result.Skipped("the dataset " + model.dataset() + " is empty");
        }
        if (generation.isPresent() && dataset.get().generation() > generation.getAsLong()) {
            publishOverdue(model, dataset.get().created());
            return new Result.Skipped(NEWER_DATASET);
        }
        Prepared run = prepare(model, dataset.get());
        Optional<JsonObject> record = registry.readRecordJson(model, run.version());
        if (record.isPresent() && isCompleted(model, run, record.get())) {
            return new Result.Ended(run.version(), record.get());
        }
        Optional<StoredObject> content = data.read(model.dataset(), run.inputs().dataset());
        if (content.isEmpty()) {
            return new Result.Skipped("the dataset has been replaced or deleted; a newer one has an event of its own");
        }
        try (StoredObject object = content.get()) {
            return run(model, run, object, start);
        }
    }

    private Prepared prepare(ModelName model, ObjectInfo dataset) throws IOException {
        Optional<StoredObject> settings = data.read(model.settings());
        if (settings.isEmpty()) {
            return new Prepared(
                    new Inputs(dataset.generation(), Bucket.ABSENT),
                    Version.of(dataset.created(), Long.toString(dataset.generation()), "0", revision),
                    Optional.empty());
        }
        try (StoredObject object = settings.get()) {
            ObjectInfo info = object.info();
            Instant newest = info.created().isAfter(dataset.created()) ? info.created() : dataset.created();
            return new Prepared(
                    new Inputs(dataset.generation(), info.generation()),
                    Version.of(newest, Long.toString(dataset.generation()), Long.toString(info.generation()), revision),
                    Optional.of(new String(object.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }

    private Result run(ModelName model, Prepared run, StoredObject content, Instant start) throws IOException {
        Training training;
        Settings settings = Settings.NONE;
        try {
            settings = run.settings().isPresent()
                    ? SettingsReader.read(run.settings().get())
                    : Settings.NONE;
            if (settings.holdout() == 0) {
                throw new InvalidSettingsException(
                        "dropfit.json: holdout is 0; a model that is to be served is judged on rows it has not seen, accepted is"
                                + " more than 0 to 0.9");
            }
            Training.Dataset dataset = Training.Dataset.read(
                    content.content(), settings, OptionalLong.of(content.info().size()));
            Stage.CHECKED.reached(model);
            training = Training.of(dataset, run.version(), facts(run));
            Stage.TRAINED.reached(model);
        } catch (InvalidTableException e) {
            List<String> reasons = e.problems().stream().map(Problem::toString).toList();
            return ended(model, run, invalid(run, settings, reasons), start);
        } catch (InvalidSettingsException e) {
            return ended(model, run, invalid(run, settings, List.of(String.valueOf(e.getMessage()))), start);
        }
        return judgeAndPublish(model, run, training, start);
    }

    private JsonObject facts(Prepared run) {
        JsonObject facts = new JsonObject();
        facts.addProperty("version", run.version().value());
        facts.addProperty("timestamp", run.version().time().toString());
        facts.addProperty("revision", revision);
        facts.add("dataset", run.inputs().toJson());
        return facts;
    }

    private JsonObject invalid(Prepared run, Settings settings, List<String> reasons) {
        JsonObject record = facts(run);
        addAlert(record, settings);
        addVerdict(record, new Verdict(Verdict.Outcome.INVALID, reasons));
        return record;
    }

    /** Hands on when a person is to be told; who tells sees no more than records. */
    private static void addAlert(JsonObject record, Settings settings) {
        settings.alert().ifPresent(alert -> record.add("alert", alert.toJson()));
    }

    private static void addVerdict(JsonObject record, Verdict verdict) {
        record.addProperty("verdict", verdict.outcome().text());
        record.add("reasons", ModelRecord.strings(verdict.reasons()));
    }

    private Result ended(ModelName model, Prepared run, JsonObject record, Instant start) throws IOException {
        JsonObject kept = recorded(model, run, record, start);
        publishOverdue(model, run.version().time());
        return new Result.Ended(run.version(), kept);
    }

    private JsonObject recorded(ModelName model, Prepared run, JsonObject record, Instant start) throws IOException {
        // A clock may be set back while a run is under way.
        long elapsed = Math.max(0, Duration.between(start, clock.instant()).toMillis());
        record.addProperty("elapsed", elapsed / 1000.0);
        registry.record(model, run.version(), record);
        Stage.JUDGED.reached(model);
        // Another start of the same run may have been first; its record is the one that counts.
        return registry.readRecordJson(model, run.version()).orElse(record);
    }

    private Result judgeAndPublish(ModelName model, Prepared run, Training training, Instant start) throws IOException {
        JsonObject record = training.model().metrics().deepCopy();
        List<String> remarks = new ArrayList<>();
        Latest latest = Latest.read(registry, model);
        if (isNewer(latest, run)) {
            return new Result.Skipped("a model of a newer dataset is served already");
        }
        if (latest.object().isEmpty()) {
            remarks.add("there is no champion yet");
        } else if (latest.model().isEmpty()) {
            remarks.add("the champion can't be evaluated: " + latest.problem());
        }
        Optional<Scores> scores = latest.model().flatMap(served -> scores(served, training, remarks));
        Target target = training.dataset().schema().target();
        Optional<Evaluation> champion = scores.map(champions -> Evaluator.evaluate(champions, target));
        addVerdict(record, verdict(training, champion, scores, remarks));
        record.add(
                "champion",
                latest.model()
                        .<JsonElement>map(served -> champion(served, champion))
                        .orElse(JsonNull.INSTANCE));
        addAlert(record, training.dataset().settings());
        record.addProperty("archive_sha256", ArchivedModel.digest(training.file()));
        archive(model, run, training.file());
        JsonObject kept = recorded(model, run, record, start);
        if (isPromoted(kept)) {
            publish(model, run, training.file());
        } else {
            publishOverdue(model, run.version().time());
        }
        OptionalInt keep = training.dataset().settings().keep();
        if (keep.isPresent()) {
            new Retention(registry).keep(model, keep.getAsInt());
        }
        return new Result.Ended(run.version(), kept);
    }

    private static JsonObject champion(Model served, Optional<Evaluation> evaluation) {
        JsonObject json = new JsonObject();
        json.addProperty("version", served.version());
        evaluation.ifPresent(figures -> ModelRecord.metricsOf(figures.toJson())
                .getAsJsonObject()
                .asMap()
                .forEach(json::add));
        return json;
    }

    /** Archives a model file; one that is there already stays, unless it can't be read. */
    private void archive(ModelName model, Prepared run, byte[] file) throws IOException {
        registry.archive(model, run.version(), file);
        Optional<StoredObject> archived = registry.readArchive(model, run.version());
        if (archived.isPresent()) {
            try (StoredObject object = archived.get()) {
                if (!Arrays.equals(object.readAllBytes(), file)) {
                    registry.mendArchive(model, run.version(), file, object.info());
                }
            }
        }
    }

    private static boolean isNewer(Latest latest, Prepared run) {
        return latest.model()
                .flatMap(served -> Inputs.of(served.metrics()))
                .map(inputs -> inputs.compareTo(run.inputs()) > 0)
                .orElse(false);
    }

    private static boolean isPromoted(JsonObject record) {
        return record.has("verdict")
                && Verdict.Outcome.PROMOTED.text().equals(record.get("verdict").getAsString());
    }

    static Verdict verdict(
            Training training, Optional<Evaluation> champion, Optional<Scores> scores, List<String> remarks) {
        if (!training.faithful()) {
            return new Verdict(
                    Verdict.Outcome.REJECTED,
                    List.of("the model, read back from its file, does not predict what it did before it was written"));
        }
        Training.Dataset dataset = training.dataset();
        Optional<PairedBootstrap.Interval> difference = scores.flatMap(champions -> PairedBootstrap.interval(
                holdout(training.model(), dataset),
                champions,
                dataset.schema().target(),
                dataset.gate().metric()));
        Verdict verdict = dataset.gate()
                .judge(training.holdout().orElseThrow(), training.baseline().orElseThrow(), champion, difference);
        List<String> reasons = new ArrayList<>(verdict.reasons());
        reasons.addAll(remarks);
        return new Verdict(verdict.outcome(), reasons);
    }

    private static Optional<Scores> scores(Model champion, Training training, List<String> remarks) {
        try {
            return Optional.of(holdout(champion, training.dataset()));
        } catch (IllegalArgumentException e) {
            remarks.add(
                    "the champion " + champion.version() + " can't be evaluated on this dataset: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Scores holdout(Model model, Training.Dataset dataset) {
        return Scores.of(model, dataset.schema().target(), dataset.table(), dataset.split(), true);
    }

    /**
     * Does what a run that was cut short has left to do after its record.
     *
     * @return false when its archive can't be used: then the run is to be done again, which makes the same bytes
     */
    private boolean isCompleted(ModelName model, Prepared run, JsonObject record) throws IOException {
        Latest latest = Latest.read(registry, model);
        publisher.note(model, latest);
        if (!isPromoted(record) || isPublished(model, run, latest)) {
            return true;
        }
        try {
            byte[] file = ArchivedModel.read(registry, model, run.version()).file();
            publisher.publish(model, run.version(), file, latest, Promotion.Reason.GATE);
            return true;
        } catch (InvalidModelException e) {
            return false;
        }
    }

    private void publish(ModelName model, Prepared run, byte[] file) throws IOException {
        Latest latest = Latest.read(registry, model);
        publisher.note(model, latest);
        if (!isPublished(model, run, latest)) {
            publisher.publish(model, run.version(), file, latest, Promotion.Reason.GATE);
        }
    }

    /**
     * Whether nothing is left to publish: it is served, was served before, or something newer is. Looks at the notes after latest: whoever
     * replaces it in between makes the publishing fail.
     */
    private boolean isPublished(ModelName model, Prepared run, Latest latest) throws IOException {
        return latest.is(run.version()) || isNewer(latest, run) || publisher.wasServed(model, run.version(), latest);
    }

    /**
     * Completes the newest run that was promoted, if it was cut short. Its own event finds a newer dataset and stops early; should that
     * dataset be worth nothing, what was promoted before it is to be served nevertheless.
     */
    private void publishOverdue(ModelName model, Instant newest) throws IOException {
        List<Version> versions = registry.recordedVersions(model, newest.minus(EVENTS_EXPIRE), newest);
        Optional<Prepared> overdue = Optional.empty();
        JsonObject promoted = new JsonObject();
        for (int i = versions.size() - 1; i >= 0; i--) {
            Version version = versions.get(i);
            if (overdue.isPresent()
                    && version.time().isBefore(overdue.get().version().time())) {
                break;
            }
            JsonObject record = registry.readRecordJson(model, version).orElseGet(JsonObject::new);
            Optional<Inputs> inputs = isPromoted(record) ? Inputs.of(record) : Optional.empty();
            // Versions of the same second are in no order; their inputs are.
            if (inputs.isPresent()
                    && (overdue.isEmpty()
                            || inputs.get().compareTo(overdue.get().inputs()) > 0)) {
                overdue = Optional.of(new Prepared(inputs.get(), version, Optional.empty()));
                promoted = record;
            }
        }
        if (overdue.isPresent()) {
            isCompleted(model, overdue.get(), promoted);
        }
    }
}
