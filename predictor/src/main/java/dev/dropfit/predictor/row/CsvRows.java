package dev.dropfit.predictor.row;

import dev.dropfit.core.csv.CommaNumbers;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.csv.Problems;
import dev.dropfit.core.csv.RowSink;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Tally;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Decodes the rows of a CSV. Collects what is wrong with them, with line numbers; {@link #finish} throws it. */
public abstract class CsvRows implements RowSink {
    private final RowFormat format;
    private final int maxRows;
    private final Problems problems = new Problems(RowBuilder.MAX_PROBLEMS);
    private final Tally tally;
    private final RowBuilder builder;
    private int[] inputs = {};
    private long line;
    private int count;
    private boolean commas;

    public CsvRows(RowFormat format, int maxRows, Tally tally, RequestMemory memory) {
        this.format = format;
        this.maxRows = maxRows;
        this.tally = tally;
        builder = new RowBuilder(format, tally, memory);
    }

    /** Takes a row that has ended without problems; the same array each time. */
    public abstract void accept(double[] row);

    /** Notes that the row that has ended can't be used. */
    public void addProblem(String message) {
        if (!keepBadRow(message)) {
            problems.add(new Problem(line, null, message));
        }
    }

    /**
     * Keeps the row that has ended, although it can't be used; returns whether it does. If not, {@link #finish} throws.
     *
     * @param why what is wrong with it
     */
    protected boolean keepBadRow(String why) {
        return false;
    }

    /** A copy of the row that has ended. */
    Row row() {
        return builder.row();
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
        Set<String> present = new HashSet<>(names);
        for (Input input : format.inputs()) {
            if (!present.contains(input.column()) && !format.isOptional(format.find(input.column()))) {
                problems.add(
                        new Problem(1, input.column(), "the header does not have this column; the model needs it"));
            }
        }
        problems.throwIfAny();
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
    public void endRow() throws InvalidTableException {
        if (++count > maxRows) {
            problems.add(Problem.of("there are more than " + maxRows + " rows, the limit (DROPFIT_MAX_ROWS)"));
            problems.throwIfAny();
        }
        double[] row = builder.end();
        if (builder.problems().isEmpty()) {
            accept(row);
            return;
        }
        boolean kept = keepBadRow(FieldProblem.text(builder.problems()));
        for (FieldProblem problem : kept ? List.<FieldProblem>of() : builder.problems()) {
            problems.add(new Problem(
                    line, problem.field(), "found " + problem.found() + "; accepted is " + problem.accepted()));
        }
        builder.clearProblems();
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
