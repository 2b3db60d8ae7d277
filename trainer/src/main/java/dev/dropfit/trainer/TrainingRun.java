package dev.dropfit.trainer;

import dev.dropfit.core.Environment;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.ArchivedModel;
import dev.dropfit.core.registry.Attempts;
import dev.dropfit.core.registry.Champion;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Publication;
import dev.dropfit.core.registry.Pulse;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Retention;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Starts;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.RunPlace;
import dev.dropfit.trainer.cluster.Cluster;
import dev.dropfit.trainer.cluster.ClusterUnavailableException;
import dev.dropfit.trainer.job.LaunchRefusedException;
import dev.dropfit.trainer.read.TooLargeTableException;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A run: the newest dataset of a model is trained on, the new model is judged against what is served, and {@link Publication} archives,
 * records and serves it. A run may be started any number of times; what one start leaves undone, the next completes.
 *
 * <p>Thread-safe.
 */
public final class TrainingRun {
    /** The reason of a run that is given up. */
    static final String ENDED_THE_PROCESS =
            "training ended the process three times: it ran out of memory or time, or failed;"
                    + " give the trainer more memory (--memory on Cloud Functions), or upload fewer rows or columns";

    private static final Result GROWN = new Result.Skipped(
            "the dataset has grown since it was read, so only a part of it was; the event of the larger one trains it");

    private static final Result REPLACED =
            new Result.Skipped("the dataset has been replaced or deleted; a newer one has an event of its own");

    /** If the driver of a cluster has no memory for a sample of the rows, it takes one of this share of it. */
    private static final double SMALLER_SAMPLE = 4;

    private static final double MIN_SHARE = 1e-4;

    /** A start that can't be removed counts as one that ended its process. */
    private static final int TRIES_TO_END = 3;

    private final Bucket data;
    private final Registry registry;
    private final String revision;
    private final Clock clock;
    private final Retries retries;
    private final Publication publication;
    private final Attempts attempts;
    private final Pulse pulse;
    private final JobHandover handover;
    private final Place place;
    private final RunPlace here;

    /** A run that reports every second that it is alive. */
    public TrainingRun(Bucket data, Registry registry, String revision, Clock clock, Retries retries) {
        this(data, registry, revision, clock, retries, Pulse.every(Duration.ofSeconds(1)));
    }

    /**
     * @param data where datasets are
     * @param registry where models go
     * @param revision of the code that trains
     * @param clock for how long a run takes; nothing else depends on the time
     * @param retries how long to put up with storage that fails
     * @param pulse reports that a start is alive
     */
    public TrainingRun(Bucket data, Registry registry, String revision, Clock clock, Retries retries, Pulse pulse) {
        this(data, registry, revision, clock, retries, pulse, Place.Function.ALONE);
    }

    /** @param place where the run is, and where it is handed over to if it is too large for this place */
    TrainingRun(
            Bucket data, Registry registry, String revision, Clock clock, Retries retries, Pulse pulse, Place place) {
        this.data = data;
        this.registry = registry;
        this.revision = revision;
        this.clock = clock;
        this.retries = retries;
        this.publication = new Publication(registry, clock);
        this.attempts = new Attempts(registry, clock);
        this.pulse = pulse;
        this.handover = new JobHandover(registry, attempts, pulse, clock);
        this.place = place;
        this.here = RunPlace.here(
                place.capacity().tier(),
                Environment.find("K_SERVICE")
                        .or(() -> Environment.find("CLOUD_RUN_JOB"))
                        .isPresent());
    }

    /** The outcome of a start. */
    public sealed interface Result {
        /** The run ended, now or on an earlier start, with this record. */
        record Ended(Version version, RunRecord record) implements Result {}

        /**
         * There was nothing to do.
         *
         * @param isMistake whether a person should do something about it
         */
        record Skipped(String why, boolean isMistake) implements Result {
            Skipped(String why) {
                this(why, false);
            }
        }
    }

    /**
     * Runs the model's dataset.
     *
     * @param generation the dataset's generation to run, nothing is done when there is a newer one; empty for the newest
     * @throws IOException when storage fails for too long; starting the run again completes it
     */
    public Result run(ModelName model, OptionalLong generation) throws IOException {
        Start start = new Start(UUID.randomUUID().toString(), clock.instant());
        return retries.run(() -> attempt(model, generation, start));
    }

