package dev.dropfit.predictor.dialect;

import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonType;
import dev.dropfit.predictor.json.KnownFields;
import java.util.Set;

/** The object of parameters in a request's body. */
final class Parameters {
    private static final String EXPLAIN = "explain";
    private static final Set<String> KNOWN = Set.of(EXPLAIN);

    private Parameters() {}

    /**
     * Reads whether the parameters ask for explanations.
     *
     * @param what the object, for messages
     */
    static boolean readExplain(JsonInput in, String what) throws InvalidJsonException {
        if (in.type() == JsonType.NULL) {
            in.readNull();
            return false;
        }
        boolean explain = false;
        KnownFields fields = new KnownFields(in, what, KNOWN);
        while (fields.next()) {
            in.require(JsonType.BOOLEAN, "'explain'");
            explain = in.readBoolean();
        }
        return explain;
    }
}
