package dev.dropfit.trainer.read;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.RowSink;
import java.util.Arrays;
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

    /** Rows as a sequence of cells. */
    private static final class Batch {
        char[] text = new char[BATCH_CHARACTERS + 1024];
        int length;
        int[] ends = new int[1 << 14];
        int cells;
        long[] lines = new long[1 << 10];
        int[] lastCells = new int[1 << 10];
        int rows;
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
    public void firstRows(List<List<String>> rows) {
        sink.firstRows(rows);
    }

    @Override
    public void header(List<String> names, char separator) throws InvalidTableException {
        sink.header(names, separator);
    }

    @Override
    public void beginRow(long line) {
        if (batch.rows == batch.lines.length) {
            batch.lines = Arrays.copyOf(batch.lines, batch.rows * 2);
            batch.lastCells = Arrays.copyOf(batch.lastCells, batch.rows * 2);
        }
        // Overwrites the cells of a row that was begun and not ended.
        batch.cells = batch.rows == 0 ? 0 : batch.lastCells[batch.rows - 1];
        batch.length = batch.cells == 0 ? 0 : batch.ends[batch.cells - 1];
        batch.lines[batch.rows] = line;
    }

    @Override
    public void cell(int column, char[] buffer, int offset, int length) {
        Batch target = batch;
        if (target.length + length > target.text.length) {
            target.text = Arrays.copyOf(target.text, Math.max(target.text.length * 2, target.length + length));
        }
        if (target.cells == target.ends.length) {
            target.ends = Arrays.copyOf(target.ends, target.cells * 2);
        }
        char[] text = target.text;
        int at = target.length;
        for (int i = 0; i < length; i++) {
            text[at + i] = buffer[offset + i];
        }
        target.length = at + length;
        target.ends[target.cells++] = at + length;
    }

    @Override
    public void endRow() throws InvalidTableException {
        batch.lastCells[batch.rows++] = batch.cells;
        if (batch.length >= BATCH_CHARACTERS) {
            handOver();
        }
    }

    @Override
    public void bytesRead(long bytes) {
        batch.bytes = place.applyAsLong(bytes);
        batch.rowAtBytes = batch.rows;
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
        batch.rows = 0;
        batch.cells = 0;
        batch.length = 0;
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

    private void pass(Batch rows) {
        try {
            int cell = 0;
            int start = 0;
            for (int row = 0; row < rows.rows; row++) {
                if (row == rows.rowAtBytes && rows.bytes > 0) {
                    sink.bytesRead(rows.bytes);
                }
                sink.beginRow(rows.lines[row]);
                int first = cell;
                while (cell < rows.lastCells[row]) {
                    int end = rows.ends[cell];
                    sink.cell(cell - first, rows.text, start, end - start);
                    start = end;
                    cell++;
                }
                sink.endRow();
            }
        } catch (InvalidTableException | RuntimeException | OutOfMemoryError e) {
            failure = e;
        }
    }
}
