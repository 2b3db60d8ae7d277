package dev.dropfit.predictor.row;

import dev.dropfit.core.csv.CsvParser;
import dev.dropfit.core.csv.CsvSummary;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Tally;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Decodes all rows of a CSV into memory. */
public final class CsvRowList extends CsvRows {
    private final List<Row> rows = new ArrayList<>();

    private final List<String> names;

    private CsvRowList(
            List<String> names,
            RowFormat format,
            int maxRows,
            Tally tally,
            RequestMemory memory,
            boolean keepsBadRows) {
        super(format, maxRows, tally, memory, keepsBadRows, false);
        this.names = names;
    }

    /**
     * The rows of a CSV.
     *
     * @param names its columns, if it has no header; empty if it has one
     * @param keepsBadRows whether rows that can't be used are kept, each with its error
     * @throws InvalidTableException when it is not a table, or a row can't be used and is not kept
     */
    public static DecodedRows read(
            InputStream csv,
            List<String> names,
            RowFormat format,
            int maxRows,
            Tally tally,
            RequestMemory memory,
            boolean keepsBadRows)
            throws IOException, InvalidTableException {
        CsvRowList list = new CsvRowList(names, format, maxRows, tally, memory, keepsBadRows);
        CsvSummary read = CsvParser.parse(csv, list, format.required());
        list.finish();
        return new DecodedRows(list.rows, list.moreWarnings(), read.notes());
    }

    @Override
    public List<String> givenNames() {
        return names;
    }

    @Override
    public boolean keepsRowNames() {
        return false;
    }

    @Override
    public void accept(double[] row) {
        rows.add(row());
    }

    @Override
    protected void keepBadRow(String why) {
        rows.add(badRow(why));
    }

    @Override
    protected void keepWrongRow(List<String> cells, String why) {
        rows.add(Row.bad(List.of(), why));
    }
}
