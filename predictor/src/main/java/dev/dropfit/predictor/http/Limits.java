package dev.dropfit.predictor.http;

import dev.dropfit.core.Environment;
import dev.dropfit.core.csv.CsvParser;
import dev.dropfit.predictor.json.JsonLimits;
import dev.dropfit.predictor.memory.LimitExceededException;

/**
 * The limits of a request.
 *
 * @param bodyBytes the maximum length of a body
 * @param rows the maximum number of rows
 * @param responseBytes the maximum length of a response's body
 * @param bodyRate the bytes per second at which a body must arrive, and a response's body be read, on average, after {@link
 *     ClientPace#GRACE_SECONDS}
 */
public record Limits(int bodyBytes, int rows, int responseBytes, int bodyRate) {
    /** The limits of a JSON body. The dialects need a depth of five; a string may be as long as a cell of a CSV. */
    public static final JsonLimits JSON = new JsonLimits(32, CsvParser.MAX_CELL_LENGTH);

    /** The maximum number of columns of a request, as of a CSV. */
    public static final int COLUMNS = CsvParser.MAX_COLUMNS;

    private static final int DEFAULT_BODY_BYTES = 16 << 20;
    private static final int DEFAULT_ROWS = 100_000;
    private static final int DEFAULT_RESPONSE_BYTES = 128 << 20;
    private static final int DEFAULT_BODY_RATE = 16 << 10;

    /** The default limits, except for the body's length and the number of rows. */
    public Limits(int bodyBytes, int rows) {
        this(bodyBytes, rows, DEFAULT_RESPONSE_BYTES, DEFAULT_BODY_RATE);
    }

    /**
     * Checks the number of a request's columns.
     *
     * @throws LimitExceededException when there are more than {@link #COLUMNS}
     */
    public static void checkColumns(int columns) {
        if (columns > COLUMNS) {
            throw LimitExceededException.always("The request has more than " + COLUMNS + " columns, the limit");
        }
    }

    public static Limits fromEnvironment() {
        return new Limits(
                Environment.number("DROPFIT_MAX_BODY_BYTES", DEFAULT_BODY_BYTES, 1),
                Environment.number("DROPFIT_MAX_ROWS", DEFAULT_ROWS, 1),
                Environment.number("DROPFIT_MAX_RESPONSE_BYTES", DEFAULT_RESPONSE_BYTES, 1),
                Environment.number("DROPFIT_MIN_BODY_BYTES_PER_SECOND", DEFAULT_BODY_RATE, 0));
    }
}
