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
    Optional<Result> done(FileToScore toScore) throws IOException {
        Optional<BatchSummary> summary = batches.summary(toScore.file());
        if (summary.isEmpty() || summary.get().generation() < toScore.input().generation()) {
            return Optional.empty();
        }
        if (summary.get().errors() == 0) {
            // A start on an older file that was slow may have written them since.
            ResultGenerations.find(models, toScore.file()).deleteErrors(models, toScore.file());
        }
        Parts.delete(models, toScore.file().allParts(), toScore.input().generation());
        return Optional.of(new Result.Ended(summary.get()));
    }

    /** Writes errors, predictions and summary, in this order. */
    Result publish(FileToScore toScore, PinnedModel model, PartWriter writer, CsvSummary read) throws IOException {
        BatchFile file = toScore.file();
        ResultGenerations before = ResultGenerations.find(models, file);
        Optional<Result> superseded = superseded(toScore);
        if (superseded.isPresent()) {
            return superseded.get();
        }
        RowCounts counts = writer.counts();
        if (counts.unusable() > 0) {
            try (InputStream errors = writer.errors()) {
                models.write(file.errors(), errors, before.errors());
            }
        } else {
            before.deleteErrors(models, file);
        }
        try (InputStream predictions = writer.predictions()) {
            models.write(file.predictions(), predictions, before.predictions());
        }
        BatchSummary summary = new BatchSummary(
                toScore.input().name(),
                toScore.input().generation(),
                model.model().version(),
                counts.rows(),
                counts.unusable(),
                warnings(counts, writer.unknown().size()),
                read.notes().stream().map(CsvNote::message).limit(MAX_NOTES).toList(),
                List.of(),
                model.started(),
                clock.instant());
        return end(toScore, summary, before);
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
    Result failed(FileToScore toScore, String version, List<String> reasons, Instant started) throws IOException {
        ResultGenerations before = ResultGenerations.find(models, toScore.file());
        Optional<Result> superseded = superseded(toScore);
        if (superseded.isPresent()) {
            return superseded.get();
        }
        before.deleteErrors(models, toScore.file());
        before.deletePredictions(models, toScore.file());
        List<String> shown = reasons.stream()
                .limit(MAX_REASONS)
                .map(reason -> Text.truncate(reason, MAX_REASON_LENGTH))
                .toList();
        BatchSummary summary = BatchSummary.failed(
                toScore.input().name(), toScore.input().generation(), version, shown, started, clock.instant());
        return end(toScore, summary, before);
    }

    private Result end(FileToScore toScore, BatchSummary summary, ResultGenerations before) throws IOException {
        batches.write(toScore.file(), summary, before.summary());
        Parts.delete(models, toScore.file().allParts(), toScore.input().generation());
        return new Result.Ended(summary);
    }

    /** Whether another start was faster, or there is a newer file. Looked at after these generations: a writer in between makes the writes fail. */
    private Optional<Result> superseded(FileToScore toScore) throws IOException {
        Optional<Result> done = done(toScore);
        if (done.isPresent()) {
            return done;
        }
        Optional<ObjectInfo> now = CurrentDataset.newest(
                data, toScore.file().plain(), toScore.file().compressed());
        if (now.isPresent() && now.get().equals(toScore.input())) {
            return Optional.empty();
        }
        Parts.delete(models, toScore.file().allParts(), toScore.input().generation());
        return Optional.of(new Result.Skipped("the file was replaced or deleted while it was scored"));
    }
}
