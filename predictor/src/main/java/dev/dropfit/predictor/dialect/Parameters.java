package dev.dropfit.predictor.dialect;

import dev.dropfit.predictor.http.Request;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonType;
import dev.dropfit.predictor.json.KnownFields;
import java.util.Set;

/**
 * The parameters of a request, in its query or in an object of its body.
 *
 * @param explain whether to add explanations
 * @param keepsBadRows whether to keep rows that can't be used, each with its error
 */
record Parameters(boolean explain, boolean keepsBadRows) {
    private static final String EXPLAIN = "explain";
    private static final String ON_ERROR = "on_error";
    private static final Set<String> KNOWN = Set.of(EXPLAIN, ON_ERROR);
    private static final Parameters NONE = new Parameters(false, false);

    /** The parameters of the query. */
    static Parameters of(Call call) throws RequestException {
        boolean keepsBadRows = call.keepsBadRows();
        return call.explain() || keepsBadRows ? new Parameters(call.explain(), keepsBadRows) : NONE;
    }

    /**
     * These parameters and those of an object of the body: what either of them asks for.
     *
     * @param what the object, for messages
     * @throws RequestException when on_error has another value than row and fail
     */
    Parameters with(JsonInput in, String what) throws InvalidJsonException, RequestException {
        if (in.type() == JsonType.NULL) {
            in.readNull();
            return this;
        }
        boolean explained = explain;
        boolean kept = keepsBadRows;
        KnownFields fields = new KnownFields(in, what, KNOWN);
        while (fields.next()) {
            if (fields.name().equals(EXPLAIN)) {
                in.require(JsonType.BOOLEAN, "'explain'");
                explained |= in.readBoolean();
            } else {
                kept |= Request.keepsBadRows(in.readString("'on_error'"));
            }
        }
        return new Parameters(explained, kept);
    }
}
