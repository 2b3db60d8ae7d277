package dev.dropfit.trainer;

import com.google.cloud.functions.CloudEventsFunction;
import dev.dropfit.core.Environment;
import dev.dropfit.core.Figures;
import dev.dropfit.core.StructuredLogs;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StorageEvent;
import dev.dropfit.core.live.store.LiveBucket;
import dev.dropfit.core.live.trial.TrialReports;
import dev.dropfit.core.live.trial.TrialWatch;
import dev.dropfit.core.registry.BatchFile;
import dev.dropfit.core.registry.BatchSummary;
import dev.dropfit.core.registry.LabelFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Outcomes;
import dev.dropfit.core.registry.Pulse;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Trial;
import dev.dropfit.core.registry.UnreadUpload;
import dev.dropfit.core.registry.UnreadUploads;
import dev.dropfit.trainer.batch.BatchRun;
import dev.dropfit.trainer.outcome.OutcomeRun;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The trainer's entry point: a CloudEvent about an object in the data bucket starts a run of its model, the scoring of a file, or the
 * comparison of live predictions with their labels. An event of a schedule makes it check the versions that are tried on live traffic. Events about other objects, types and buckets are ignored, with success; a dataset in the wrong place is noted for the dashboard. When storage fails, or a
 * file has more rows than one start can score, the function throws, and the event is delivered again.
 *
 * <p>{@code DROPFIT_DATA} and {@code DROPFIT_MODELS} say where the buckets are, {@code DROPFIT_LIVE} where the predictor stores scores, if it does.
 * {@code DROPFIT_JOB} names the job that trains what is too large for the function.
 */
public final class TrainFunction implements CloudEventsFunction {
    private static final Logger LOGGER = Logger.getLogger(TrainFunction.class.getName());

    /** The type of the event that a schedule sends. */
    private static final String CHECK = "dev.dropfit.live.check";

    /** After this the scoring of a file stops, and its event arrives again. The rest of the 9 minutes is for joining the parts. */
    private static final Duration MAX_SCORING = Duration.ofMinutes(5);

    private final Bucket data;
    private final TrainingRun runs;
    private final BatchRun batches;
    private final OutcomeRun outcomes;
    private final UnreadUploads unread;
    private final Registry registry;
    /** Empty if live traffic is not counted. */
    private final Optional<TrialWatch> trials;

    private final Clock clock = Clock.systemUTC();

    /** The function as Cloud Functions makes it. */
    public TrainFunction() throws IOException {
        this(
                Buckets.open(Environment.require("DROPFIT_DATA", "the data bucket's URL, like gs://name")),
                Buckets.open(Environment.require("DROPFIT_MODELS", "the model bucket's URL, like gs://name")),
                liveBucket());
    }

    private static Optional<Bucket> liveBucket() throws IOException {
        Optional<String> url = Environment.find("DROPFIT_LIVE");
        return url.isPresent() ? Optional.of(Buckets.openForReading(url.get())) : Optional.empty();
    }

    private TrainFunction(Bucket data, Bucket models, Optional<Bucket> live) {
        StructuredLogs.install();
        registry = new Registry(models);
        this.data = data;
        this.trials = live.map(
                bucket -> new TrialWatch(registry, new TrialReports(registry, new LiveBucket(bucket), clock), clock));
        this.unread = registry.unreadUploads();
        this.runs = new TrainingRun(
                data,
                registry,
                BuildRevision.of(TrainingRun.class, Registry.class),
                clock,
                Retries.within(DeployedRun.PATIENCE),
                Pulse.every(DeployedRun.BEAT),
                JobSettings.function());
        this.outcomes = new OutcomeRun(data, registry, live, clock, Retries.within(DeployedRun.PATIENCE));
        this.batches = new BatchRun(
                data, models, clock, Retries.within(DeployedRun.PATIENCE), Pulse.every(DeployedRun.BEAT), MAX_SCORING);
    }

