package dev.dropfit.trainer.batch;

import dev.dropfit.core.scoring.CsvBytes;
import dev.dropfit.core.scoring.CsvScoring;
import dev.dropfit.core.scoring.RowCounts;
import dev.dropfit.core.scoring.ScoredRows;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects scored rows and stores each part when it is large enough, while the next one is scored. So at most two parts are in memory. The last
 * rows stay in memory. Not thread-safe.
 */
final class PartWriter implements CsvScoring.Output, AutoCloseable {
    private static final int MAX_WAIT_SECONDS = 60;

    private final Parts parts;
    private final long partBytes;
    private final BooleanSupplier hasTime;
    private final ExecutorService uploads = Executors.newSingleThreadExecutor(PartWriter::thread);
    private @Nullable Future<?> upload;

    private Pieces predicted = new Pieces();
    private Pieces unusable = new Pieces();
    private RowCounts counts = RowCounts.NONE;
    private long first;
    private boolean stored;

    private Pieces predictedHeader = new Pieces();
    private Pieces unusableHeader = new Pieces();
    private List<String> unknown = List.of();

    /**
     * A writer of the parts that are missing.
     *
     * @param partBytes the length of a part
     * @param hasTime whether another part may be begun
     */
    PartWriter(Parts parts, long partBytes, BooleanSupplier hasTime) {
        this.parts = parts;
        this.partBytes = partBytes;
        this.hasTime = hasTime;
        first = parts.rows();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "dropfit-upload");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void begin(CsvBytes headerOfPredicted, CsvBytes headerOfUnusable, List<String> unknownColumns) {
        predictedHeader.add(headerOfPredicted);
        unusableHeader.add(headerOfUnusable);
        unknown = unknownColumns;
    }

    @Override
    public boolean take(ScoredRows rows) throws IOException {
        predicted.add(rows.predicted());
        unusable.add(rows.unusable());
        counts = counts.plus(rows.counts());
        if (predicted.length() < partBytes && unusable.length() < partBytes) {
            return true;
        }
        store();
        return hasTime.getAsBoolean();
    }

    /** Stores the rows in memory as a part. */
    private void store() throws IOException {
        await();
        Part part = new Part(first, counts);
        Pieces partPredicted = predicted;
        Pieces partUnusable = unusable;
        upload = uploads.submit(() -> {
            parts.add(part, partPredicted, partUnusable);
            return part;
        });
        stored = true;
        first = part.end();
        predicted = new Pieces();
        unusable = new Pieces();
        counts = RowCounts.NONE;
    }

    /** Waits until the parts that were collected are stored. */
    void await() throws IOException {
        Future<?> running = upload;
        upload = null;
        if (running == null) {
            return;
        }
        try {
            running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a part was stored", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException fault) {
                throw fault;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("A part can't be stored", e.getCause());
        }
    }

    /** Stores the last rows too, for a later start. */
    void storeRest() throws IOException {
        if (counts.rows() > 0) {
            store();
        }
        await();
    }

    /** Whether parts were stored by this start. */
    boolean hasStored() {
        return stored;
    }

    /** The counts of all rows of the file so far. */
    RowCounts counts() {
        return parts.counts().plus(counts);
    }

    /** The columns of the file that the model does not know. */
    List<String> unknown() {
        return unknown;
    }

    /** The file with its predictions. The caller closes the stream. */
    InputStream predictions() {
        return join(predictedHeader, parts.predicted(), predicted);
    }

    /** The rows with errors. The caller closes the stream. */
    InputStream errors() {
        return join(unusableHeader, parts.unusable(), unusable);
    }

    private static InputStream join(Pieces header, InputStream stored, Pieces rest) {
        return new SequenceInputStream(header.stream(), new SequenceInputStream(stored, rest.stream()));
    }

    @Override
    public void close() {
        // A part that is being stored is useful for the next start.
        uploads.shutdown();
        try {
            if (!uploads.awaitTermination(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                uploads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            uploads.shutdownNow();
        }
    }
}
