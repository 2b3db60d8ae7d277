package dev.dropfit.trainer.job;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.dropfit.core.Text;
import dev.dropfit.core.bucket.ServiceAccountToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Sends requests to a service of Google Cloud, in the name of the account of this process. Thread-safe. */
final class GoogleApi {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int READ_TIMEOUT_MILLIS = 30_000;
    private static final int MAX_RESPONSE_BYTES = 1 << 16;
    private static final int MAX_MESSAGE = 300;
    private static final int TOO_MANY_REQUESTS = 429;

    private final String service;
    private final String endpoint;
    private final ServiceAccountToken token;

    /**
     * A service.
     *
     * @param service its name, for messages
     * @param endpoint the URL of the API, without a slash at the end
     */
    GoogleApi(String service, String endpoint, ServiceAccountToken token) {
        this.service = service;
        this.endpoint = endpoint;
        this.token = token;
    }

    /** A response that is final: the same request would get it again. */
    record Response(int status, String body) {
        boolean isSuccess() {
            return status / 100 == 2;
        }

        /** Whether the account lacks a permission. */
        boolean isForbidden() {
            return status == HttpURLConnection.HTTP_UNAUTHORIZED || status == HttpURLConnection.HTTP_FORBIDDEN;
        }

        /** The error message, after a colon; empty if there is none. */
        String message() {
            return field("error", "message")
                    .map(message -> ": " + Text.truncate(message, MAX_MESSAGE))
                    .orElse("");
        }

        /** A string of the response. */
        Optional<String> field(String name) {
            return root().flatMap(root -> string(root, name));
        }

        /** A string in an object of the response. */
        Optional<String> field(String object, String name) {
            return root().flatMap(root ->
                    root.get(object) instanceof JsonObject inner ? string(inner, name) : Optional.empty());
        }

        private Optional<JsonObject> root() {
            try {
                JsonElement json = JsonParser.parseString(body);
                return json instanceof JsonObject root ? Optional.of(root) : Optional.empty();
            } catch (JsonParseException e) {
                return Optional.empty();
            }
        }

        private static Optional<String> string(JsonObject json, String name) {
            return json.get(name) instanceof JsonPrimitive value ? Optional.of(value.getAsString()) : Optional.empty();
        }
    }

    /** @throws JobUnavailableException when the same request may succeed later */
    Response post(String path, JsonObject request) throws IOException {
        return send("POST", path, Optional.of(request));
    }

    /** @throws JobUnavailableException when the same request may succeed later */
    Response get(String path) throws IOException {
        return send("GET", path, Optional.empty());
    }

    private Response send(String method, String path, Optional<JsonObject> request) throws IOException {
        String authorization = "Bearer "
                + token.get()
                        .orElseThrow(
                                () -> new JobUnavailableException("Google's metadata server gives no access token"));
        Response response;
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(endpoint + path).toURL().openConnection();
            connection.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
            connection.setReadTimeout(READ_TIMEOUT_MILLIS);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestMethod(method);
            connection.setRequestProperty("Authorization", authorization);
            if (request.isPresent()) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                connection.getOutputStream().write(request.get().toString().getBytes(StandardCharsets.UTF_8));
            }
            response = new Response(connection.getResponseCode(), body(connection));
        } catch (IOException e) {
            throw new JobUnavailableException(service + " does not respond: " + e.getMessage(), e);
        }
        if (response.status() == TOO_MANY_REQUESTS || response.status() / 100 == 5) {
            throw new JobUnavailableException(
                    service + " responds with status " + response.status() + response.message());
        }
        return response;
    }

    private static String body(HttpURLConnection connection) throws IOException {
        InputStream stream =
                connection.getResponseCode() / 100 == 2 ? connection.getInputStream() : connection.getErrorStream();
        if (stream == null) {
            return "";
        }
        try (stream) {
            return new String(stream.readNBytes(MAX_RESPONSE_BYTES), StandardCharsets.UTF_8);
        }
    }
}