    @Override
    public void accept(CloudEvent event) throws IOException {
        if (event.getType().equals(CHECK)) {
            if (trials.isPresent()) {
                check(trials.get());
            }
            return;
        }
        Optional<StorageEvent> object;
        try {
            object = StorageEvent.of(event.getType(), data(event)).filter(written -> written.isIn(data));
        } catch (IllegalArgumentException e) {
            LOGGER.log(Level.WARNING, "Event {0} is ignored: {1}", new Object[] {event.getId(), e.getMessage()});
            return;
        }
        if (object.isEmpty()) {
            return;
        }
        String name = object.get().name();
        Optional<BatchFile> file = BatchFile.of(name);
        if (file.isPresent()) {
            log(file.get(), batches.run(file.get(), OptionalLong.of(object.get().generation())));
            return;
        }
        Optional<ModelName> labelled = LabelFile.model(name);
        if (labelled.isPresent()) {
            log(labelled.get(), outcomes.run(labelled.get()));
            return;
        }
        Optional<ModelName> model = model(name);
        if (model.isPresent() && model.get().isPart(name) && waits(model.get(), object.get())) {
            return;
        }
        if (model.isPresent() && (!object.get().isEmpty() || isInParts(model.get(), name))) {
            OptionalLong generation =
                    model.get().isDataset(name) ? OptionalLong.of(object.get().generation()) : OptionalLong.empty();
            DeployedRun.log(model.get(), runs.run(model.get(), generation));
            return;
        }
        Optional<MisplacedUpload> misplaced = model.isPresent()
                ? model.filter(folder -> folder.isDataset(name)).map(folder -> MisplacedUpload.empty(folder, name))
                : MisplacedUpload.find(name);
        if (misplaced.isPresent()) {
            LOGGER.log(Level.WARNING, "{0}", misplaced.get().advice());
            note(object.get().name(), object.get().generation(), misplaced.get());
        }
    }

    /** Checks the trials of all models. One that can't be checked does not hold up the others. */
    private void check(TrialWatch watch) throws IOException {
        IOException failure = null;
        for (ModelName model : registry.models()) {
            try {
                Optional<Trial> changed = Retries.within(DeployedRun.PATIENCE).run(() -> watch.check(model));
                changed.ifPresent(trial -> LOGGER.log(
                        Level.INFO, "{0} {1}: trial: {2}", new Object[] {model, trial.version(), trial.state()}));
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "The trial of {0} is not checked: {1}", new Object[] {model, e.getMessage()});
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Notes for the dashboard what the log says. The log has it already, so a failure of storage is no reason to deliver the event again. */
    private void note(String object, long generation, MisplacedUpload upload) {
        try {
            unread.add(new UnreadUpload(object, generation, upload.model(), upload.advice(), clock.instant()));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The note for the dashboard can''t be written: {0}", e.getMessage());
        }
    }

    private static byte @Nullable [] data(CloudEvent event) {
        return event.getData() == null ? null : event.getData().toBytes();
    }

    /** The model whose dataset or settings an object is. */
    private static Optional<ModelName> model(String objectName) {
        return ModelName.parse(objectName.substring(0, Math.max(0, objectName.indexOf('/'))))
                .filter(model -> model.isDataset(objectName) || objectName.equals(model.settings()));
    }

    /** The last object of a dataset in parts may be empty. */
    private static boolean isInParts(ModelName model, String name) {
        return name.startsWith(model.partsFolder());
    }

    /** Whether more parts of a dataset are to come. The first one, by its name, notes what they wait for. */
    private boolean waits(ModelName model, StorageEvent part) throws IOException {
        if (data.find(model.partsComplete()).isPresent()) {
            return false;
        }
        Optional<String> first =
                data.names(model.partsFolder()).stream().filter(model::isPart).findFirst();
        if (first.filter(part.name()::equals).isPresent()) {
            note(model.partsFolder(), part.generation(), MisplacedUpload.waiting(model));
        }
        return true;
    }

    private static void log(BatchFile file, BatchRun.Result result) {
        if (result instanceof BatchRun.Result.Ended ended) {
            BatchSummary summary = ended.summary();
            LOGGER.log(summary.scored() ? Level.INFO : Level.WARNING, "{0}: {1}", new Object[] {
                summary.object(),
                summary.scored()
                        ? Figures.rows(summary.rows()) + ", " + Figures.count(summary.errors(), "error", "errors")
                                + ", scored by " + summary.version()
                        : "not scored: " + String.join("; ", summary.reasons())
            });
        } else if (result instanceof BatchRun.Result.Skipped skipped) {
            LOGGER.log(Level.INFO, "{0}: nothing to do: {1}", new Object[] {file.plain(), skipped.why()});
        }
    }

    private static void log(ModelName model, Optional<Outcomes> outcomes) {
        for (Outcomes.OfVersion version : outcomes.map(Outcomes::versions).orElse(List.of())) {
            LOGGER.log(
                    version.below() ? Level.WARNING : Level.INFO,
                    "{0} {1}: {2} of labelled predictions: {3}{4}",
                    new Object[] {
                        model,
                        version.version(),
                        Figures.rows(version.rows()),
                        version.sentence(),
                        version.below() ? "; this is worse than promised" : ""
                    });
        }
    }
}
