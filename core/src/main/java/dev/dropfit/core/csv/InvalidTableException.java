package dev.dropfit.core.csv;

import java.util.List;
import java.util.stream.Collectors;

/** A table that can't be used, with all reasons. A retry will not help. */
public class InvalidTableException extends Exception {
    private final List<Problem> problems;

    public InvalidTableException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public InvalidTableException(Problem problem) {
        this(List.of(problem));
    }

    public InvalidTableException(String message) {
        this(Problem.of(message));
    }

    /** At least one. */
    public List<Problem> problems() {
        return problems;
    }
}
