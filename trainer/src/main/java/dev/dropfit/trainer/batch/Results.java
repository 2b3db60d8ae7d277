package dev.dropfit.trainer.batch;

import dev.dropfit.core.Text;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.csv.CsvNote;
import dev.dropfit.core.csv.CsvSummary;
import dev.dropfit.core.registry.BatchFile;
import dev.dropfit.core.registry.BatchSummary;
import dev.dropfit.core.registry.Batches;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.scoring.RowCounts;
import dev.dropfit.trainer.batch.BatchRun.Result;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Publishes what became of a file: its predictions, errors and summary, or the reasons why it has none. Of several starts one publishes, and none for
 * a file that is not the newest any more. Thread-safe.
 */
final class Results {
    private static final int MAX_REASONS = 20;
    private static final int MAX_REASON_LENGTH = 500;
    private static final int MAX_NOTES = 20;

    private final Bucket data;
    private final Bucket models;
    private final Batches batches;
    private final Clock clock;

    Results(Bucket data, Bucket models, Clock clock) {
        this.data = data;
        this.models = models;
        this.batches = new Registry(models).batches();
        this.clock = clock;
    }

    /** What an earlier start has published; empty if this generation has no summary. */
    Optional<Result> done(Work work) throws IOException {
        Optional<BatchSummary> summary = batches.summary(work.file());
        if (summary.isEmpty() || summary.get().generation() < work.input().generation()) {
            return Optional.empty();
        }
        if (summary.get().errors() == 0) {
            // A start on an older file that was slow may have written them since.
            Targets.find(models, work.file()).deleteErrors(models, work.file());
        }
        Parts.delete(models, work.file().allParts(), work.input().generation());
        return Optional.of(new Result.Ended(summary.get()));
    }

    /** Writes errors, predictions and summary, in this order. */
    Result publish(Work work, PinnedModel model, PartWriter writer, CsvSummary read) throws IOException {
        BatchFile file = work.file();
        Targets targets = Targets.find(models, file);
        Optional<Result> superseded = superseded(work);
        if (superseded.isPresent()) {
            return superseded.get();
        }
        RowCounts counts = writer.counts();
        if (counts.unusable() > 0) {
            try (InputStream errors = writer.errors()) {
                models.write(file.errors(), errors, targets.errors());
            }
        } else {
            targets.deleteErrors(models, file);
        }
        try (InputStream predictions = writer.predictions()) {
            models.write(file.predictions(), predictions, targets.predictions());
        }
        BatchSummary summary = new BatchSummary(
                work.input().name(),
                work.input().generation(),
                model.model().version(),
                counts.rows(),
                counts.unusable(),
                warnings(counts, writer.unknown().size()),
                read.notes().stream().map(CsvNote::message).limit(MAX_NOTES).toList(),
                List.of(),
                model.started(),
                clock.instant());
        return end(work, summary, targets);
    }

    private static SortedMap<String, Long> warnings(RowCounts counts, int unknownColumns) {
        SortedMap<String, Long> warnings = new TreeMap<>();
        warnings.put("missing_value", counts.missingValues());
        warnings.put("unseen_category", counts.unseenCategories());
        warnings.put("implausible_number", counts.implausibleNumbers());
        warnings.put("unknown_column", (long) unknownColumns);
        warnings.values().removeIf(count -> count == 0);
        return warnings;
    }

    /** The file has no predictions. Those of an earlier file are deleted: predictions always belong to the summary next to them. */
    Result failed(Work work, String version, List<String> reasons, Instant started) throws IOException {
        Targets targets = Targets.find(models, work.file());
        Optional<Result> superseded = superseded(work);
        if (superseded.isPresent()) {
            return superseded.get();
        }
        targets.deleteErrors(models, work.file());
        targets.deletePredictions(models, work.file());
        List<String> shown = reasons.stream()
                .limit(MAX_REASONS)
                .map(reason -> Text.truncate(reason, MAX_REASON_LENGTH))
                .toList();
        BatchSummary summary = BatchSummary.failed(
                work.input().name(), work.input().generation(), version, shown, started, clock.instant());
        return end(work, summary, targets);
    }

    private Result end(Work work, BatchSummary summary, Targets targets) throws IOException {
        batches.write(work.file(), summary, targets.summary());
        Parts.delete(models, work.file().allParts(), work.input().generation());
        return new Result.Ended(summary);
    }

    /** Whether another start was faster, or there is a newer file. Looked at after the targets: a writer in between makes the writes fail. */
    private Optional<Result> superseded(Work work) throws IOException {
        Optional<Result> done = done(work);
        if (done.isPresent()) {
            return done;
        }
        Optional<ObjectInfo> now =
                CurrentDataset.newest(data, work.file().plain(), work.file().compressed());
        if (now.isPresent() && now.get().equals(work.input())) {
            return Optional.empty();
        }
        Parts.delete(models, work.file().allParts(), work.input().generation());
        return Optional.of(new Result.Skipped("the file was replaced or deleted while it was scored"));
    }
}
