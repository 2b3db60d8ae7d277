package dev.dropfit.trainer.outcome;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.csv.CsvParser;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.PackedCsv;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.live.store.LiveScores;
import dev.dropfit.core.registry.LabelFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Outcomes;
import dev.dropfit.core.registry.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares live predictions with what came true. Reads all files of labels of a model each time, so the result depends on the files alone, not on
 * the order of their events. May be started any number of times.
 *
 * <p>Thread-safe.
 */
public final class OutcomeRun {
    private final Bucket data;
    private final Registry registry;
    private final Optional<LiveScores> scores;
    private final Clock clock;
    private final Retries retries;

    /**
     * @param data where the files of labels are
     * @param registry where models are and the result goes
     * @param live the bucket with stored scores; without it, labels need the columns of the model
     * @param retries how long to put up with storage that fails
     */
    public OutcomeRun(Bucket data, Registry registry, Optional<Bucket> live, Clock clock, Retries retries) {
        this.data = data;
        this.registry = registry;
        this.scores = live.map(LiveScores::new);
        this.clock = clock;
        this.retries = retries;
    }

    /**
     * Computes the outcomes of a model and stores them.
     *
     * @return empty if the model has no files of labels
     * @throws IOException when storage fails for too long
     */
    public Optional<Outcomes> run(ModelName model) throws IOException {
        return retries.run(() -> attempt(model));
    }

    private Optional<Outcomes> attempt(ModelName model) throws IOException {
        // Before the files: who has read older ones then fails to write, and starts again.
        Registry.StoredOutcomes before = registry.readOutcomes(model);
        List<ObjectInfo> files = LabelFile.list(data, model);
        if (files.isEmpty()) {
            return Optional.empty();
        }
        Outcomes outcomes = computed(model, files);
        if (before.outcomes().isEmpty() || !before.outcomes().get().same(outcomes)) {
            registry.writeOutcomes(model, outcomes, before.generation());
        }
        return Optional.of(outcomes);
    }

    private Outcomes computed(ModelName model, List<ObjectInfo> files) throws IOException {
        PredictingVersions versions = new PredictingVersions(registry, model);
        PendingLabels pending = new PendingLabels();
        List<Outcomes.LabelsRead> read = new ArrayList<>();
        long unmatched = 0;
        for (ObjectInfo file : files) {
            Optional<PredictingVersion> present = versions.servedAt(file.created());
            if (present.isEmpty()) {
                read.add(new Outcomes.LabelsRead(
                        file.name(),
                        file.generation(),
                        0,
                        0,
                        List.of("no version was served when the file was written")));
                continue;
            }
            LabelSink sink = new LabelSink(file, versions, pending, present.get());
            try {
                parse(file, sink);
            } catch (InvalidTableException e) {
                e.problems().stream().map(Problem::toString).forEach(sink::addProblem);
            }
            read.add(sink.read());
            unmatched += sink.unmatched();
        }
        if (!pending.isEmpty()) {
            unmatched += scores.isPresent() ? pending.match(scores.get(), model, versions) : pending.size();
        }
        return new Outcomes(
                clock.instant(),
                read,
                versions.all().stream()
                        .mapToLong(PredictingVersion::contradictory)
                        .sum(),
                unmatched,
                versions.all().stream()
                        .flatMap(version -> version.figures().stream())
                        .toList());
    }

    private void parse(ObjectInfo file, LabelSink sink) throws IOException, InvalidTableException {
        Optional<StoredObject> stored = data.read(file.name(), file.generation());
        try (StoredObject object =
                        stored.orElseThrow(() -> new PreconditionFailedException(file.name(), file.generation()));
                InputStream csv = PackedCsv.open(object.content()).csv()) {
            CsvParser.parse(csv, sink);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
