package dev.dropfit.core.scoring;

import dev.dropfit.core.csv.CsvParser;
import dev.dropfit.core.csv.CsvSummary;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.RowFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Scores the rows of a CSV on several threads: one parses, the others predict and write. The bytes are those of {@code dropfit predict}, row by
 * row, whatever the number of threads. Keeps a few thousand rows in memory. Thread-safe.
 */
public final class CsvScoring {
    private static final int MAX_THREADS = 8;

    private final Model model;
    private final RowFormat format;
    private final int threads;

    /** Takes the scored rows, in the order of the CSV, from one thread. */
    public interface Output {
        /**
         * The headers, before the first rows.
         *
         * @param predicted the header of the rows with predictions
         * @param unusable the header of the rows that can't be scored
         * @param unknown the columns that the model does not know
         */
        void begin(CsvBytes predicted, CsvBytes unusable, List<String> unknown) throws IOException;

        /**
         * The next rows.
         *
         * @return whether to continue
         */
        boolean take(ScoredRows rows) throws IOException;
    }

    /** Scores with as many threads as there are processors, up to {@value #MAX_THREADS}: parsing is done by one. */
    public CsvScoring(Model model) {
        this(model, Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()));
    }

    CsvScoring(Model model, int threads) {
        this.model = model;
        this.threads = threads;
        format = new RowFormat(model);
    }

    /**
     * Scores all rows after some that were scored before.
     *
     * @param csv not packed; not closed
     * @param scored the number of rows at the beginning that are read, but not scored: the sum of the rows that an output has got before
     * @return how the CSV was read; empty if the output did not want to continue
     * @throws InvalidTableException when the CSV is not a table, or does not have the columns of the model
     */
    public Optional<CsvSummary> score(InputStream csv, long scored, Output output)
            throws IOException, InvalidTableException {
        ExecutorService workers = Executors.newFixedThreadPool(threads, CsvScoring::worker);
        try {
            BlockSink sink = new BlockSink(model, format, scored, output, workers, threads);
            CsvSummary summary = CsvParser.parse(csv, sink, format.required());
            sink.finish();
            return Optional.of(summary);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (BlockSink.StoppedException e) {
            return Optional.empty();
        } finally {
            workers.shutdownNow();
        }
    }

    private static Thread worker(Runnable work) {
        Thread thread = new Thread(work, "dropfit-scoring");
        thread.setDaemon(true);
        return thread;
    }
}
