package dev.dropfit.predictor.http;

import dev.dropfit.predictor.json.JsonOutput;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A response.
 *
 * @param status the HTTP status
 * @param type the content type
 * @param headers further headers
 * @param body its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Response(int status, String type, Map<String, String> headers, byte[] body) {
    public static final String JSON = "application/json";

    public Response {
        headers = Map.copyOf(headers);
    }

    public static Response json(String body) {
        return json(200, body, Map.of());
    }

    public static Response json(int status, String body, Map<String, String> headers) {
        return new Response(status, JSON, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    public static Response json(JsonOutput json) {
        return new Response(200, JSON, Map.of(), json.toBytes());
    }

    public Response withHeader(String name, String value) {
        if (headers.isEmpty()) {
            return new Response(status, type, Map.of(name, value), body);
        }
        Map<String, String> all = new HashMap<>(headers);
        all.put(name, value);
        return new Response(status, type, all, body);
    }
}
