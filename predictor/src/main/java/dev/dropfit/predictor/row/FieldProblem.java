package dev.dropfit.predictor.row;

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

    @Override
    public String toString() {
        return "row " + row + (field.equals(WHOLE_ROW) ? "" : ", '" + field + "'") + ": found " + found
                + "; accepted is " + accepted;
    }
}
