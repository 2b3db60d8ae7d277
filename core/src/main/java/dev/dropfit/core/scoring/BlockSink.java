package dev.dropfit.core.scoring;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.RowSink;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.RowFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Collects parsed rows in blocks, has other threads score them, and passes them on in order. Not thread-safe. */
final class BlockSink implements RowSink {
    /** More than the rows with a wrong number of cells that the parser holds back while the next row begins. */
    private static final int HELD_BACK = 64;

    private final Model model;
    private final RowFormat format;
    private final CsvScoring.Output output;
    private final ExecutorService workers;
    private final int maxWaiting;
    private final Queue<Future<ScoredRows>> waiting = new ArrayDeque<>();
    private final Queue<BlockScorer> scorers = new ConcurrentLinkedQueue<>();
    /** The number of rows at the beginning that are not scored. */
    private final long skipped;

    private long ended;
    private boolean copies;
    private Block block = new Block();
    private @Nullable CsvHeader header;

    /** The output does not want more rows. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        StoppedException() {
            super("stopped", null, false, false);
        }
    }

    BlockSink(
            Model model,
            RowFormat format,
            long skipped,
            CsvScoring.Output output,
            ExecutorService workers,
            int threads) {
        this.model = model;
        this.format = format;
        this.skipped = skipped;
        this.output = output;
        this.workers = workers;
        maxWaiting = 2 * threads;
    }

    @Override
    public boolean keepsWrongRows() {
        return true;
    }

    @Override
    public void header(List<String> names, char separator) throws InvalidTableException {
        CsvHeader columns = new CsvHeader(names, separator, format);
        header = columns;
        try {
            output.begin(columns.predicted(model), columns.unusable(), columns.unknown(format));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void beginRow(long line) {
        copies = ended + HELD_BACK >= skipped;
        if (copies) {
            if (block.isFull()) {
                submit();
            }
            block.begin(line);
        }
    }

    @Override
    public void cell(int column, char[] buffer, int offset, int length) {
        if (copies) {
            block.cell(buffer, offset, length);
        }
    }

    @Override
    public void endRow() {
        if (++ended > skipped) {
            block.endRow();
        }
    }

    @Override
    public void wrongRow(long line, List<String> cells, String why) {
        if (++ended > skipped) {
            block.addWrong(line, cells, why);
        }
    }

    private void submit() {
        Block full = block;
        CsvHeader columns = header;
        if (columns == null) {
            throw new IllegalStateException("Rows come after the header");
        }
        block = new Block();
        waiting.add(workers.submit(() -> {
            @Nullable BlockScorer idle = scorers.poll();
            BlockScorer scorer = idle == null ? new BlockScorer(model, format, columns) : idle;
            ScoredRows rows = scorer.score(full);
            scorers.add(scorer);
            return rows;
        }));
        while (waiting.size() > maxWaiting) {
            pass(waiting.remove());
        }
    }

    private void pass(Future<ScoredRows> scored) {
        try {
            if (!output.take(scored.get())) {
                throw new StoppedException();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("Interrupted while rows were scored", e));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("Rows can't be scored", e.getCause());
        }
    }

    /** Passes on the rest. */
    void finish() {
        if (!block.isEmpty()) {
            submit();
        }
        while (!waiting.isEmpty()) {
            pass(waiting.remove());
        }
    }
}
