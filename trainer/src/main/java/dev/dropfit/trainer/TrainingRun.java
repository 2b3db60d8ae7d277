package dev.dropfit.trainer;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Publication;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Retention;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A run: the newest dataset of a model is trained on, the new model is judged against what is served, and {@link Publication} archives,
 * records and serves it. A run may be started any number of times; what one start leaves undone, the next completes.
 *
 * <p>Thread-safe.
 */
public final class TrainingRun {
    private final Bucket data;
    private final Registry registry;
    private final String revision;
    private final Clock clock;
    private final Retries retries;
    private final Publication publication;

    /**
     * @param data where datasets are
     * @param registry where models go
     * @param revision of the code that trains
     * @param clock for how long a run takes; nothing else depends on the time
     * @param retries how long to put up with storage that fails
     */
    public TrainingRun(Bucket data, Registry registry, String revision, Clock clock, Retries retries) {
        this.data = data;
        this.registry = registry;
        this.revision = revision;
        this.clock = clock;
        this.retries = retries;
        this.publication = new Publication(registry, clock);
    }

    /** The outcome of a start. */
    public sealed interface Result {
        /** The run ended, now or on an earlier start, with this record. */
        record Ended(Version version, RunRecord record) implements Result {}

        /** There was nothing to do. */
        record Skipped(String why) implements Result {}
    }

    /**
     * Runs the model's dataset.
     *
     * @param generation the dataset's generation to run, nothing is done when there is a newer one; empty for the newest
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
            publication.completeOverdue(model, dataset.get().created());
            return new Result.Skipped("there is a newer dataset, whose own event trains it");
        }
        RunInputs inputs = RunInputs.of(data, model, dataset.get(), revision);
        Version version = inputs.run().version();
        Optional<RunRecord> record = registry.readRecord(model, version);
        if (record.isPresent() && publication.complete(inputs.run(), record.get())) {
            return new Result.Ended(version, record.get());
        }
        Optional<StoredObject> content =
                data.read(model.dataset(), dataset.get().generation());
        if (content.isEmpty()) {
            return new Result.Skipped("the dataset has been replaced or deleted; a newer one has an event of its own");
        }
        try (StoredObject object = content.get()) {
            return train(inputs, object, start);
        }
    }

    private Result train(RunInputs inputs, StoredObject content, Instant start) throws IOException {
        ModelName model = inputs.run().model();
        Settings settings = Settings.NONE;
        Training training;
        try {
            settings = inputs.settings();
            if (settings.holdout() == 0) {
                throw new InvalidSettingsException(
                        "dropfit.json: holdout is 0, but a model that is to be served is judged on rows it has not seen;"
                                + " accepted is more than 0 to 0.9");
            }
            Training.Dataset dataset = Training.Dataset.read(
                    content.content(), settings, OptionalLong.of(content.info().size()));
            Stage.CHECKED.reached(model);
            training = Training.of(dataset, inputs.origin());
            Stage.TRAINED.reached(model);
        } catch (InvalidTableException e) {
            return invalid(
                    inputs,
                    settings,
                    e.problems().stream().map(Problem::toString).toList(),
                    start);
        } catch (InvalidSettingsException e) {
            return invalid(inputs, settings, List.of(String.valueOf(e.getMessage())), start);
        }
        return judge(inputs, training, start);
    }

    private Result invalid(RunInputs inputs, Settings settings, List<String> reasons, Instant start)
            throws IOException {
        RunRecord record =
                publication.record(inputs.run(), RunRecord.invalid(inputs.origin(), reasons, settings.alert()), start);
        Stage.JUDGED.reached(inputs.run().model());
        publication.completeOverdue(inputs.run().model(), inputs.run().version().time());
        return new Result.Ended(inputs.run().version(), record);
    }

    private Result judge(RunInputs inputs, Training training, Instant start) throws IOException {
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
                        judgement.champion(),
                        settings.alert(),
                        training.file());
        RunRecord record = publication.record(inputs.run(), judged, training.file(), start);
        Stage.JUDGED.reached(model);
        publication.serve(inputs.run(), record, training.file());
        OptionalInt keep = settings.keep();
        if (keep.isPresent()) {
            new Retention(registry).keep(model, keep.getAsInt());
        }
        return new Result.Ended(inputs.run().version(), record);
    }
}
