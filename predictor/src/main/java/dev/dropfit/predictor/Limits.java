package dev.dropfit.predictor;

import dev.dropfit.core.Environment;
import dev.dropfit.core.csv.CsvParser;

/**
 * How much a request may ask for.
 *
 * @param bodyBytes the longest body
 * @param rows the most rows
 */
record Limits(int bodyBytes, int rows) {
    /** The deepest nesting of a JSON body; the dialects' own need five. */
    static final int DEPTH = 32;
    /** The longest JSON text, in characters: as long as a CSV's cell may be. */
    static final int TEXT = CsvParser.MAX_CELL;

    private static final int BODY_BYTES = 16 << 20;
    private static final int ROWS = 100_000;

    static Limits fromEnvironment() {
        return new Limits(
                Environment.number("DROPFIT_MAX_BODY_BYTES", BODY_BYTES, 1),
                Environment.number("DROPFIT_MAX_ROWS", ROWS, 1));
    }

    /** @throws RequestException when a request has this many rows and that is too many */
    void checkRows(long count) throws RequestException {
        if (count > rows) {
            throw new RequestException(
                    413, "The request has more than " + rows + " rows, the limit (DROPFIT_MAX_ROWS); send several");
        }
    }

    RequestException tooLong() {
        return new RequestException(
                413, "The body is longer than " + bodyBytes + " bytes, the limit (DROPFIT_MAX_BODY_BYTES)");
    }
}
