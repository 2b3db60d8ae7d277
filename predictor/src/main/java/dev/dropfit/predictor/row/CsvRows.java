package dev.dropfit.predictor.row;

import dev.dropfit.core.csv.CommaNumbers;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.csv.Problems;
import dev.dropfit.core.csv.RowSink;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.predictor.memory.LimitExceededException;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Tally;
import java.util.List;

/**
 * Decodes the rows of a CSV. Keeps the rows that can't be used, or collects what is wrong with them, with line numbers; {@link #finish}
 * throws it.
 */
public abstract class CsvRows implements RowSink {
    private final RowFormat format;
    private final int maxRows;
    private final Problems problems = new Problems(RowBuilder.MAX_PROBLEMS);
    private final Tally tally;
    private final boolean keepsBadRows;
    private final RowBuilder builder;
    private int[] inputs = {};
    private long line;
    private int count;
    private boolean commas;

    /**
     * Rows of a format.
     *
     * @param keepsBadRows whether rows that can't be used are kept; otherwise {@link #finish} throws
     * @param everyWarning whether each row has all its warnings as texts, not only the first rows of each kind
     */
    public CsvRows(
            RowFormat format,
            int maxRows,
            Tally tally,
            RequestMemory memory,
            boolean keepsBadRows,
            boolean everyWarning) {
        this.format = format;
        this.maxRows = maxRows;
        this.tally = tally;
        this.keepsBadRows = keepsBadRows;
        builder = new RowBuilder(format, tally, memory, everyWarning);
    }

    /** Takes a row that has ended without problems; the same array each time. */
    public abstract void accept(double[] row);

    /**
     * Keeps the row that has ended, although it can't be used.
     *
     * @param why what is wrong with it
     */
    protected abstract void keepBadRow(String why);

    /**
     * Keeps a row with a wrong number of cells. The next row may have begun.
     *
     * @param cells all its cells
     * @param why what is wrong with it
     */
    protected abstract void keepWrongRow(List<String> cells, String why);

    /** Notes that the row that has ended can't be used. */
    protected final void addProblem(String message) {
        if (keepsBadRows) {
            keepBadRow(message);
        } else {
            problems.add(new Problem(line, null, message));
        }
    }

    /** The position of the row that has ended, from 0 on. */
    protected final int position() {
        return count - 1;
    }

    /** The texts of the warnings of the row that has ended. */
    protected final List<String> warningsOfRow() {
        return builder.warningsOfRow();
    }

    /** A copy of the row that has ended. */
    Row row() {
        return builder.row();
    }

    /** A row that can't be used. */
    Row badRow(String why) {
        return builder.badRow(why);
    }

    @Override
    public boolean keepsWrongRows() {
        return keepsBadRows;
    }

    @Override
    public void wrongRow(long wrongLine, List<String> cells, String why) {
        count();
        keepWrongRow(cells, why);
    }

    /** How many more warnings there are than the rows have texts for. */
    List<String> moreWarnings() {
        return builder.moreWarnings(count);
    }

    @Override
    public void header(List<String> names, char separator) throws InvalidTableException {
        commas = CommaNumbers.allowed(separator);
        builder.begin();
        inputs = names.stream().mapToInt(builder::input).toArray();
        format.checkHeader(names);
    }

    @Override
    public void beginRow(long line) {
        this.line = line;
        builder.begin();
    }

    @Override
    public void cell(int column, char[] buffer, int offset, int length) {
        int input = inputs[column];
        if (input >= 0) {
            builder.mark(input);
            builder.cell(input, buffer, offset, length, commas);
        }
    }

    @Override
    public void endRow() {
        count();
        double[] row = builder.end();
        if (builder.problemCount() == 0) {
            accept(row);
            return;
        }
        if (keepsBadRows) {
            keepBadRow(FieldProblem.text(builder.problems(), builder.problemCount()));
        } else {
            for (FieldProblem problem : builder.problems()) {
                problems.add(new Problem(
                        line, problem.field(), "found " + problem.found() + "; accepted is " + problem.accepted()));
            }
        }
        builder.clearProblems();
    }

    private void count() {
        if (++count > maxRows) {
            throw LimitExceededException.always(TooManyRowsException.message(maxRows));
        }
    }

    /**
     * Checks that every row can be used.
     *
     * @throws InvalidTableException when a row can't be used
     */
    public void finish() throws InvalidTableException {
        problems.throwIfAny();
        tally.rows(count);
    }
}
