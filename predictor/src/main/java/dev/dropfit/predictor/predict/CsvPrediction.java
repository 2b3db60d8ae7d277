package dev.dropfit.predictor.predict;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.dropfit.core.csv.CsvParser;
import dev.dropfit.core.csv.CsvSummary;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.NumbersTooLargeException;
import dev.dropfit.core.model.Prediction;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.core.model.Target;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Tally;
import dev.dropfit.predictor.row.CsvRows;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A CSV in, the same CSV out with the prediction appended as columns: the output's column, and one {@code probability_{label}} for each
 * class. Streams.
 */
public final class CsvPrediction {
    private CsvPrediction() {}

    /** A row of the output that has an error instead of a prediction has this column; it is the last one. */
    private static final String ERROR = "error";

    /**
     * The rows that were read.
     *
     * @param read the number of rows, and how the CSV was read
     * @param bad the number of rows with an error instead of a prediction
     */
    public record Kept(CsvSummary read, long bad) {}

    /**
     * Predicts every row that can be used, and keeps the others, in their places: their last column, {@code error}, says why.
     *
     * @throws InvalidTableException when the CSV is not a table or does not have the model's columns
     */
    public static Kept keepBadRows(Model model, InputStream csv, OutputStream out)
            throws IOException, InvalidTableException {
        RowFormat format = new RowFormat(model.pipeline());
        try (Rows rows =
                new Rows(model, format, out, Integer.MAX_VALUE, new Tally(), RequestMemory.unlimited(), true)) {
            CsvSummary summary = CsvParser.parse(csv, rows, format.required());
            rows.finish();
            return new Kept(summary, rows.bad);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

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
        return predict(
                model,
                new RowFormat(model.pipeline()),
                csv,
                out,
                Integer.MAX_VALUE,
                new Tally(),
                RequestMemory.unlimited(),
                false);
    }

    /**
     * As above, up to a number of rows.
     *
     * @param keepsBadRows whether a row that can't be used gets an error as its last column; otherwise this throws
     */
    public static CsvSummary predict(
            Model model,
            RowFormat format,
            InputStream csv,
            OutputStream out,
            int maxRows,
            Tally tally,
            RequestMemory memory,
            boolean keepsBadRows)
            throws IOException, InvalidTableException {
        try (Rows rows = new Rows(model, format, out, maxRows, tally, memory, keepsBadRows)) {
            CsvSummary summary = CsvParser.parse(csv, rows, format.required());
            rows.finish();
            return summary;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static final class Rows extends CsvRows implements AutoCloseable {
        private final Model model;
        private final OutputStream out;
        private final Prediction prediction;
        private final boolean keepsBadRows;
        private final List<String> cells = new ArrayList<>();
        private long bad;
        private @Nullable CsvWriter writer;

        Rows(
                Model model,
                RowFormat format,
                OutputStream out,
                int maxRows,
                Tally tally,
                RequestMemory memory,
                boolean keepsBadRows) {
            super(format, maxRows, tally, memory);
            this.keepsBadRows = keepsBadRows;
            this.model = model;
            this.out = out;
            prediction = new Prediction(model);
        }

        @Override
        public void header(List<String> names, char separator) throws InvalidTableException {
            super.header(names, separator);
            writer = CsvWriter.builder()
                    .fieldSeparator(separator)
                    .lineDelimiter(LineDelimiter.LF)
                    .build(out);
            List<String> header = new ArrayList<>(names);
            header.add(model.pipeline().output());
            if (model.pipeline().target() instanceof Target.Classes classes) {
                for (int k = 0; k < classes.size(); k++) {
                    header.add("probability_" + classes.name(k));
                }
            }
            if (keepsBadRows) {
                header.add(ERROR);
            }
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
                prediction.predict(row);
            } catch (NumbersTooLargeException e) {
                addProblem(String.valueOf(e.getMessage()));
                return;
            }
            if (model.pipeline().target() instanceof Target.Classes classes) {
                cells.add(classes.name(prediction.index()));
            }
            for (int k = 0; k < prediction.outputs(); k++) {
                cells.add(Double.toString(prediction.score(k)));
            }
            if (keepsBadRows) {
                cells.add("");
            }
            write();
        }

        @Override
        protected boolean keepBadRow(String why) {
            if (!keepsBadRows) {
                return false;
            }
            bad++;
            boolean classes = model.pipeline().target() instanceof Target.Classes;
            for (int k = 0; k < prediction.outputs() + (classes ? 1 : 0); k++) {
                cells.add("");
            }
            cells.add(why);
            write();
            return true;
        }

        private void write() {
            if (writer != null) {
                writer.writeRecord(cells);
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
