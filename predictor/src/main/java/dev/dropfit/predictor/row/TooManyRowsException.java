package dev.dropfit.predictor.row;

/** A request has more rows than the limit. */
public final class TooManyRowsException extends InvalidRowsException {
    public TooManyRowsException(int limit) {
        super(message(limit));
    }

    static String message(int limit) {
        return "The request has more than " + limit + " rows, the limit (DROPFIT_MAX_ROWS); send several requests";
    }
}
