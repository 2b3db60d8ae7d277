package dev.dropfit.trainer.table;

import dev.dropfit.core.Text;
import dev.dropfit.core.csv.CsvNote;
import dev.dropfit.core.csv.CsvParser;
import dev.dropfit.core.csv.CsvSummary;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.csv.RowSink;
import dev.dropfit.core.format.ColumnFormat;
import dev.dropfit.core.registry.facts.Anomaly;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads a CSV stream into a {@link Table}. */
public final class TableReader {
    /** The names of label columns, for datasets without the setting {@code label}; the first one that exists is the label. */
    public static final List<String> LABEL_NAMES = List.of("target", "label", "class", "y");

    private static final int SHOWN_NAMES = 30;
    private static final int CHUNKS_BETWEEN_CHECKS = 8;

    private TableReader() {}

    /**
     * Reads a dataset; does not close the stream.
     *
     * @param label the column to predict; if empty, the first of {@link #LABEL_NAMES} that exists, ignoring case, else the last column
     * @throws InvalidTableException when there is no such column, or no usable row
     * @throws IOException when the stream fails
     */
    public static Table read(InputStream csv, Optional<String> label) throws IOException, InvalidTableException {
        return read(csv, label, OptionalLong.empty());
    }

    /**
     * Reads a dataset. With a known length, rejects it early if it will not fit into memory.
     *
     * @param bytes the length of the CSV, if it is known
     * @throws InvalidTableException as above, and when it will not fit
     */
    public static Table read(InputStream csv, Optional<String> label, OptionalLong bytes)
            throws IOException, InvalidTableException {
        return read(csv, label, Optional.empty(), bytes);
    }

    /**
     * Reads a dataset that follows another one.
     *
     * @param label the column to predict, if the settings name it
     * @param previousLabel the label of the previous model, which is the label if no other is named and the column exists
     */
    public static Table read(
            InputStream csv, Optional<String> label, Optional<String> previousLabel, OptionalLong bytes)
            throws IOException, InvalidTableException {
        return read(
                csv, label, previousLabel, new HeapBudget(Runtime.getRuntime().maxMemory(), bytes));
    }

    static Table read(InputStream csv, Optional<String> label, HeapBudget budget)
            throws IOException, InvalidTableException {
        return read(csv, label, Optional.empty(), budget);
    }

    private static Table read(
            InputStream csv, Optional<String> label, Optional<String> previousLabel, HeapBudget budget)
            throws IOException, InvalidTableException {
        Sink sink = new Sink(label, previousLabel, budget);
        Handover handover = new Handover(sink);
        CsvSummary summary;
        try {
            summary = CsvParser.parse(csv, handover);
            handover.finish();
        } finally {
            handover.abandon();
        }
        return sink.table(summary.notes());
    }

    private static final class Sink implements RowSink {
        private final Optional<String> labelName;
        private final Optional<String> previousLabel;
        private final HeapBudget budget;
        private final ColumnFormat missingTexts = ColumnFormat.PLAIN;
        private final List<ColumnBuilder> columns = new ArrayList<>();
        private final List<char[]> shares = new ArrayList<>();
        private char[] chunk = new char[Table.CHUNK];
        private int inChunk;
        private int label;
        private int rows;
        private long rowsRead;
        private final LabelLines labelLines = new LabelLines();
        private final Occurrences unlabelled = new Occurrences();
        private final Occurrences headers = new Occurrences();
        private final Occurrences repeated = new Occurrences();
        private final SeenRows seen = new SeenRows();
        private boolean isHeader;
        private long line;
        private long charactersRead;

        Sink(Optional<String> labelName, Optional<String> previousLabel, HeapBudget budget) {
            this.labelName = labelName;
            this.previousLabel = previousLabel;
            this.budget = budget;
        }

        @Override
        public void header(List<String> names, char separator) throws InvalidTableException {
            int before = previousLabel.map(names::indexOf).orElse(-1);
            label = labelName.isPresent() ? required(names, labelName.get()) : before >= 0 ? before : inferred(names);
            if (names.size() < 2) {
                throw new InvalidTableException(new Problem(
                        1,
                        names.get(0),
                        "this is the only column; a dataset needs a label and at least one more column"));
            }
            names.forEach(name -> columns.add(new ColumnBuilder(name, separator, missingTexts)));
        }