    /**
     * A start of a run.
     *
     * @param id in {@link Attempts}
     */
    private record Start(String id, Instant time) {}

    private Result attempt(ModelName model, OptionalLong generation, Start start) throws IOException {
        Optional<CurrentDataset> dataset = CurrentDataset.find(data, model);
        if (dataset.isEmpty()) {
            return new Result.Skipped("there is no dataset " + model.dataset());
        }
        if (dataset.get().info().size() == 0) {
            return new Result.Skipped(
                    "the dataset "
                            + (dataset.get().isInParts()
                                    ? model.partsFolder()
                                    : dataset.get().info().name()) + " is empty; upload one with a header and rows",
                    true);
        }
        if (generation.isPresent() && dataset.get().generation() > generation.getAsLong()) {
            publication.completeOverdue(model, dataset.get().info().created());
            return new Result.Skipped("there is a newer dataset, whose own event trains it");
        }
        RunInputs inputs = RunInputs.of(data, model, dataset.get(), revision);
        if (publication.isDeleted(inputs.run())) {
            return new Result.Skipped(
                    "the model was deleted; to have it again, upload its dataset again, or run 'dropfit retrain "
                            + model + "'");
        }
        Version version = inputs.run().version();
        Optional<RunRecord> record = registry.readRecord(model, version);
        if (record.isPresent() && publication.complete(inputs.run(), record.get())) {
            attempts.forget(model, version);
            return new Result.Ended(version, record.get());
        }
        long bytes = dataset.get().info().size();
        Optional<Place.LargerPlace> larger = place.larger(bytes);
        if (record.isEmpty() && larger.isPresent()) {
            boolean large = bytes >= larger.get().fromBytes();
            if (large || registry.jobClaim(model, version).find().isPresent()) {
                return handOver(inputs, larger.get(), start);
            }
        }
        Latest latest = Latest.read(registry, model);
        Optional<String> champion = record.isPresent()
                ? Optional.of(record.get().champion().map(Champion::version).orElse(""))
                : attempts.begin(
                        model,
                        version,
                        start.id(),
                        latest.version().map(Version::value).orElse(""));
        if (champion.isEmpty()) {
            return giveUp(inputs, start);
        }
        if (record.isEmpty() && registry.readRecord(model, version).isPresent()) {
            // Another start has just ended the run and removed the attempts, with the champion of its first start.
            attempts.forget(model, version);
            return attempt(model, generation, start);
        }
        Optional<Pipeline> previous = pipeline(model, champion.get(), latest);
        // Not in a finally: the start of a process that ends, or of a run that fails in its own code, stays.
        RunStop stop = new RunStop(() -> registry.cancellations(clock).find(model, version));
        Pulse.Started alive = pulse.start(() -> {
            attempts.beat(model, version, start.id());
            stop.look();
        });
        try {
            Result result = trained(inputs, dataset.get(), previous, start, stop);
            if (result instanceof Result.Ended) {
                attempts.forget(model, version);
            } else {
                attempts.end(model, version, start.id());
            }
            return result;
        } catch (TooLargeTableException e) {
            alive.close();
            // The job counts its own starts.
            attempts.end(model, version, start.id());
            return handOver(inputs, larger.orElseThrow(), start);
        } catch (IOException | RuntimeException e) {
            Optional<String> who = stop.end();
            if (who.isPresent()) {
                return cancelled(inputs, who.get(), start);
            }
            if (e instanceof IOException || e instanceof ClusterUnavailableException) {
                endAfter(e, inputs, start);
            }
            throw e;
        } finally {
            stop.end();
            alive.close();
        }
    }

    private Result handOver(RunInputs inputs, Place.LargerPlace larger, Start start) throws IOException {
        try {
            return handover.to(larger.job(), inputs);
        } catch (LaunchRefusedException e) {
            return invalid(
                    inputs,
                    settingsOf(inputs),
                    List.of("The dataset is too large for the function, and the job that trains larger ones can't be"
                            + " started: "
                            + e.getMessage() + ". Then run 'dropfit retrain "
                            + inputs.run().model() + "'"),
                    start.time());
        }
    }

