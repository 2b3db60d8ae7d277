package dev.dropfit.predictor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What a request gets.
 *
 * @param status the HTTP status
 * @param type the content type
 * @param headers further headers
 * @param body its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Answer(int status, String type, Map<String, String> headers, byte[] body) {
    static final String JSON = "application/json";

    private static final String VERSION = "Dropfit-Version";

    Answer {
        headers = Map.copyOf(headers);
    }

    /** Work with a model that ends in an answer. */
    interface Work {
        Answer answer() throws IOException, RequestException;
    }

    static Answer json(String body) {
        return json(200, body, Map.of());
    }

    static Answer json(int status, String body, Map<String, String> headers) {
        return new Answer(status, JSON, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer json(JsonOutput json) {
        return new Answer(200, JSON, Map.of(), json.toBytes());
    }

    /** The answer, or the refusal, with the version of the model that it is of. */
    static Answer of(Served served, Request request, Work work) throws IOException, RequestException {
        request.tally().served(served);
        Map<String, String> version = Map.of(VERSION, served.version());
        try {
            Answer answer = work.answer();
            return new Answer(answer.status, answer.type, merged(answer.headers, version), answer.body);
        } catch (RequestException e) {
            throw new RequestException(e.status(), e.getMessage(), e.problems(), merged(e.headers(), version));
        }
    }

    private static Map<String, String> merged(Map<String, String> headers, Map<String, String> more) {
        if (headers.isEmpty()) {
            return more;
        }
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return all;
    }
}
