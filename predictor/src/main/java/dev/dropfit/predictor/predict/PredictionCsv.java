package dev.dropfit.predictor.predict;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.NumbersTooLargeException;
import dev.dropfit.core.scoring.PredictionColumns;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.row.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Predictions of rows as a CSV of their own: the columns that {@link CsvPrediction} appends to a CSV. */
public final class PredictionCsv {
    private PredictionCsv() {}

    /**
     * Predicts rows and writes a line for each, after a header.
     *
     * @throws InvalidRowsException when a row can't be predicted from, and there is no column for its error
     */
    public static void write(RowPrediction prediction, List<Row> rows, CsvPrediction.Columns columns, OutputStream out)
            throws IOException, InvalidRowsException {
        Model model = prediction.model();
        CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
        writer.writeRecord(CsvPrediction.names(model, columns));
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            cells.clear();
            String error = predict(prediction, i, rows.get(i), cells);
            if (!error.isEmpty() && !columns.error()) {
                throw new InvalidRowsException("Row " + i + " has " + error);
            }
            if (columns.ids()) {
                cells.add(error.isEmpty() ? prediction.id(i, rows.get(i).values()) : "");
            }
            if (columns.warnings()) {
                cells.add(String.join("; ", rows.get(i).warnings()));
            }
            if (columns.error()) {
                cells.add(error);
            }
            writer.writeRecord(cells);
        }
        writer.flush();
    }

    /** @return why the row has no prediction, empty if it has one */
    private static String predict(RowPrediction prediction, int position, Row row, List<String> cells) {
        String error = row.error();
        if (!row.isBad()) {
            try {
                prediction.predict(position, row.values());
                PredictionColumns.addCells(prediction.model(), prediction.prediction(), cells);
                return "";
            } catch (NumbersTooLargeException e) {
                error = String.valueOf(e.getMessage());
            }
        }
        cells.addAll(Collections.nCopies(PredictionColumns.count(prediction.model()), ""));
        return error;
    }
}