    /** A fault of storage or of a cluster is no fault of the dataset: the start does not count. */
    private void endAfter(Exception fault, RunInputs inputs, Start start) {
        for (int tries = 0; tries < TRIES_TO_END; tries++) {
            try {
                attempts.end(inputs.run().model(), inputs.run().version(), start.id());
                return;
            } catch (IOException e) {
                fault.addSuppressed(e);
            }
        }
    }

    /**
     * Ends a run that ended its process too often, unless one of its starts is still alive.
     *
     * @throws RunUnderWayException when a start is alive or has just ended: then its record may be there
     */
    private Result giveUp(RunInputs inputs, Start start) throws IOException {
        ModelName model = inputs.run().model();
        Version version = inputs.run().version();
        Starts.Open before = attempts.open(model, version);
        // By the clock it is seen at once that a start is alive. That all have ended is not: clocks differ.
        if (clock.instant().isBefore(before.changed().plus(pulse.patience()))) {
            throw new RunUnderWayException(model, version);
        }
        pulse.pause();
        if (attempts.open(model, version).generation() != before.generation()) {
            throw new RunUnderWayException(model, version);
        }
        Result result = invalid(inputs, settingsOf(inputs), List.of(ENDED_THE_PROCESS), start.time());
        attempts.forget(model, version);
        return result;
    }

    private static Settings settingsOf(RunInputs inputs) {
        try {
            return inputs.settings();
        } catch (InvalidSettingsException e) {
            return Settings.NONE;
        }
    }

    /** How the champion of the first start reads rows; empty if there was none, or it can't be read. */
    private Optional<Pipeline> pipeline(ModelName model, String champion, Latest latest) throws IOException {
        Optional<Version> version = Version.parse(champion);
        if (version.isEmpty()) {
            return Optional.empty();
        }
        if (latest.is(version.get())) {
            return latest.model().map(Model::pipeline);
        }
        try {
            return Optional.of(
                    ArchivedModel.read(registry, model, version.get()).model().pipeline());
        } catch (InvalidModelException e) {
            return Optional.empty();
        }
    }

    private Result trained(
            RunInputs inputs, CurrentDataset dataset, Optional<Pipeline> previous, Start start, RunStop stop)
            throws IOException, TooLargeTableException {
        Optional<StoredObject> content = dataset.open(data);
        if (content.isEmpty()) {
            return REPLACED;
        }
        place.cluster().ifPresent(Cluster::prepare);
        try (DatasetInput input = new DatasetInput(data, inputs.run().model(), dataset, content.get(), place)) {
            for (double share = 1; ; share /= SMALLER_SAMPLE) {
                try {
                    return train(inputs, input, previous, start.time(), stop, share);
                } catch (TooLargeTableException e) {
                    if (place.cluster().isEmpty()) {
                        throw e;
                    }
                }
            }
        } catch (UncheckedIOException e) {
            // The cluster can't read the dataset, or it can't be opened again.
            if (isReplaced(inputs, dataset)) {
                return REPLACED;
            }
            throw e.getCause();
        }
    }

    private boolean isReplaced(RunInputs inputs, CurrentDataset dataset) throws IOException {
        return CurrentDataset.find(data, inputs.run().model())
                .filter(now -> now.identity().equals(dataset.identity()))
                .isEmpty();
    }

