package dev.dropfit.predictor.row;

import java.util.List;

/** Rows that can't be used. */
public class InvalidRowsException extends Exception {
    private final List<FieldProblem> problems;

    /** Rows with problems of single fields. */
    public InvalidRowsException(String message, List<FieldProblem> problems) {
        super(message);
        this.problems = List.copyOf(problems);
    }

    /** A row that can't be used as a whole. */
    public InvalidRowsException(String message) {
        this(message, List.of());
    }

    /** The problems field by field, up to a limit. */
    public List<FieldProblem> problems() {
        return problems;
    }
}
