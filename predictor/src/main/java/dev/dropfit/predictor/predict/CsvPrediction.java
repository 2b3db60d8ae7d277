package dev.dropfit.predictor.predict;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.dropfit.core.csv.CsvParser;
import dev.dropfit.core.csv.CsvSummary;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.NumbersTooLargeException;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.core.scoring.PredictionColumns;
import dev.dropfit.predictor.live.PredictionIds;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Tally;
import dev.dropfit.predictor.row.CsvRows;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A CSV in, the same CSV out with the prediction appended as columns: the output's column, and one {@code probability_{label}} for each
 * class. A name that the CSV already has gets a number: {@code prediction_2}. Streams.
 */
public final class CsvPrediction {
    private CsvPrediction() {}

    /**
     * The columns after the prediction.
     *
     * @param ids whether there is a column {@code prediction_id}
     * @param warnings whether there is a column {@code warnings}: how the row differs from training
     * @param error whether there is a column {@code error}, the last one: why the row has no prediction. Without it no row may be bad
     */
    public record Columns(boolean ids, boolean warnings, boolean error) {
        /** No more columns. */
        public static final Columns NONE = new Columns(false, false, false);
    }

    /**
     * The rows that were read.
     *
     * @param read the number of rows, and how the CSV was read
     * @param bad the number of rows with an error instead of a prediction
     */
    public record Predicted(CsvSummary read, long bad) {}

    /**
     * Predicts every row.
     *
     * @param csv with a header that has all columns of the model; other columns are copied
     * @param out receives the result; it is not to be used when this throws
     * @return the number of rows, and how the CSV was read where it is not plain
     * @throws InvalidTableException when the CSV is not a table or does not have the model's columns; lists problems with line numbers
     */
    public static CsvSummary predict(Model model, InputStream csv, OutputStream out)
            throws IOException, InvalidTableException {
        return predict(model, csv, out, Columns.NONE).read();
    }

    /** As above, with these further columns. */
    public static Predicted predict(Model model, InputStream csv, OutputStream out, Columns columns)
            throws IOException, InvalidTableException {
        return predict(
                new RowPrediction(model),
                new RowFormat(model),
                csv,
                out,
                Integer.MAX_VALUE,
                new Tally(),
                RequestMemory.unlimited(),
                columns);
    }

    /** As above, up to a number of rows. */
    public static Predicted predict(
            RowPrediction prediction,
            RowFormat format,
            InputStream csv,
            OutputStream out,
            int maxRows,
            Tally tally,
            RequestMemory memory,
            Columns columns)
            throws IOException, InvalidTableException {
        try (Rows rows = new Rows(prediction, format, out, maxRows, tally, memory, columns)) {
            CsvSummary summary = CsvParser.parse(csv, rows, format.required());
            rows.finish();
            return new Predicted(summary, rows.bad);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The names of the columns of a prediction, and of the columns after it. */
    static List<String> names(Model model, Columns columns) {
        List<String> names = new ArrayList<>(PredictionColumns.names(model));
        if (columns.ids()) {
            names.add(PredictionIds.NAME);
        }
        if (columns.warnings()) {
            names.add("warnings");
        }
        if (columns.error()) {
            names.add("error");
        }
        return names;
    }

    private static final class Rows extends CsvRows implements AutoCloseable {
        private final Model model;
        private final OutputStream out;
        private final RowPrediction prediction;
        private final Columns columns;
        private final List<String> cells = new ArrayList<>();
        /** The number of columns of the CSV. */
        private int width;

        private long bad;
        private @Nullable CsvWriter writer;

        Rows(
                RowPrediction prediction,
                RowFormat format,
                OutputStream out,
                int maxRows,
                Tally tally,
                RequestMemory memory,
                Columns columns) {
            super(format, maxRows, tally, memory, columns.error(), columns.warnings());
            this.columns = columns;
            this.prediction = prediction;
            model = prediction.model();
            this.out = out;
        }

        @Override
        public void header(List<String> names, char separator) throws InvalidTableException {
            super.header(names, separator);
            writer = CsvWriter.builder()
                    .fieldSeparator(separator)
                    .lineDelimiter(LineDelimiter.LF)
                    .build(out);
            width = names.size();
            List<String> header = new ArrayList<>(names);
            header.addAll(PredictionColumns.free(names(model, columns), names));
            writer.writeRecord(header);
        }

        @Override
        public void beginRow(long line) {
            super.beginRow(line);
            cells.clear();
        }

        @Override
        public void cell(int column, char[] buffer, int offset, int length) {
            super.cell(column, buffer, offset, length);
            cells.add(new String(buffer, offset, length));
        }

        @Override
        public void accept(double[] row) {
            try {
                prediction.predict(position(), row);
            } catch (NumbersTooLargeException e) {
                addProblem(columns.error() ? "found " + e.getMessage() : String.valueOf(e.getMessage()));
                return;
            }
            PredictionColumns.addCells(model, prediction.prediction(), cells);
            if (columns.ids()) {
                cells.add(prediction.id(position(), row));
            }
            if (columns.warnings()) {
                cells.add(String.join("; ", warningsOfRow()));
            }
            if (columns.error()) {
                cells.add("");
            }
            write(cells);
        }

        @Override
        protected void keepBadRow(String why) {
            writeBad(cells, columns.warnings() ? String.join("; ", warningsOfRow()) : "", why);
        }

        @Override
        protected void keepWrongRow(List<String> found, String why) {
            List<String> copied = new ArrayList<>(found.subList(0, Math.min(width, found.size())));
            while (copied.size() < width) {
                copied.add("");
            }
            writeBad(
                    copied, "", why + (found.size() > width ? "; the cells after the last column are not copied" : ""));
        }

        private void writeBad(List<String> row, String warnings, String why) {
            bad++;
            row.addAll(Collections.nCopies(PredictionColumns.count(model) + (columns.ids() ? 1 : 0), ""));
            if (columns.warnings()) {
                row.add(warnings);
            }
            row.add(why);
            write(row);
        }

        private void write(List<String> row) {
            if (writer != null) {
                writer.writeRecord(row);
            }
        }

        @Override
        public void close() throws IOException {
            if (writer != null) {
                writer.flush();
            }
        }
    }
}
