package dev.dropfit.trainer.read;

import dev.dropfit.core.csv.CsvParser;
import dev.dropfit.core.csv.CsvSummary;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.RowSink;
import dev.dropfit.trainer.schema.LabelRule;
import dev.dropfit.trainer.settings.ValueSettings;
import dev.dropfit.trainer.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/** Reads a CSV stream into a {@link Table}. */
public final class TableReader {

    private TableReader() {}

    /**
     * Reads a dataset; does not close the stream.
     *
     * @param label the column to predict; if empty, the one that {@link LabelRule} chooses
     * @throws InvalidTableException when there is no such column, or no usable row
     * @throws IOException when the stream fails
     */
    public static Table read(InputStream csv, Optional<String> label) throws IOException, InvalidTableException {
        return read(
                csv,
                new LabelRule(label, Optional.empty()),
                ValueSettings.NONE,
                FileLength.UNKNOWN,
                HeapBudget.Fitting.NONE);
    }

    /**
     * Reads a dataset. If its length is known, rejects it early if it will not fit into memory.
     *
     * @param label chooses the column to predict
     * @param values what the settings say about values
     * @param length the length of the file of the CSV
     * @param fitting what is done with the table
     * @throws InvalidTableException as above, and when it will not fit
     */
    public static Table read(
            InputStream csv, LabelRule label, ValueSettings values, FileLength length, HeapBudget.Fitting fitting)
            throws IOException, InvalidTableException {
        HeapBudget budget = new HeapBudget(Runtime.getRuntime().maxMemory(), length.bytes(), fitting);
        return read(csv, label, values, budget, length.place());
    }

    static Table read(InputStream csv, HeapBudget budget, LongUnaryOperator place)
            throws IOException, InvalidTableException {
        return read(csv, LabelRule.NONE, ValueSettings.NONE, budget, place);
    }

    private static Table read(
            InputStream csv, LabelRule label, ValueSettings values, HeapBudget budget, LongUnaryOperator place)
            throws IOException, InvalidTableException {
        TableBuilder sink = new TableBuilder(label, values, budget);
        Handover handover = new Handover(sink, place);
        CsvSummary summary;
        try {
            summary = CsvParser.parse(csv, handover);
            handover.finish();
        } finally {
            handover.abandon();
        }
        return sink.table(summary.notes());
    }

    /**
     * The names of the columns; does not close the stream, and reads its beginning only.
     *
     * @throws InvalidTableException when there is no header that can be read
     */
    public static List<String> columns(InputStream csv) throws IOException, InvalidTableException {
        HeaderOnly header = new HeaderOnly();
        try {
            CsvParser.parse(csv, header);
        } catch (InvalidTableException e) {
            if (header.names.isEmpty()) {
                throw e;
            }
        }
        return List.copyOf(header.names);
    }

    /** Ends the parse after the header. */
    private static final class HeaderOnly implements RowSink {
        private List<String> names = List.of();

        @Override
        public boolean keepsRowNames() {
            return false;
        }

        @Override
        public void header(List<String> found, char separator) throws InvalidTableException {
            names = List.copyOf(found);
            throw new InvalidTableException("The rows are not read");
        }

        @Override
        public void beginRow(long line) {
            // The parse has ended.
        }

        @Override
        public void cell(int column, char[] buffer, int offset, int length) {
            // The parse has ended.
        }

        @Override
        public void endRow() {
            // The parse has ended.
        }
    }
}
