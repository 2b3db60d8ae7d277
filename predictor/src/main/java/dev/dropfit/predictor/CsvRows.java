package dev.dropfit.predictor;

import dev.dropfit.core.model.RowFormat;
import dev.dropfit.core.csv.CommaNumbers;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.csv.Problems;
import dev.dropfit.core.csv.RowSink;
import dev.dropfit.core.model.Input;
import java.util.List;

/** Decodes the rows of a CSV. What is wrong with them is collected with its lines; {@link #finish} tells. */
abstract class CsvRows implements RowSink {
    private final RowFormat format;
    private final int mostRows;
    private final Problems problems = new Problems(RowBuilder.MOST_PROBLEMS);
    private final Tally tally;
    private final RowBuilder builder;
    private int[] inputs = {};
    private long line;
    private int count;
    private boolean commas;

    CsvRows(RowFormat format, int mostRows, Tally tally) {
        this.format = format;
        this.mostRows = mostRows;
        this.tally = tally;
        builder = new RowBuilder(format, tally);
    }

    /** The row that has ended, without problems; the same array each time. */
    abstract void accept(double[] row);

    /** Tells that the row that has ended can't be used. */
    void addProblem(String message) {
        problems.add(new Problem(line, null, message));
    }

    RowBuilder builder() {
        return builder;
    }

    @Override
    public void header(List<String> names, char separator) throws InvalidTableException {
        commas = CommaNumbers.allowed(separator);
        builder.begin();
        inputs = names.stream().mapToInt(builder::input).toArray();
        for (Input input : format.inputs()) {
            if (!names.contains(input.column())) {
                problems.add(
                        new Problem(1, input.column(), "the header does not have this column, which the model needs"));
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
        if (++count > mostRows) {
            problems.add(Problem.of("there are more than " + mostRows + " rows, the limit (DROPFIT_MAX_ROWS)"));
            problems.throwIfAny();
        }
        double[] row = builder.end();
        if (builder.problems().isEmpty()) {
            accept(row);
            return;
        }
        for (FieldProblem problem : builder.problems()) {
            problems.add(new Problem(
                    line, problem.field(), "found " + problem.found() + "; accepted is " + problem.accepted()));
        }
        builder.clearProblems();
    }

    /** @throws InvalidTableException when a row can't be used */
    void finish() throws InvalidTableException {
        problems.throwIfAny();
        tally.rows(count);
    }
}
