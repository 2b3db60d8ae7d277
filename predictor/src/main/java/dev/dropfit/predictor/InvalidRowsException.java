package dev.dropfit.predictor;

import java.util.List;

/** Rows that can't be used. */
class InvalidRowsException extends Exception {
    private final List<FieldProblem> problems;

    /** Rows with problems of single fields. */
    InvalidRowsException(String message, List<FieldProblem> problems) {
        super(message);
        this.problems = List.copyOf(problems);
    }

    /** A row that can't be used as a whole. */
    InvalidRowsException(String message) {
        this(message, List.of());
    }

    /** The problems field by field, up to a limit. */
    List<FieldProblem> problems() {
        return problems;
    }
}