        private static int required(List<String> names, String label) throws InvalidTableException {
            int index = names.indexOf(label);
            if (index < 0) {
                throw new InvalidTableException(
                        "The label '" + label + "' is not in the header; found are " + Text.list(names, SHOWN_NAMES));
            }
            return index;
        }

        private static int inferred(List<String> names) {
            for (String candidate : LABEL_NAMES) {
                for (int i = 0; i < names.size(); i++) {
                    if (names.get(i).equalsIgnoreCase(candidate)) {
                        return i;
                    }
                }
            }
            return names.size() - 1;
        }

        @Override
        public void beginRow(long line) {
            this.line = line;
            isHeader = true;
        }

        @Override
        public void cell(int column, char[] buffer, int offset, int length) {
            charactersRead += length + 1;
            ColumnBuilder builder = columns.get(column);
            isHeader = isHeader && builder.isNamed(buffer, offset, length);
            builder.cell(buffer, offset, length, line);
        }

        @Override
        public void endRow() throws InvalidTableException {
            if (isHeader) {
                headers.add(line);
                return;
            }
            rowsRead++;
            if (columns.get(label).isMissing()) {
                unlabelled.add(line);
                return;
            }
            if (rows == Integer.MAX_VALUE - 1) {
                throw new InvalidTableException("more than " + rows + " rows");
            }
            long hash = 0;
            for (ColumnBuilder column : columns) {
                hash += column.contentHash();
                column.commit();
            }
            labelLines.add(columns.get(label).code(), line);
            rows++;
            if (seen.seen(hash)) {
                repeated.add(line);
            }
            chunk[inChunk++] = (char) (Distinct.mix(hash) >>> 48);
            if (inChunk == chunk.length) {
                finishChunk();
                if (shares.size() % CHUNKS_BETWEEN_CHECKS == 0) {
                    checkMemory();
                }
            }
        }

        private void checkMemory() throws InvalidTableException {
            double growth = budget.growth(charactersRead);
            double more = rows * (growth - 1);
            double columnBytes = bytes();
            for (ColumnBuilder column : columns) {
                columnBytes += column.moreBytes(more, growth);
            }
            budget.check(rows * growth, columnBytes + more * Character.BYTES);
        }

        private long bytes() {
            return columns.stream().mapToLong(ColumnBuilder::bytes).sum() + rows * (long) Character.BYTES;
        }

        private void finishChunk() {
            shares.add(Arrays.copyOf(chunk, inChunk));
            inChunk = 0;
        }

        @Override
        public boolean keepsRowNames() {
            return false;
        }

        Table table(List<CsvNote> notes) throws InvalidTableException {
            String name = columns.get(label).build().name();
            if (rowsRead == 0) {
                throw new InvalidTableException("The file has a header, but no rows; a dataset needs rows");
            }
            if (unlabelled.count() * 2 > rowsRead) {
                throw new InvalidTableException(new Problem(
                        unlabelled.lines().get(0),
                        name,
                        "the label is missing in " + unlabelled.count() + " of " + rowsRead
                                + " rows, first on this line; is it the right column?"));
            }
            if (inChunk > 0) {
                finishChunk();
            }
            long bytes = bytes();
            return new Table(
                    columns.stream().map(ColumnBuilder::build).toList(),
                    label,
                    rows,
                    bytes,
                    shares,
                    labelLines,
                    anomalies(name, notes));
        }

        private List<Anomaly> anomalies(String labelled, List<CsvNote> notes) {
            List<Anomaly> anomalies = new ArrayList<>();
            notes.forEach(note -> anomalies.add(new Anomaly(note.name(), note.message(), note.lines())));
            if (headers.count() > 0) {
                anomalies.add(new Anomaly(
                        "repeated-header",
                        headers.rows("is", "are") + " skipped: the header is repeated " + headers.where(),
                        headers.lines()));
            }
            if (unlabelled.count() > 0) {
                anomalies.add(new Anomaly(
                        "missing-label",
                        unlabelled.rows("is", "are") + " skipped: the label '" + labelled + "' is missing "
                                + unlabelled.where(),
                        unlabelled.lines()));
            }
            if (repeated.count() > 0) {
                anomalies.add(new Anomaly(
                        "duplicate-rows",
                        (seen.full() ? "at least " : "") + repeated.rows("repeats", "repeat") + " an earlier row, "
                                + repeated.where(),
                        repeated.lines()));
            }
            return anomalies;
        }
    }
}
