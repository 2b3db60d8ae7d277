package dev.dropfit.trainer.batch;

import dev.dropfit.core.Figures;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.csv.CsvSummary;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.PackedCsv;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.BatchFile;
import dev.dropfit.core.registry.BatchSummary;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Pulse;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Starts;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.scoring.CsvScoring;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Scores a file of rows: pins the served model, scores the rows that no earlier start has scored, and publishes predictions, errors and
 * summary. May be started any number of times; what one start leaves undone, the next completes.
 *
 * <p>Thread-safe.
 */
public final class BatchRun {
    /** About how long a part is. Two parts are in memory at the same time. */
    private static final long PART_BYTES = 16L << 20;

    /** The number of the newest runs among which the run of a dataset is looked for. */
    private static final int NEWEST_RUNS = 5;

    private static final int TRIES_TO_END = 3;

    private final Bucket data;
    private final Bucket models;
    private final Registry registry;
    private final Results results;
    private final Clock clock;
    private final Retries retries;
    private final Pulse pulse;
    private final Duration limit;
    private final long partBytes;

    /**
     * Scoring of files.
     *
     * @param data where the files are
     * @param models where models are and predictions go
     * @param clock for the limit, and for the times in summaries
     * @param retries how long to put up with storage that fails
     * @param pulse reports that a start is alive
     * @param limit after it, a start stores what it has scored and stops; a function has to end before its timeout
     */
    public BatchRun(Bucket data, Bucket models, Clock clock, Retries retries, Pulse pulse, Duration limit) {
        this(data, models, clock, retries, pulse, limit, PART_BYTES);
    }

    BatchRun(Bucket data, Bucket models, Clock clock, Retries retries, Pulse pulse, Duration limit, long partBytes) {
        this.data = data;
        this.models = models;
        this.registry = new Registry(models);
        this.results = new Results(data, models, clock);
        this.clock = clock;
        this.retries = retries;
        this.pulse = pulse;
        this.limit = limit;
        this.partBytes = partBytes;
    }

    /** The outcome of a start. */
    public sealed interface Result {
        /** The file has its summary, from this start or an earlier one. */
        record Ended(BatchSummary summary) implements Result {}

        /** There was nothing to do. */
        record Skipped(String why) implements Result {}
    }

    /**
     * Scores a file.
     *
     * @param generation of the object to score, nothing is done when there is a newer one; empty for the newest
     * @throws UnfinishedBatchException when the file has more rows than could be scored in time, or its model is not trained yet: another start
     *     continues
     * @throws IOException when storage fails for too long; another start continues
     */
    public Result run(BatchFile file, OptionalLong generation) throws IOException {
        Start start = new Start(UUID.randomUUID().toString(), clock.instant());
        return retries.run(() -> attempt(file, generation, start));
    }

    private record Start(String id, Instant time) {}

    private Result attempt(BatchFile file, OptionalLong generation, Start start) throws IOException {
        Optional<ObjectInfo> input = CurrentDataset.newest(data, file.plain(), file.compressed());
        if (input.isEmpty()) {
            Parts.delete(models, file.allParts(), generation.orElse(0));
            return new Result.Skipped("the file was deleted");
        }
        if (generation.isPresent() && input.get().generation() > generation.getAsLong()) {
            Parts.delete(models, file.allParts(), generation.getAsLong());
            return new Result.Skipped("there is a newer file, whose own event scores it");
        }
        FileToScore toScore = new FileToScore(file, input.get());
        Optional<Result> done = results.done(toScore);
        if (done.isPresent()) {
            return done.get();
        }
        if (input.get().size() == 0) {
            return results.failed(toScore, "", List.of("the file is empty; it needs a header and rows"), start.time());
        }
        Optional<PinnedModel> model;
        try {
            model = PinnedModel.of(models, toScore.folder(), () -> registry.readLatest(file.model()));
        } catch (InvalidModelException e) {
            return results.failed(
                    toScore,
                    "",
                    List.of("the served model can't be read: " + e.getMessage()
                            + "; serve an earlier version with 'dropfit rollback', then upload the file again"),
                    start.time());
        }
        return model.isPresent() ? begin(toScore, model.get(), start) : withoutModel(toScore, start);
    }

