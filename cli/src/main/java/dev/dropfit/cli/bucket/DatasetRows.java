package dev.dropfit.cli.bucket;

import dev.dropfit.core.csv.CsvNote;
import dev.dropfit.core.csv.CsvParser;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.RowSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rows of a dataset, as the trainer reads its CSV. Not thread-safe. */
final class DatasetRows implements RowSink {
    private final String label;
    private final Set<List<String>> rows = new HashSet<>();
    private final List<String> cells = new ArrayList<>();
    private List<String> names = List.of();
    private List<CsvNote> notes = List.of();
    private char separator = ',';
    private long count;

    private DatasetRows(String label) {
        this.label = label;
    }

    /** @param label the column that the model predicts */
    static DatasetRows read(byte[] csv, String label) throws IOException, InvalidTableException {
        DatasetRows dataset = new DatasetRows(label);
        dataset.notes = CsvParser.parse(new ByteArrayInputStream(csv), dataset).notes();
        return dataset;
    }

    @Override
    public String knownName() {
        return label;
    }

    @Override
    public void header(List<String> columns, char cellSeparator) {
        names = List.copyOf(columns);
        separator = cellSeparator;
    }

    @Override
    public void beginRow(long line) {
        cells.clear();
    }

    @Override
    public void cell(int column, char[] buffer, int offset, int length) {
        cells.add(new String(buffer, offset, length));
    }

    @Override
    public void endRow() {
        count++;
        rows.add(List.copyOf(cells));
    }

    List<String> names() {
        return names;
    }

    char separator() {
        return separator;
    }

    boolean has(List<String> row) {
        return rows.contains(row);
    }

    /** Whether these rows are the ones before and others after them, read in the same way. */
    boolean continues(DatasetRows before, List<List<String>> appended) {
        return names.equals(before.names)
                && separator == before.separator
                && count == before.count + appended.size()
                && rows.containsAll(appended)
                && notes.equals(before.notes);
    }
}
