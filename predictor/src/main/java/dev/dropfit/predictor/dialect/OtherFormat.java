package dev.dropfit.predictor.dialect;

import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recognises a body that is no row but the format of another protocol, so that its error can name the path of that protocol. */
final class OtherFormat {
    private static final int MAX_FIELDS = 100;

    private OtherFormat() {}

    /**
     * What the body is, for a message; empty if it is not known.
     *
     * @param in the body, from its beginning
     * @param model the name of the model
     */
    static Optional<String> find(JsonInput in, String model) {
        Map<String, JsonType> fields = new HashMap<>();
        try {
            if (in.type() != JsonType.OBJECT) {
                return Optional.empty();
            }
            in.beginObject();
            while (in.nextField() && fields.size() < MAX_FIELDS) {
                fields.put(in.text(), in.type());
                in.skip();
            }
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
        return Optional.ofNullable(protocol(fields, model))
                .or(() -> Optional.ofNullable(dataFrame(fields.keySet(), Set.copyOf(fields.values()))));
    }

    private static @Nullable String protocol(Map<String, JsonType> fields, String model) {
        Set<String> names = fields.keySet();
        if (names.contains("calls")) {
            return at("a request of a remote function of BigQuery", model, "/bigquery");
        }
        if (names.equals(Set.of("data")) && fields.get("data") != JsonType.OBJECT) {
            return at("a request of an external function of Snowflake", model, "/snowflake");
        }
        if (names.contains("instances")) {
            return "The body is a request of Vertex AI or KServe V1; send it to /v1/models/" + model + ":predict";
        }
        if (names.contains("dataframe_split") || names.contains("dataframe_records")) {
            return at("a request of MLflow", model, "/invocations");
        }
        if (names.contains("inputs")) {
            return "The body is a request of the Open Inference Protocol or of MLflow; send it to /v2/models/" + model
                    + "/infer or to /" + model + "/invocations";
        }
        if (names.contains("message") && names.contains("subscription")) {
            return envelope("a Pub/Sub push message");
        }
        if (names.contains("specversion")) {
            return envelope("a CloudEvent");
        }
        return names.contains("jsonData") || fields.get("data") == JsonType.OBJECT
                ? "The body is a request of Seldon's protocol; send the rows themselves, or a request of the Open Inference Protocol to /v2/models/"
                        + model + "/infer"
                : null;
    }

    /** A data frame that pandas has written in another way than as records. */
    private static @Nullable String dataFrame(Set<String> names, Set<JsonType> types) {
        if (types.equals(Set.of(JsonType.OBJECT))
                || names.containsAll(Set.of("columns", "data"))
                || names.equals(Set.of("schema", "data"))) {
            return "The body is a data frame by columns; send its rows, in pandas with to_json(orient=\"records\")";
        }
        return names.size() > 1 && types.equals(Set.of(JsonType.ARRAY))
                ? "The body has an array for each column; send an array of objects, one for each row"
                : null;
    }

    private static String at(String what, String model, String path) {
        return "The body is " + what + "; send it to /" + model + path;
    }

    private static String envelope(String what) {
        return "The body is " + what + ", which has no response that anyone reads; accepted are the rows themselves";
    }
}
