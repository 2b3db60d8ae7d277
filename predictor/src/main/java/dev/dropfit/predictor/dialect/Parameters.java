package dev.dropfit.predictor.dialect;

import dev.dropfit.predictor.http.Request;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonOutput;
import dev.dropfit.predictor.json.JsonType;
import dev.dropfit.predictor.json.KnownFields;
import dev.dropfit.predictor.predict.Explanations;
import dev.dropfit.predictor.predict.PredictionWriter;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.serve.ServedModel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, in its query or in an object of its body.
 *
 * @param explain whether to add explanations
 * @param explained the class whose score is to be explained; null for the usual one
 * @param keepsBadRows whether to keep rows that can't be used, each with its error
 * @param binaryOutput whether outputs are to be binary
 * @param identifies whether to add the ids of predictions
 */
record Parameters(
        boolean explain, @Nullable String explained, boolean keepsBadRows, boolean binaryOutput, boolean identifies) {
    private static final String EXPLAIN = "explain";
    private static final String EXPLAINED = "explained";
    private static final String ON_ERROR = "on_error";
    private static final String BINARY_OUTPUT = "binary_data_output";
    private static final String CONTENT_TYPE = "content_type";
    private static final Set<String> KNOWN = Set.of(EXPLAIN, EXPLAINED, ON_ERROR, BINARY_OUTPUT, CONTENT_TYPE);
    private static final Parameters NONE = new Parameters(false, null, false, false, false);

    /** The parameters of the query. */
    static Parameters of(Call call) throws RequestException {
        boolean keepsBadRows = call.keepsBadRows();
        String explained = call.explained();
        boolean explain = call.explain() || explained != null;
        boolean identifies = call.identifies();
        return explain || keepsBadRows || identifies
                ? new Parameters(explain, explained, keepsBadRows, false, identifies)
                : NONE;
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
        boolean explaining = explain;
        String chosen = explained;
        boolean kept = keepsBadRows;
        boolean binary = binaryOutput;
        KnownFields fields = new KnownFields(in, what, KNOWN);
        while (fields.next()) {
            switch (fields.name()) {
                case EXPLAIN -> {
                    in.require(JsonType.BOOLEAN, "'explain'");
                    explaining |= in.readBoolean();
                }
                case EXPLAINED -> {
                    chosen = in.readString("'explained'");
                    explaining = true;
                }
                case BINARY_OUTPUT -> {
                    in.require(JsonType.BOOLEAN, "'binary_data_output'");
                    binary = in.readBoolean();
                }
                case CONTENT_TYPE -> {
                    // Columns and matrices are told apart by the names of the inputs; only the value is checked.
                    Codec.of(in.readString("'content_type'"));
                }
                default -> kept |= Request.keepsBadRows(in.readString("'on_error'"));
            }
        }
        return new Parameters(explaining, chosen, kept, binary, identifies);
    }

    /** As these, with explanations. */
    Parameters explaining() {
        return new Parameters(true, explained, keepsBadRows, binaryOutput, identifies);
    }

    /**
     * The explanations that are asked for; null for none.
     *
     * @throws InvalidRowsException when the class to explain is none of the model's
     */
    @Nullable
    Explanations explanations(ServedModel served) throws InvalidRowsException {
        return explain ? new Explanations(served.model(), served.format().inputs(), explained) : null;
    }

    /**
     * A writer of predictions as these parameters ask for them.
     *
     * @throws InvalidRowsException when the class to explain is none of the model's
     */
    PredictionWriter writer(ServedModel served, JsonOutput out) throws InvalidRowsException {
        return new PredictionWriter(served, explanations(served), keepsBadRows, identifies, out);
    }
}
