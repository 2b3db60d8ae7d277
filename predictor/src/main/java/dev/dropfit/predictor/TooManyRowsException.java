package dev.dropfit.predictor;

/** A request has more rows than the limit. */
final class TooManyRowsException extends InvalidRowsException {
    TooManyRowsException(int limit) {
        super("The request has more than " + limit + " rows, the limit (DROPFIT_MAX_ROWS); send several requests");
    }
}
