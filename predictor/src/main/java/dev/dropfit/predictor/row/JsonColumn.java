package dev.dropfit.predictor.row;

import dev.dropfit.core.csv.Values;
import dev.dropfit.predictor.json.JsonCells;
import dev.dropfit.predictor.json.JsonType;

/**
 * A column of JSON values.
 *
 * @param name the name of its field
 * @param type what its values may be
 * @param cells the values of the body
 * @param first the index of the first row's cell
 * @param step the distance to the next row's cell
 */
public record JsonColumn(String name, Datatype type, JsonCells cells, int first, int step) implements RequestColumn {
    /** Fills a field of the builder's row from a row of the column. */
    void fill(int row, int input, RowBuilder builder) {
        int cell = first + row * step;
        switch (cells.type(cell)) {
            case NULL -> builder.missing(input);
            case OBJECT, ARRAY -> builder.unusable(input, cells.text(cell));
            default -> {
                if (type.accepts(cells, cell)) {
                    fillValue(cell, input, builder);
                } else if (cells.type(cell) == JsonType.STRING
                        && Values.isMissing(cells.chars(), cells.start(cell), cells.length(cell))) {
                    // JSON has no NaN: some clients write "NaN".
                    builder.missing(input);
                } else {
                    builder.unusable(input, cells.text(cell), type.accepted());
                }
            }
        }
    }

    private void fillValue(int cell, int input, RowBuilder builder) {
        char[] chars = cells.chars();
        int start = cells.start(cell);
        int length = cells.length(cell);
        switch (cells.type(cell)) {
            case NUMBER -> builder.number(input, chars, start, length);
            case BOOLEAN -> builder.bool(input, cells.isTrue(cell));
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
