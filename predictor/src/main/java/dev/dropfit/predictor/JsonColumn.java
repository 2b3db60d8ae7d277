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
        switch (cells.kind(cell)) {
            case NULL -> builder.missing(input);
            case OBJECT, LIST -> builder.unacceptable(input, cells.text(cell));
            default -> {
                if (type.accepts(cells, cell)) {
                    give(cell, input, builder);
                } else {
                    builder.unacceptable(input, cells.text(cell), type.accepted());
                }
            }
        }
    }

    private void give(int cell, int input, RowBuilder builder) {
        char[] chars = cells.chars();
        int start = cells.start(cell);
        int length = cells.length(cell);
        switch (cells.kind(cell)) {
            case NUMBER -> builder.number(input, chars, start, length);
            case TRUTH -> builder.truth(input, cells.isTrue(cell));
            default -> {
                if (type == Datatype.CELL) {
                    builder.text(input, chars, start, length);
                } else {
                    builder.string(input, chars, start, length);
                }
            }
        }
    }
}
