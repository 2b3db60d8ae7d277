package dev.dropfit.predictor;

/**
 * What is wrong with one field of a request.
 *
 * @param row from 0
 * @param field the column's name, or {@link #WHOLE_ROW}
 * @param found what was there
 * @param accepted what should be
 */
record FieldProblem(long row, String field, String found, String accepted) {
    /** Stands for a field where it is not about one. */
    static final String WHOLE_ROW = "*";

    @Override
    public String toString() {
        return "row " + row + (field.equals(WHOLE_ROW) ? "" : ", '" + field + "'") + ": found " + found
                + "; accepted is " + accepted;
    }
}
