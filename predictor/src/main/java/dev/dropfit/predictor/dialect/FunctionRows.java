package dev.dropfit.predictor.dialect;

import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonType;
import dev.dropfit.predictor.json.KnownFields;
import dev.dropfit.predictor.row.DecodedRows;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.row.JsonRows;
import dev.dropfit.predictor.serve.ServedModel;
import java.io.IOException;
import java.util.Set;

/**
 * The request of a function of a database: a field with an array of rows, each an array of arguments.
 *
 * @param field its name
 * @param items what is in it, for messages
 * @param start reads a row up to its first argument
 */
record FunctionRows(String field, String items, Start start) {
    /** Reads a row up to its first argument. */
    @FunctionalInterface
    interface Start {
        void read(JsonInput in) throws InvalidJsonException, RequestException;
    }

    DecodedRows read(ServedModel served, Call call, Limits limits)
            throws IOException, RequestException, InvalidRowsException {
        boolean keepsBadRows = call.keepsBadRows();
        JsonRows rows = new JsonRows(served.format(), limits.rows(), call.tally(), call.memory(), keepsBadRows);
        JsonInput in = call.json();
        boolean found = false;
        KnownFields fields = new KnownFields(in, "the request", Set.of(field));
        while (fields.next()) {
            found = true;
            in.require(JsonType.ARRAY, "'" + field + "'");
            in.beginArray();
            while (in.nextItem()) {
                start.read(in);
                rows.readArguments(in);
            }
        }
        in.finish();
        if (!found) {
            throw new RequestException(400, "The request has no '" + field + "'; accepted is an array of " + items);
        }
        DecodedRows decoded = rows.finish(keepsBadRows);
        call.release(in);
        return decoded;
    }
}
