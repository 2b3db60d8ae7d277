package dev.dropfit.predictor;

/**
 * A column of JSON values.
 *
 * @param name the field that it fills
 * @param type what its values may be
 * @param cells where they are
 * @param first the cell of the first row
 * @param step how many cells further the next row's is
 */
record JsonColumn(String name, Datatype type, JsonCells cells, int first, int step) {
    /** Gives a row's value to the builder. */
    void fill(int row, int input, RowBuilder builder) {
        int cell = first + row * step;
        String text = cells.text(cell);
        switch (cells.kind(cell)) {
            case NULL -> builder.missing(input);
            case BEGIN_OBJECT -> builder.unacceptable(input, text);
            default -> {
                if (type.accepts(cells.kind(cell), text)) {
                    fill(cell, text, input, builder);
                } else {
                    builder.unacceptable(input, text, type.accepted());
                }
            }
        }
    }

    private void fill(int cell, String text, int input, RowBuilder builder) {
        switch (cells.kind(cell)) {
            case NUMBER -> builder.number(input, text);
            case BOOLEAN -> builder.truth(input, Boolean.parseBoolean(text));
            default -> {
                if (type == Datatype.CELL) {
                    builder.cell(input, text.strip(), false);
                } else {
                    builder.string(input, text);
                }
            }
        }
    }
}