    /** Nothing is served. Waits for the first model if it is being trained. */
    private Result withoutModel(FileToScore toScore, Start start) throws IOException {
        ModelName model = toScore.file().model();
        Optional<CurrentDataset> dataset = CurrentDataset.find(data, model);
        if (registry.deletion(model).isPresent()) {
            return results.failed(
                    toScore,
                    "",
                    List.of("the model '" + model + "' was deleted; serve it again, then upload the file again"),
                    start.time());
        }
        if (dataset.isEmpty()) {
            return results.failed(
                    toScore,
                    "",
                    List.of("there is no model '" + model + "'; upload its dataset as " + model.dataset()
                            + ", and this file again when the model is served"),
                    start.time());
        }
        for (Version version : registry.newestRecords(model, NEWEST_RUNS, Optional.empty(), clock.instant())) {
            Optional<RunRecord> run = registry.readRecord(model, version);
            if (run.flatMap(ended -> ended.origin().inputs())
                    .filter(inputs -> inputs.dataset() == dataset.get().generation())
                    .isPresent()) {
                return results.failed(
                        toScore,
                        "",
                        List.of("no version of '" + model + "' is served: its last run was "
                                + run.get().verdict().text()
                                + "; see the reasons in its record, and upload this file again when a model is served"),
                        start.time());
            }
        }
        throw new UnfinishedBatchException(toScore.input().name() + " waits for the first model of '" + model
                + "', which is being trained; it is tried again later");
    }

    private Result begin(FileToScore toScore, PinnedModel model, Start start) throws IOException {
        Starts starts = registry.batchStarts(toScore.file(), toScore.input().generation(), clock);
        Parts parts = Parts.read(models, toScore.folder());
        if (starts.begin(start.id(), model.model().version(), parts.rows()).isEmpty()) {
            return giveUp(toScore, model, starts, parts.rows());
        }
        // Not in a finally: the start of a process that ends, or of scoring that fails in its own code, stays.
        Pulse.Started alive = pulse.start(() -> starts.beat(start.id()));
        try {
            Result result = scored(toScore, model, parts, start);
            starts.end(start.id());
            return result;
        } catch (IOException e) {
            endAfter(e, starts, start);
            throw e;
        } finally {
            alive.close();
        }
    }

    /** A fault of storage, or a limit of time, is no fault of the file: the start does not count. */
    private static void endAfter(IOException fault, Starts starts, Start start) {
        for (int tries = 0; tries < TRIES_TO_END; tries++) {
            try {
                starts.end(start.id());
                return;
            } catch (IOException e) {
                fault.addSuppressed(e);
            }
        }
    }

    /** Ends the scoring of a file that ended its process too often at the same part, unless one of the starts is still alive. */
    private Result giveUp(FileToScore toScore, PinnedModel model, Starts starts, long rows) throws IOException {
        Starts.Open before = starts.open();
        boolean recent = clock.instant().isBefore(before.changed().plus(pulse.patience()));
        if (!recent) {
            pulse.pause();
        }
        if (recent || starts.open().generation() != before.generation()) {
            throw new UnfinishedBatchException(
                    "Other processes are still scoring " + toScore.input().name());
        }
        return results.failed(
                toScore,
                model.model().version(),
                List.of("scoring ended the process " + Starts.MAX_STARTS + " times after " + Figures.rows(rows)
                        + ": it ran out of memory, or failed; give the trainer more memory (--memory on Cloud"
                        + " Functions), or upload the rows after them in a file of their own"),
                model.started());
    }

    private Result scored(FileToScore toScore, PinnedModel model, Parts parts, Start start) throws IOException {
        Optional<StoredObject> content =
                data.read(toScore.input().name(), toScore.input().generation());
        if (content.isEmpty()) {
            Parts.delete(models, toScore.file().allParts(), toScore.input().generation());
            return new Result.Skipped("the file has been replaced or deleted; a newer one has an event of its own");
        }
        Instant end = start.time().plus(limit);
        try (StoredObject object = content.get();
                InputStream csv = PackedCsv.open(object.content()).csv();
                PartWriter writer =
                        new PartWriter(parts, partBytes, () -> clock.instant().isBefore(end))) {
            Optional<CsvSummary> read = new CsvScoring(model.model()).score(csv, parts.rows(), writer);
            if (read.isEmpty() || (writer.hasStored() && !clock.instant().isBefore(end))) {
                writer.storeRest();
                throw new UnfinishedBatchException(toScore.input().name() + ": " + Figures.rows(parts.rows())
                        + " are scored; the time for one start is over, and the next one continues");
            }
            writer.await();
            return results.publish(toScore, model, writer, read.get());
        } catch (InvalidTableException e) {
            return results.failed(
                    toScore,
                    model.model().version(),
                    e.problems().stream().map(Problem::toString).toList(),
                    model.started());
        }
    }
}
