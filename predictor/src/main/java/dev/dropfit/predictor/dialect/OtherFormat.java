package dev.dropfit.predictor.dialect;

import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonType;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

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
        Set<String> names = new HashSet<>();
        try {
            if (in.type() != JsonType.OBJECT) {
                return Optional.empty();
            }
            in.beginObject();
            while (in.nextField() && names.size() < MAX_FIELDS) {
                names.add(in.text());
                in.skip();
            }
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                names.contains("calls")
                        ? at("a request of a remote function of BigQuery", model, "/bigquery")
                        : names.equals(Set.of("data"))
                                ? at("a request of an external function of Snowflake", model, "/snowflake")
                                : names.contains("instances")
                                        ? "The body is a request of Vertex AI or KServe V1; send it to /v1/models/"
                                                + model + ":predict"
                                        : names.contains("dataframe_split") || names.contains("dataframe_records")
                                                ? at("a request of MLflow", model, "/invocations")
                                                : names.contains("inputs")
                                                        ? "The body is a request of the Open Inference Protocol or of MLflow; send it to /v2/models/"
                                                                + model + "/infer or to /" + model + "/invocations"
                                                        : names.contains("message") && names.contains("subscription")
                                                                ? envelope("a Pub/Sub push message")
                                                                : names.contains("specversion")
                                                                        ? envelope("a CloudEvent")
                                                                        : null);
    }

    private static String at(String what, String model, String path) {
        return "The body is " + what + "; send it to /" + model + path;
    }

    private static String envelope(String what) {
        return "The body is " + what + ", which has no response that anyone reads; accepted are the rows themselves";
    }
}
