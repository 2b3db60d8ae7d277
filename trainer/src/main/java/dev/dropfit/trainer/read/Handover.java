package dev.dropfit.trainer.read;

import dev.dropfit.core.csv.FirstRows;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.RowSink;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Passes rows to a sink in another thread, in reusable batches: one core splits the text into cells while another processes them. The sink
 * gets the same calls in the same order as without this class.
 */
final class Handover implements RowSink {
    private static final int BATCHES = 4;
    /** The number of characters after which a batch is passed on. */
    private static final int BATCH_CHARACTERS = 1 << 16;

    private final RowSink sink;
    private final LongUnaryOperator place;
    private final BlockingQueue<Batch> free = new ArrayBlockingQueue<>(BATCHES);
    private final BlockingQueue<Batch> ready = new ArrayBlockingQueue<>(BATCHES);
    private final Thread thread = new Thread(this::drain, "dropfit-columns");
    private Batch batch = new Batch();
    private volatile @Nullable Throwable failure;

    /** @param place gives the place in the file of a place in the CSV */
    Handover(RowSink sink, LongUnaryOperator place) {
        this.sink = sink;
        this.place = place;
        for (int i = 1; i < BATCHES; i++) {
            free.add(new Batch());
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Some rows, and how far the file was read. */
    private static final class Batch {
        final RowBatch rows = new RowBatch(BATCH_CHARACTERS + 1024);
        /** How much of the file comes before one of the rows; 0 if it is not known. */
        long bytes;

        int rowAtBytes;
        boolean last;
    }

    @Override
    public boolean keepsRowNames() {
        return sink.keepsRowNames();
    }

    @Override
    public String knownName() {
        return sink.knownName();
    }

    @Override
    public void firstRows(FirstRows rows) {
        sink.firstRows(rows);
    }

    @Override
    public void header(List<String> names, char separator) throws InvalidTableException {
        sink.header(names, separator);
    }

    @Override
    public void beginRow(long line) {
        batch.rows.beginRow(line);
    }

    @Override
    public void cell(int column, char[] buffer, int offset, int length) {
        batch.rows.cell(buffer, offset, length);
    }

    @Override
    public void endRow() throws InvalidTableException {
        batch.rows.endRow();
        if (batch.rows.length() >= BATCH_CHARACTERS) {
            handOver();
        }
    }

    @Override
    public void bytesRead(long bytes) {
        batch.bytes = place.applyAsLong(bytes);
        batch.rowAtBytes = batch.rows.rows();
    }

    private void handOver() throws InvalidTableException {
        rethrow();
        try {
            ready.put(batch);
            batch = free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading a dataset", e);
        }
        batch.rows.clear();
        batch.bytes = 0;
    }

    /**
     * Waits until the sink has processed all rows.
     *
     * @throws InvalidTableException when the sink has thrown it
     */
    void finish() throws InvalidTableException {
        batch.last = true;
        handOver();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading a dataset", e);
        }
        rethrow();
    }

    /** Stops the other thread after the parse has failed. */
    void abandon() {
        thread.interrupt();
    }

    private void rethrow() throws InvalidTableException {
        Throwable thrown = failure;
        if (thrown instanceof TooLargeTableException tooLarge) {
            throw new TooLargeTableException(String.valueOf(tooLarge.getMessage()));
        }
        if (thrown instanceof InvalidTableException invalid) {
            throw new InvalidTableException(invalid.problems());
        }
        if (thrown instanceof OutOfMemoryError) {
            throw new OutOfMemoryError(String.valueOf(thrown.getMessage()));
        }
        if (thrown != null) {
            throw new IllegalStateException("A column can't be built", thrown);
        }
    }

    private void drain() {
        try {
            boolean more = true;
            while (more) {
                Batch next = ready.take();
                if (failure == null) {
                    pass(next);
                }
                more = !next.last;
                free.put(next);
            }
        } catch (InterruptedException e) {
            // The parse has failed; the rest is not needed.
            Thread.currentThread().interrupt();
        }
    }

    private void pass(Batch next) {
        try {
            int rows = next.rows.rows();
            if (next.bytes > 0 && next.rowAtBytes < rows) {
                next.rows.replay(sink, 0, next.rowAtBytes);
                sink.bytesRead(next.bytes);
                next.rows.replay(sink, next.rowAtBytes, rows);
            } else {
                next.rows.replay(sink, 0, rows);
            }
        } catch (InvalidTableException | RuntimeException | OutOfMemoryError e) {
            failure = e;
        }
    }
}
