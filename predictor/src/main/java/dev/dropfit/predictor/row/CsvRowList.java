package dev.dropfit.predictor.row;

import dev.dropfit.core.csv.CsvParser;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.predictor.observe.Tally;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Decodes all rows of a CSV into memory. */
public final class CsvRowList extends CsvRows {
    private final List<Row> rows = new ArrayList<>();

    private CsvRowList(RowFormat format, int maxRows, Tally tally) {
        super(format, maxRows, tally);
    }

    /**
     * The rows of a CSV.
     *
     * @throws InvalidTableException when it is not a table, or a row can't be used
     */
    public static List<Row> read(InputStream csv, RowFormat format, int maxRows, Tally tally)
            throws IOException, InvalidTableException {
        CsvRowList list = new CsvRowList(format, maxRows, tally);
        CsvParser.parse(csv, list);
        list.finish();
        return list.rows;
    }

    @Override
    public void accept(double[] row) {
        rows.add(row());
    }
}
