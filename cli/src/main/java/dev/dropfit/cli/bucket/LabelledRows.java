package dev.dropfit.cli.bucket;

import dev.dropfit.core.csv.CommaNumbers;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.RowSink;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.trainer.outcome.LabelReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The rows of files of labels that have their label, with the columns of a dataset, each once. Not thread-safe. */
final class LabelledRows implements RowSink {
    private final Pipeline pipeline;
    private final LabelReader labels;
    private final Set<String> required;
    private final List<String> dataset;
    private final Set<List<String>> rows = new LinkedHashSet<>();
    private final List<String> cells = new ArrayList<>();
    /** For each column of the dataset, that of the file; -1 for none. */
    private int[] columns = {};

    private int label = -1;
    private boolean commas;
    private long unusable;

    /**
     * Rows for a dataset.
     *
     * @param pipeline of the model
     * @param dataset the columns of the dataset
     */
    LabelledRows(Pipeline pipeline, List<String> dataset) {
        this.pipeline = pipeline;
        this.dataset = List.copyOf(dataset);
        labels = new LabelReader(pipeline);
        required = new RowFormat(pipeline).required();
    }

    @Override
    public String knownName() {
        return pipeline.label();
    }

    @Override
    public boolean keepsWrongRows() {
        return true;
    }

    @Override
    public void wrongRow(long line, List<String> found, String why) {
        unusable++;
    }

    @Override
    public void header(List<String> names, char separator) throws InvalidTableException {
        commas = CommaNumbers.allowed(separator);
        label = labels.column(names);
        Set<String> absent = new TreeSet<>(required);
        names.forEach(absent::remove);
        if (label < 0 || !absent.isEmpty()) {
            throw new InvalidTableException("the file lacks "
                    + (label < 0 ? "a column with the label '" + pipeline.label() + "'" : String.join(", ", absent)));
        }
        columns = dataset.stream().mapToInt(names::indexOf).toArray();
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
        String text = cells.get(label);
        if (labels.isMissing(text)) {
            return;
        }
        Optional<String> value = labels.inDataset(text, commas);
        if (value.isEmpty()) {
            unusable++;
            return;
        }
        List<String> row = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            row.add(
                    dataset.get(i).equals(pipeline.label())
                            ? value.get()
                            : columns[i] < 0 ? "" : cells.get(columns[i]));
        }
        rows.add(List.copyOf(row));
    }

    /** The rows, in the order in which they came. */
    Collection<List<String>> rows() {
        return rows;
    }

    /** The number of rows that can't be used. */
    long unusable() {
        return unusable;
    }
}
