package dev.dropfit.trainer.read;

import dev.dropfit.core.Figures;
import dev.dropfit.core.csv.CsvNote;
import dev.dropfit.core.csv.FirstRows;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.LineCount;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.csv.RowSink;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.LabelChoice;
import dev.dropfit.trainer.feature.ColumnSize;
import dev.dropfit.trainer.format.InferredFormat;
import dev.dropfit.trainer.schema.LabelRule;
import dev.dropfit.trainer.schema.UnusableLabelException;
import dev.dropfit.trainer.settings.DateOrder;
import dev.dropfit.trainer.settings.ValueSettings;
import dev.dropfit.trainer.split.EqualRows;
import dev.dropfit.trainer.table.FileLines;
import dev.dropfit.trainer.table.LabelLines;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Builds a table from the rows of a CSV; or from some of them, if other processes read the file and pass on a sample and what is to be said of the other rows. Not
 * thread-safe.
 */
public final class TableBuilder implements RowSink {
    /** Sets of the lines of a file of which the table is a sample, here and in what is sent to a cluster. */
    private static final double BYTES_PER_LINE = 1.5;

    private final LabelRule labelRule;
    private final HeapBudget budget;
    private final long bytesOfLines;
    private final ValueSettings values;
    private final List<ColumnBuilder> columns = new ArrayList<>();
    private final List<char[]> shares = new ArrayList<>();
    private char[] chunk = new char[Table.CHUNK];
    private int inChunk;
    private int label;
    private LabelChoice choice = LabelChoice.LAST;
    private int rows;
    private long rowsRead;
    private final LabelLines labelLines = new LabelLines();
    private final LineCount unlabelled = new LineCount();
    private final LineCount headers = new LineCount();
    private final LineCount repeated = new LineCount();
    private final LineCount empty = new LineCount();
    private final SeenRows seen = new SeenRows();
    private FirstRows firstRows = FirstRows.NONE;
    private final BitSet lines;
    private final BitSet leftOut;
    private boolean isHeader;
    private long line;
    private long charactersRead;
    private long charactersBefore;
    private long nextCheck;
    private long bytesRead;
    private int rowsOfBytes;

    TableBuilder(LabelRule labelRule, ValueSettings values, HeapBudget budget) {
        this(labelRule, values, budget, 0);
    }

    private TableBuilder(LabelRule labelRule, ValueSettings values, HeapBudget budget, int fileLines) {
        bytesOfLines = (long) (fileLines * BYTES_PER_LINE);
        lines = new BitSet(fileLines);
        leftOut = new BitSet(fileLines);
        this.values = values;
        this.labelRule = labelRule;
        this.budget = budget;
        nextCheck = budget.charactersBetweenChecks();
    }

    /**
     * A builder of a table from a sample of the rows of a file.
     *
     * @param label chooses the column to predict
     * @param values what the settings say about values
     * @param bytes the length of the CSV, for {@link #bytesRead}
     * @param lines the number of its lines, for which memory is needed too
     * @param fitting what is done with the table
     */
    public static TableBuilder ofSample(
            LabelRule label, ValueSettings values, long bytes, int lines, HeapBudget.Fitting fitting) {
        return new TableBuilder(
                label,
                values,
                new HeapBudget(Runtime.getRuntime().maxMemory(), OptionalLong.of(bytes), fitting),
                lines);
    }

    /** What is to be said of rows that are not passed on. */
    public void add(OtherRows others) {
        rowsRead += others.leftOut().cardinality() + others.unlabelled().count();
        others.addLinesTo(leftOut);
        headers.add(others.headers());
        empty.add(others.empty());
        unlabelled.add(others.unlabelled());
    }

    @Override
    public void firstRows(FirstRows rows) {
        firstRows = rows;
    }

    @Override
    public void header(List<String> names, char separator) throws InvalidTableException {
        LabelRule.Choice chosen = labelRule.choose(names, firstRows);
        firstRows = FirstRows.NONE;
        label = chosen.column();
        choice = chosen.why();
        if (names.size() < 2) {
            throw new InvalidTableException(new Problem(
                    1,
                    names.get(0),
                    "this is the only column with a name; a dataset needs the column to predict and at least one more,"
                            + " each with a name in the header, and a comma, a semicolon or a tab between the cells"));
        }
        names.forEach(name -> columns.add(new ColumnBuilder(name, separator, values)));
    }

    /** The index of the column to predict; known from the header on. */
    public int label() {
        return label;
    }

    @Override
    public String knownName() {
        return labelRule.knownName();
    }

    @Override
    public void beginRow(long line) {
        this.line = line;
        isHeader = true;
        charactersBefore = charactersRead;
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
        // Each cell counts as one character more than it has.
        if (charactersRead - charactersBefore == columns.size()) {
            empty.add(line);
            return;
        }
        rowsRead++;
        if (columns.get(label).isMissing()) {
            unlabelled.add(line);
            return;
        }
        if (rows == Integer.MAX_VALUE - 1) {
            throw new InvalidTableException(
                    "The dataset has more than " + Figures.count(rows) + " rows; upload fewer rows");
        }
        if (line >= Integer.MAX_VALUE) {
            throw new InvalidTableException(
                    "The dataset has more than " + Figures.count(Integer.MAX_VALUE) + " lines; upload fewer rows");
        }
        long hash = 0;
        long features = 0;
        for (int c = 0; c < columns.size(); c++) {
            long cell = columns.get(c).contentHash();
            hash += cell;
            features += c == label ? 0 : cell;
        }
        char place = Table.place(features);
        columns.forEach(ColumnBuilder::commit);
        lines.set((int) line);
        labelLines.add(columns.get(label).code(), line);
        rows++;
        if (seen.seen(hash)) {
            repeated.add(line);
        }
        chunk[inChunk++] = place;
        if (inChunk == chunk.length) {
            finishChunk();
        }
        if (charactersRead >= nextCheck) {
            checkMemory();
        }
    }

