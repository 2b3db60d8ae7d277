package dev.dropfit.predictor.dialect;

import dev.dropfit.core.Text;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.json.JsonInput;
import org.jspecify.annotations.Nullable;

/**
 * The body of an inference request: JSON, and after it the bytes of its binary tensors, if there are any.
 *
 * @param json the JSON
 * @param bytes all of the body; empty if it is JSON only
 * @param binary where the binary tensors begin
 * @see <a href="https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_binary_data.md">Binary tensor data
 *     extension</a>
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record TensorBody(JsonInput json, byte[] bytes, int binary) {
    /** The header with the length of the JSON. */
    static final String LENGTH = "Inference-Header-Content-Length";

    static final String TYPE = "application/octet-stream";

    private static final int MAX_SHOWN = 30;
    private static final int MAX_DIGITS = 9;

    /** @throws RequestException when the header with the length of the JSON is not the length of a part of the body */
    static TensorBody read(Call call) throws RequestException, InvalidJsonException {
        @Nullable String header = call.header(LENGTH);
        if (header == null && call.type().equals(TYPE)) {
            throw new RequestException(
                    400, "A body of the type " + TYPE + " needs the header " + LENGTH + ": the length of its JSON");
        }
        if (header == null) {
            return new TensorBody(call.json(), new byte[0], 0);
        }
        byte[] body = call.content();
        int length = length(header.strip());
        if (length <= 0 || length > body.length) {
            throw new RequestException(
                    400,
                    "The header " + LENGTH + " is '" + Text.truncate(header, MAX_SHOWN)
                            + "'; accepted is the length of the JSON before the binary tensors, of a body of "
                            + body.length + " bytes");
        }
        call.memory().reserve((long) Character.BYTES * length);
        return new TensorBody(new JsonInput(body, length, Limits.JSON), body, length);
    }

    private static int length(String text) {
        if (text.isEmpty() || text.length() > MAX_DIGITS) {
            return -1;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return -1;
            }
        }
        return Integer.parseInt(text);
    }

    /** The number of bytes after the JSON. */
    int binaryLength() {
        return bytes.length - binary;
    }
}
