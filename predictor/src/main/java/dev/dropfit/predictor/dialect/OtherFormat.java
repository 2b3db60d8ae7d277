package dev.dropfit.predictor.dialect;

import dev.dropfit.core.Text;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonType;
import dev.dropfit.predictor.serve.ServedModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Recognises a body that is no row but the format of another protocol, so that its error can name the path of that protocol. */
final class OtherFormat {
    private static final int MAX_FIELDS = 100;
    private static final int MAX_SHOWN = 60;

    private OtherFormat() {}

    /**
     * A value.
     *
     * @param inner the type of the first value in it, if it is an array; null if there is none
     */
    private record Value(JsonType type, @Nullable JsonType inner) {
        boolean isNested() {
            return type == JsonType.OBJECT || type == JsonType.ARRAY;
        }
    }

    /**
     * What the body is, for a message; empty if it is not known.
     *
     * @param in the body, from its beginning
     */
    static Optional<String> find(JsonInput in, ServedModel served) {
        Map<String, Value> fields = new HashMap<>();
        try {
            if (in.type() != JsonType.OBJECT) {
                return Optional.empty();
            }
            in.beginObject();
            while (in.nextField() && fields.size() < MAX_FIELDS) {
                fields.put(in.text(), read(in));
            }
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
        Set<JsonType> types = fields.values().stream().map(Value::type).collect(Collectors.toSet());
        return Optional.ofNullable(protocol(fields, served.name().value()))
                .or(() -> Optional.ofNullable(rowsInField(fields, served.format())))
                .or(() -> Optional.ofNullable(dataFrame(fields.keySet(), types)));
    }

    private static Value read(JsonInput in) throws InvalidJsonException {
        JsonType type = in.type();
        JsonType inner = null;
        if (type != JsonType.ARRAY) {
            in.skip();
            return new Value(type, inner);
        }
        in.beginArray();
        while (in.nextItem()) {
            inner = inner == null ? in.type() : inner;
            in.skip();
        }
        return new Value(type, inner);
    }

    private static @Nullable String protocol(Map<String, Value> fields, String model) {
        Set<String> names = fields.keySet();
        Value data = fields.get("data");
        if (names.contains("calls")) {
            return at("a request of a remote function of BigQuery", model, "/bigquery");
        }
        if (names.equals(Set.of("data")) && data != null && data.inner() == JsonType.ARRAY) {
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
        return names.contains("jsonData") || (data != null && data.type() == JsonType.OBJECT)
                ? "The body is a request of Seldon's protocol; send the rows themselves, or a request of the Open"
                        + " Inference Protocol to /v2/models/"
                        + model + "/infer"
                : null;
    }

    /** Rows in a field of an object, as services of one's own and many clouds have them. */
    private static @Nullable String rowsInField(Map<String, Value> fields, RowFormat format) {
        List<String> nested = fields.keySet().stream()
                .filter(name -> Objects.requireNonNull(fields.get(name)).isNested())
                .toList();
        if (nested.size() != 1 || fields.keySet().stream().anyMatch(name -> format.find(name) >= 0)) {
            return null;
        }
        return "The body has its rows in the field '" + Text.truncate(nested.get(0), MAX_SHOWN)
                + "'; send the rows themselves: an object of fields, or an array of such objects";
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