    @Override
    public void bytesRead(long bytes) {
        bytesRead = bytes;
        rowsOfBytes = rows;
    }

    private void checkMemory() throws InvalidTableException {
        nextCheck = charactersRead + budget.charactersBetweenChecks();
        double more = Math.max(0, rowsOfBytes * budget.growth(bytesRead) - rows);
        budget.check(estimate(more, 0), () -> estimate(more, more));
    }

    /**
     * The table with more rows.
     *
     * @param learned the number of them that may have values which no row so far has
     */
    private HeapBudget.Estimate estimate(double more, double learned) {
        double bytes = bytes() + more * Character.BYTES;
        List<ColumnSize> sizes = new ArrayList<>();
        for (ColumnBuilder column : columns) {
            ColumnSize size = column.size(learned);
            bytes += column.moreBytes(more, size);
            sizes.add(size);
        }
        ColumnSize labels = sizes.remove(label);
        return new HeapBudget.Estimate(rows + more, bytes, labels.classes(), sizes);
    }

    private long bytes() {
        return bytesOfLines + columns.stream().mapToLong(ColumnBuilder::bytes).sum() + rows * (long) Character.BYTES;
    }

    private void finishChunk() {
        shares.add(Arrays.copyOf(chunk, inChunk));
        inChunk = 0;
    }

    @Override
    public boolean keepsRowNames() {
        return false;
    }

    /**
     * The table; no more rows come.
     *
     * @param notes of the parser
     * @throws InvalidTableException when there is no usable row
     */
    public Table table(List<CsvNote> notes) throws InvalidTableException {
        String name = columns.get(label).name();
        if (rowsRead == 0) {
            throw new InvalidTableException("The file has a header, but no rows; a dataset needs rows");
        }
        if (unlabelled.count() * 2 > rowsRead) {
            boolean all = unlabelled.count() == rowsRead;
            throw new UnusableLabelException(
                    all ? 0 : unlabelled.lines().get(0),
                    name,
                    "is missing in " + (all ? "all " : unlabelled.count() + " of ") + rowsRead + " rows",
                    (all ? "" : ", first on this line")
                            + "; if it is the wrong column, set {\"label\": …} in dropfit.json to the"
                            + " column to predict, else upload rows with labels");
        }
        if (inChunk > 0) {
            finishChunk();
        }
        long bytes = bytes();
        decideFormats();
        return EqualRows.spread(LabelledRows.of(new Table(
                columns.stream().map(ColumnBuilder::build).toList(),
                label,
                choice,
                rows,
                bytes,
                shares,
                labelLines,
                anomalies(name, notes),
                new FileLines(lines, leftOut))));
    }

    /** Decides how the columns are written, and where the day is in dates that can be read both ways: by the settings, or as in the other dates of the file. */
    private void decideFormats() {
        Optional<DateOrder> order = values.dates();
        String why = "as dropfit.json sets it";
        boolean unclear = false;
        boolean points = columns.stream().anyMatch(ColumnBuilder::hasDecimalPoints);
        for (ColumnBuilder column : columns) {
            InferredFormat format = column.decide(points);
            unclear |= format.isUnclear();
            if (values.dates().isEmpty() && format.dateOrder().isPresent()) {
                if (order.isPresent() && !order.equals(format.dateOrder())) {
                    return;
                }
                why = order.isEmpty() ? "as in column '" + column.name() + "'" : why;
                order = format.dateOrder();
            }
        }
        if (unclear && order.isPresent()) {
            for (ColumnBuilder column : columns) {
                column.orderDates(order.get(), why);
            }
        }
    }

    private List<Anomaly> anomalies(String labelled, List<CsvNote> notes) {
        List<Anomaly> anomalies = new ArrayList<>();
        notes.forEach(note -> anomalies.add(new Anomaly(note.name(), note.message(), note.lines())));
        labelRule.note(labelled).ifPresent(anomalies::add);
        if (headers.count() > 0) {
            anomalies.add(new Anomaly(
                    "repeated-header",
                    Figures.rows(headers.count()) + (headers.count() == 1 ? " is" : " are")
                            + " skipped: the header is repeated on " + headers.where(),
                    headers.lines()));
        }
        if (empty.count() > 0) {
            anomalies.add(new Anomaly(
                    "empty-rows",
                    Figures.rows(empty.count()) + (empty.count() == 1 ? " is" : " are")
                            + " skipped: all cells are empty on " + empty.where(),
                    empty.lines()));
        }
        if (unlabelled.count() > 0) {
            anomalies.add(new Anomaly(
                    "missing-label",
                    Figures.rows(unlabelled.count()) + (unlabelled.count() == 1 ? " is" : " are")
                            + " skipped: the label '" + labelled + "' is missing on " + unlabelled.where(),
                    unlabelled.lines()));
        }
        if (repeated.count() > 0) {
            anomalies.add(new Anomaly(
                    "duplicate-rows",
                    (seen.full() ? "at least " : "") + Figures.rows(repeated.count())
                            + (repeated.count() == 1 ? " repeats" : " repeat") + " an earlier row, on "
                            + repeated.where(),
                    repeated.lines()));
        }
        return anomalies;
    }
}
