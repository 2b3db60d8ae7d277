package dev.dropfit.predictor.dialect;

import dev.dropfit.core.Text;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonType;
import dev.dropfit.predictor.json.KnownFields;
import java.util.Set;

/**
 * An output that an inference request names.
 *
 * @param name empty if the request has no name for it
 * @param binary whether its values are to follow the JSON
 * @param topClasses how many of the likeliest classes to name; 0 for the numbers of all classes
 * @see <a href="https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_classification.md">Classification
 *     extension</a>
 */
record RequestedOutput(String name, boolean binary, int topClasses) {
    private static final Set<String> FIELDS = Set.of("name", "parameters");
    private static final Set<String> PARAMETERS = Set.of("binary_data", "classification", SharedMemory.REGION);
    private static final int MAX_SHOWN = 30;

    /** @throws RequestException when a parameter has a value that can't be used */
    static RequestedOutput read(JsonInput in) throws InvalidJsonException, RequestException {
        String name = "";
        boolean binary = false;
        int topClasses = 0;
        KnownFields fields = new KnownFields(in, "a requested output", FIELDS);
        while (fields.next()) {
            if (fields.name().equals("name")) {
                name = in.readString("'name' of a requested output");
            } else if (in.type() == JsonType.NULL) {
                in.readNull();
            } else {
                KnownFields parameters = new KnownFields(in, "'parameters' of a requested output", PARAMETERS);
                while (parameters.next()) {
                    if (parameters.name().equals("classification")) {
                        topClasses = readCount(in);
                    } else if (parameters.name().equals(SharedMemory.REGION)) {
                        throw SharedMemory.refused("A requested output");
                    } else {
                        in.require(JsonType.BOOLEAN, "'binary_data'");
                        binary = in.readBoolean();
                    }
                }
            }
        }
        return new RequestedOutput(name, binary, topClasses);
    }

    private static int readCount(JsonInput in) throws InvalidJsonException, RequestException {
        in.require(JsonType.NUMBER, "'classification'");
        in.readNumber();
        String text = in.text();
        if (!text.matches("\\d{1,9}")) {
            throw new RequestException(
                    400,
                    "The 'classification' of an output is " + Text.truncate(text, MAX_SHOWN)
                            + "; accepted is the number of the likeliest classes to name");
        }
        return Integer.parseInt(text);
    }
}
