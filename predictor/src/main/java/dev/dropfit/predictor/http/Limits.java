package dev.dropfit.predictor.http;

import dev.dropfit.core.Environment;
import dev.dropfit.core.csv.CsvParser;
import dev.dropfit.predictor.json.JsonLimits;

/**
 * The limits of a request.
 *
 * @param bodyBytes the maximum length of a body
 * @param rows the maximum number of rows
 */
public record Limits(int bodyBytes, int rows) {
    /** The limits of a JSON body. The dialects need a depth of five; a string may be as long as a cell of a CSV. */
    public static final JsonLimits JSON = new JsonLimits(32, CsvParser.MAX_CELL_LENGTH);

    private static final int DEFAULT_BODY_BYTES = 16 << 20;
    private static final int DEFAULT_ROWS = 100_000;

    public static Limits fromEnvironment() {
        return new Limits(
                Environment.number("DROPFIT_MAX_BODY_BYTES", DEFAULT_BODY_BYTES, 1),
                Environment.number("DROPFIT_MAX_ROWS", DEFAULT_ROWS, 1));
    }
}
