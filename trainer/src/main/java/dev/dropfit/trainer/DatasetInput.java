package dev.dropfit.trainer;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.JoinedCsv;
import dev.dropfit.core.csv.PackedCsv;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.trainer.cluster.Cluster;
import dev.dropfit.trainer.cluster.RowFiles;
import dev.dropfit.trainer.cluster.RowSource;
import dev.dropfit.trainer.cluster.SampledTable;
import dev.dropfit.trainer.read.FileScan;
import dev.dropfit.trainer.read.LineIndex;
import dev.dropfit.trainer.read.TableBuilder;
import dev.dropfit.trainer.schema.LabelRule;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.table.Table;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The dataset of a run. This process reads all its rows; or it scans the file once, and the processes of a cluster read it and pass on samples, until one fits
 * into memory. Not thread-safe.
 */
final class DatasetInput implements Closeable {
    /** A quarter of its rows are 4 MB, about. */
    private static final long RANGE_BYTES = 16 << 20;

    /** A file that is packed, or in UTF-16, is read from its beginning for each range. */
    private static final int RANGES_FROM_BEGINNING = 16;

    private final Bucket data;
    private final ModelName model;
    private final CurrentDataset stored;
    private final Place place;
    private final long rangeBytes;
    private StoredObject content;
    private @Nullable Scanned scanned;

    /** @param content of the dataset, which is closed with this */
    DatasetInput(Bucket data, ModelName model, CurrentDataset stored, StoredObject content, Place place) {
        this(data, model, stored, content, place, RANGE_BYTES);
    }

    /** @param rangeBytes how much of the file a process of the cluster reads at a time */
    DatasetInput(
            Bucket data, ModelName model, CurrentDataset stored, StoredObject content, Place place, long rangeBytes) {
        this.data = data;
        this.model = model;
        this.stored = stored;
        this.content = content;
        this.place = place;
        this.rangeBytes = rangeBytes;
    }

    /** A file that was scanned. */
    private record Scanned(SampledTable rows, String sha256) {}

    /** Where the dataset is. */
    CurrentDataset stored() {
        return stored;
    }

    /** The files of the dataset, which has been read. */
    RowFiles files() {
        return RowFiles.of(stored, content.content());
    }

    /** A problem with its place in the file that has it. */
    String describe(Problem problem) {
        return content.content() instanceof JoinedCsv parts ? parts.describe(problem) : problem.toString();
    }

    /**
     * Reads the dataset. Can be called again with a smaller share, if there is a cluster.
     *
     * @param previous the served model's pipeline
     * @param share of the rows, from 0 to 1; the cluster fits a model to all of them
     * @throws UncheckedIOException when the cluster can't read it, or it is another one by now
     */
    Dataset read(Settings settings, Optional<Pipeline> previous, double share)
            throws IOException, InvalidTableException, InvalidSettingsException {
        return LabelTrials.read(
                Dataset.labelRule(settings, previous), labels -> read(settings, labels, previous, share));
    }

    private Dataset read(Settings settings, LabelRule labels, Optional<Pipeline> previous, double share)
            throws IOException, InvalidTableException, InvalidSettingsException {
        Optional<Cluster> cluster = place.cluster();
        if (share == 1 || cluster.isEmpty()) {
            if (!labels.unusable().isEmpty()) {
                reopen();
            }
            return Dataset.read(followed(), settings, labels, previous, length(), place.capacity());
        }
        Scanned file = scanned;
        if (file == null) {
            file = scan(labels.knownName());
            scanned = file;
        }
        TableBuilder rows = TableBuilder.ofSample(
                labels,
                settings.values(),
                file.rows().bytes(),
                file.rows().scan().lines().length(),
                Dataset.leastMemory(settings));
        Table table;
        try {
            table = file.rows().read(cluster.get(), settings, share, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Dataset.of(
                table,
                settings,
                previous,
                place.capacity(),
                file.rows().bytes(),
                file.sha256(),
                Optional.of(file.rows().index()));
    }

    /** Reads the file from its beginning, but no cell of it. */
    private Scanned scan(String knownName) throws IOException, InvalidTableException {
        reopen();
        PackedCsv csv = PackedCsv.open(followed());
        LineIndex lines = new LineIndex();
        MeasuredInput measured = new MeasuredInput(csv.csv(), Optional.of(lines));
        FileScan scan = FileScan.of(measured, knownName);
        boolean packed = csv.isPacked()
                || stored.parts().stream().anyMatch(part -> part.name().endsWith(".gz"));
        RowSource source = RowSource.of(data, stored, files(), knownName, scan.lines());
        long ranges =
                source.beginning().divisible() && !packed ? measured.bytes() / rangeBytes + 1 : RANGES_FROM_BEGINNING;
        return new Scanned(new SampledTable(source, scan, lines, measured.bytes(), ranges), measured.sha256());
    }

    private void reopen() throws IOException {
        content.close();
        content = stored.open(data)
                .orElseThrow(() -> new UncheckedIOException(new IOException(
                        "The dataset " + stored.info().name() + " was replaced or deleted while it was read")));
    }

    private InputStream followed() {
        return Stage.isFollowed()
                ? new FollowedInput(content.content(), model, stored.info().size())
                : content.content();
    }

    private OptionalLong length() {
        return OptionalLong.of(stored.info().size());
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
