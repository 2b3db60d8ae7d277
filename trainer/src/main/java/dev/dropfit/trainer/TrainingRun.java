package dev.dropfit.trainer;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.ModelFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Promotion;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.evaluate.Evaluation;
import dev.dropfit.trainer.evaluate.Evaluator;
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
import java.util.List;
import java.util.Optional;
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

    private final Bucket data;
    private final Registry registry;
    private final String revision;
    private final Clock clock;

    /**
     * @param data where datasets are
     * @param registry where models go
     * @param revision of the code that trains
     * @param clock for how long a run takes; what comes of it does not depend on the time
     */
    public TrainingRun(Bucket data, Registry registry, String revision, Clock clock) {
        this.data = data;
        this.registry = registry;
        this.revision = revision;
        this.clock = clock;
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
     * @throws IOException when storage fails; starting the run again completes it
     */
    public Result run(ModelName model, OptionalLong generation) throws IOException {
        Instant start = clock.instant();
        Optional<ObjectInfo> dataset = data.find(model.dataset());
        if (dataset.isEmpty()) {
            return new Result.Skipped("there is no dataset " + model.dataset());
        }
        if (dataset.get().size() == 0) {
            return new Result.Skipped("the dataset " + model.dataset() + " is empty");
        }
        if (generation.isPresent() && dataset.get().generation() > generation.getAsLong()) {
            return new Result.Skipped(NEWER_DATASET);
        }
        Prepared run = prepare(model, dataset.get());
        Optional<JsonObject> record = registry.readRecord(model, run.version());
        if (record.isPresent()) {
            complete(model, run, record.get());
            return new Result.Ended(run.version(), record.get());
        }
        Optional<StoredObject> content = data.read(model.dataset(), run.inputs().dataset());
        if (content.isEmpty()) {
            return new Result.Skipped(NEWER_DATASET);
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
        try {
            Settings settings = run.settings().isPresent()
                    ? SettingsReader.read(run.settings().get())
                    : Settings.NONE;
            if (settings.holdout() == 0) {
                throw new InvalidSettingsException(
                        "dropfit.json: holdout is 0; a model that is to be served is judged on rows it has not seen, accepted is"
                                + " more than 0 to 0.9");
            }
            Training.Dataset dataset = Training.Dataset.read(
                    content.content(), settings, OptionalLong.of(content.info().size()));
            training = Training.of(dataset, run.version(), facts(run));
        } catch (InvalidTableException e) {
            List<String> reasons = e.problems().stream().map(Problem::toString).toList();
            return ended(model, run, invalid(run, reasons), start);
        } catch (InvalidSettingsException e) {
            return ended(model, run, invalid(run, List.of(String.valueOf(e.getMessage()))), start);
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

    private JsonObject invalid(Prepared run, List<String> reasons) {
        JsonObject record = facts(run);
        addVerdict(record, new Verdict(Verdict.Outcome.INVALID, reasons));
        return record;
    }

    private static void addVerdict(JsonObject record, Verdict verdict) {
        record.addProperty("verdict", verdict.outcome().text());
        record.add("reasons", ModelRecord.strings(verdict.reasons()));
    }

    private Result ended(ModelName model, Prepared run, JsonObject record, Instant start) throws IOException {
        record.addProperty("elapsed", Duration.between(start, clock.instant()).toMillis() / 1000.0);
        registry.record(model, run.version(), record);
        // Another start of the same run may have been first; its record is the one that counts.
        JsonObject kept = registry.readRecord(model, run.version()).orElse(record);
        complete(model, run, kept);
        return new Result.Ended(run.version(), kept);
    }

    private Result judgeAndPublish(ModelName model, Prepared run, Training training, Instant start) throws IOException {
        JsonObject record = training.model().metrics().deepCopy();
        List<String> remarks = new ArrayList<>();
        Optional<Model> champion = served(model, remarks).model();
        if (champion.isPresent() && isNewer(champion.get(), run)) {
            return new Result.Skipped("a model of a newer dataset is served already");
        }
        Optional<Evaluation> champions = champion.flatMap(served -> evaluate(served, training, remarks));
        addVerdict(record, verdict(training, champions, remarks));
        record.add("champion", JsonNull.INSTANCE);
        champion.ifPresent(served -> {
            JsonObject json = new JsonObject();
            json.addProperty("version", served.version());
            champions.ifPresent(evaluation -> ModelRecord.metricsOf(evaluation.toJson())
                    .getAsJsonObject()
                    .asMap()
                    .forEach(json::add));
            record.add("champion", json);
        });
        registry.archive(model, run.version(), training.file());
        return ended(model, run, record, start);
    }

    private static boolean isNewer(Model served, Prepared run) {
        return Inputs.of(served.metrics())
                .map(inputs -> inputs.compareTo(run.inputs()) > 0)
                .orElse(false);
    }

    private Verdict verdict(Training training, Optional<Evaluation> champion, List<String> remarks) {
        if (!training.faithful()) {
            return new Verdict(
                    Verdict.Outcome.REJECTED,
                    List.of("the model, read back from its file, does not predict what it did before it was written"));
        }
        Verdict verdict = training.dataset()
                .gate()
                .judge(training.holdout().orElseThrow(), training.baseline().orElseThrow(), champion);
        List<String> reasons = new ArrayList<>(verdict.reasons());
        reasons.addAll(remarks);
        return new Verdict(verdict.outcome(), reasons);
    }

    /**
     * What is served.
     *
     * @param model empty when there is none, or when it can't be read
     * @param latest empty when there is none; what the model was read from
     */
    private record Served(Optional<Model> model, Optional<ObjectInfo> latest) {}

    private Served served(ModelName model, List<String> remarks) throws IOException {
        Optional<StoredObject> latest = registry.readLatest(model);
        if (latest.isEmpty()) {
            remarks.add("there is no champion yet");
            return new Served(Optional.empty(), Optional.empty());
        }
        try (StoredObject object = latest.get()) {
            Optional<ObjectInfo> info = Optional.of(object.info());
            try {
                return new Served(Optional.of(ModelFile.read(object.readAllBytes())), info);
            } catch (InvalidModelException e) {
                remarks.add("the champion can't be evaluated: " + e.getMessage());
                return new Served(Optional.empty(), info);
            }
        }
    }

    private static Optional<Evaluation> evaluate(Model champion, Training training, List<String> remarks) {
        Training.Dataset dataset = training.dataset();
        try {
            return Optional.of(
                    Evaluator.evaluate(champion, dataset.schema().target(), dataset.table(), dataset.split(), true));
        } catch (IllegalArgumentException e) {
            remarks.add(
                    "the champion " + champion.version() + " can't be evaluated on this dataset: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Publishes what a record says is promoted, unless that was done, or something newer is served. */
    private void complete(ModelName model, Prepared run, JsonObject record) throws IOException {
        if (!Verdict.Outcome.PROMOTED.text().equals(record.get("verdict").getAsString())
                || registry.wasPromoted(model, run.version())) {
            return;
        }
        byte[] file;
        Optional<StoredObject> archived = registry.readArchive(model, run.version());
        if (archived.isEmpty()) {
            throw new IOException("The archive of run " + run.version() + " of " + model + " is missing");
        }
        try (StoredObject object = archived.get()) {
            file = object.readAllBytes();
        }
        while (true) {
            Served served = served(model, new ArrayList<>());
            Optional<Model> champion = served.model();
            if (champion.isPresent()
                    && champion.get().version().equals(run.version().value())) {
                // Published, but cut short before that was noted; the champion before it is in the record.
                recordPromotion(model, run, served.latest(), championOf(record));
                return;
            }
            if (champion.isPresent() && isNewer(champion.get(), run)) {
                return;
            }
            long expected = served.latest().map(ObjectInfo::generation).orElse(Bucket.ABSENT);
            try {
                ObjectInfo published = registry.publish(model, file, expected);
                recordPromotion(model, run, Optional.of(published), champion.map(Model::version));
                return;
            } catch (PreconditionFailedException e) {
                // Another run has published meanwhile: look again who is newer.
            }
        }
    }

    private static Optional<String> championOf(JsonObject record) {
        return record.has("champion") && record.get("champion").isJsonObject()
                ? Optional.of(record.getAsJsonObject("champion").get("version").getAsString())
                : Optional.empty();
    }

    private void recordPromotion(ModelName model, Prepared run, Optional<ObjectInfo> latest, Optional<String> from)
            throws IOException {
        if (latest.isPresent()) {
            registry.record(
                    model,
                    new Promotion(
                            latest.get().created(),
                            from.orElse(null),
                            run.version().value(),
                            Promotion.Why.GATE,
                            ""));
        }
    }
}