    /** @param share of the rows that this process may take; the cluster takes all */
    private Result train(
            RunInputs inputs,
            DatasetInput input,
            Optional<Pipeline> previous,
            Instant start,
            RunStop stop,
            double share)
            throws IOException, TooLargeTableException {
        ModelName model = inputs.run().model();
        CurrentDataset read = input.stored();
        Settings settings = Settings.NONE;
        Training training;
        try {
            settings = inputs.settings();
            if (settings.holdout() == 0) {
                throw new InvalidSettingsException(
                        "dropfit.json: holdout is 0, but a model that is to be served is judged on rows it has not"
                                + " seen; accepted is more than 0 to 0.9");
            }
            if (settings.rollout().isPresent()
                    && place instanceof Place.Function
                    && Environment.find("DROPFIT_LIVE").isEmpty()) {
                throw new InvalidSettingsException(
                        "dropfit.json: rollout is set, but live traffic is not counted, so the"
                                + " versions can't be compared; set DROPFIT_LIVE (--live-bucket), or remove rollout");
            }
            Dataset dataset = input.read(settings, previous, share);
            dataset.checkTime(place.capacity());
            new Stage.Checked(dataset.table().rows(), dataset.seconds()).reached(model);
            training = Training.of(
                    dataset,
                    inputs.origin(),
                    ModelFile::read,
                    place.cluster().map(cluster -> new ClusterFit(cluster, data, read, input.files())));
            new Stage.Trained().reached(model);
        } catch (InvalidTableException e) {
            stop.endUnlessCancelled();
            if (hasGrown(inputs, read)) {
                return GROWN;
            }
            if (e instanceof TooLargeTableException tooLarge
                    && (place.larger(read.info().size()).isPresent()
                            || (place.cluster().isPresent() && share > MIN_SHARE))) {
                throw tooLarge;
            }
            return invalid(
                    inputs, settings, e.problems().stream().map(input::describe).toList(), start);
        } catch (InvalidSettingsException e) {
            return invalid(inputs, settings, List.of(String.valueOf(e.getMessage())), start);
        }
        return hasGrown(inputs, read) ? GROWN : judge(inputs, training, start, stop);
    }

    /**
     * Whether the dataset was still being written when it was read, and is larger now. Then this run has seen a part of it, which says nothing
     * about the whole, and must not be served or reported. Parts are being written as long as there are newer ones.
     */
    private boolean hasGrown(RunInputs inputs, CurrentDataset read) throws IOException {
        if (read.isInParts()) {
            return CurrentDataset.find(data, inputs.run().model())
                    .filter(now -> now.generation() > read.generation())
                    .isPresent();
        }
        ObjectInfo file = read.info();
        return data.mayGrow()
                && data.find(file.name())
                        .filter(now -> now.generation() > file.generation() && now.size() > file.size())
                        .isPresent();
    }

    private Result cancelled(RunInputs inputs, String who, Start start) throws IOException {
        Result result = withoutModel(
                inputs,
                RunRecord.cancelled(
                        inputs.origin(), who.isEmpty() ? "the run was cancelled" : who + " cancelled the run"),
                start.time());
        attempts.forget(inputs.run().model(), inputs.run().version());
        return result;
    }

    private Result invalid(RunInputs inputs, Settings settings, List<String> reasons, Instant start)
            throws IOException {
        return withoutModel(inputs, RunRecord.invalid(inputs.origin(), reasons, settings.alert()), start);
    }

    private Result withoutModel(RunInputs inputs, RunRecord ended, Instant start) throws IOException {
        RunRecord record = publication.record(inputs.run(), ended.in(here), start);
        new Stage.Judged().reached(inputs.run().model());
        publication.completeOverdue(inputs.run().model(), inputs.run().version().time());
        return new Result.Ended(inputs.run().version(), record);
    }

    private Result judge(RunInputs inputs, Training training, Instant start, RunStop stop) throws IOException {
        ModelName model = inputs.run().model();
        Settings settings = training.dataset().settings();
        Latest latest = Latest.read(registry, model);
        if (Publication.isOutdated(inputs.run(), latest)) {
            return new Result.Skipped("a model of a newer dataset is served already");
        }
        Judgement judgement = Judgement.of(training, latest);
        RunRecord judged = training.record()
                .judged(
                        judgement.result().verdict(),
                        judgement.result().reasons(),
                        judgement.notes(),
                        judgement.champion(),
                        settings.alert(),
                        training.file());
        stop.endUnlessCancelled();
        RunRecord record = publication.record(inputs.run(), judged.in(here), training.file(), start);
        new Stage.Judged().reached(model);
        publication.serve(inputs.run(), record, training.file());
        OptionalInt keep = settings.keep();
        if (keep.isPresent()) {
            new Retention(registry).keep(model, keep.getAsInt());
        }
        return new Result.Ended(inputs.run().version(), record);
    }
}
