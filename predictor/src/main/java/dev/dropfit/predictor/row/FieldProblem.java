package dev.dropfit.predictor.row;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What is wrong with a field of a request.
 *
 * @param row the row's index, from 0
 * @param field the column's name, or {@link #WHOLE_ROW}
 * @param found what the field is
 * @param accepted what it may be
 */
public record FieldProblem(long row, String field, String found, String accepted) {
    /** In place of a field's name: the problem is the row's. */
    static final String WHOLE_ROW = "*";

    /** The problems of a row that one text names. */
    private static final int MAX_OF_ROW = 10;

    /**
     * The problems of one row, in one text.
     *
     * @param problems some of them, the first ones
     * @param count of all of them
     */
    static String text(List<FieldProblem> problems, long count) {
        long more = count - Math.min(MAX_OF_ROW, problems.size());
        return problems.stream()
                .limit(MAX_OF_ROW)
                .map(problem -> (problem.field.equals(WHOLE_ROW) ? "" : "'" + problem.field + "': ") + problem.text())
                .collect(Collectors.joining("; ", "", more == 0 ? "" : "; and " + more + " more fields"));
    }

    private String text() {
        return "found " + found + "; accepted is " + accepted;
    }

    @Override
    public String toString() {
        return "row " + row + (field.equals(WHOLE_ROW) ? "" : ", '" + field + "'") + ": " + text();
    }
}
