package dev.dropfit.trainer.job;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.dropfit.core.Text;
import dev.dropfit.core.bucket.ServiceAccountToken;
import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Starts executions of a Cloud Run job, with the model and the generation as arguments of its container. Cloud Run starts a task again
 * that fails.
 *
 * @see <a href="https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.jobs/run">Method: projects.locations.jobs.run</a>
 */
public final class CloudRunLauncher implements Launcher {
    private static final String ENDPOINT = "https://run.googleapis.com";
    private static final Pattern JOB =
            Pattern.compile("projects/[a-z0-9][a-z0-9:.-]*/locations/[a-z0-9-]+/jobs/[a-z]([a-z0-9-]*[a-z0-9])?");
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int READ_TIMEOUT_MILLIS = 30_000;
    private static final int MAX_RESPONSE_BYTES = 1 << 16;
    private static final int MAX_MESSAGE = 300;
    private static final int TOO_MANY_REQUESTS = 429;

    private final String job;
    private final String endpoint;
    private final ServiceAccountToken token;

    /**
     * A job on Google Cloud.
     *
     * @param job {@code projects/…/locations/…/jobs/…}
     * @throws IllegalArgumentException when the name has another form
     */
    public CloudRunLauncher(String job) {
        this(job, ENDPOINT, new ServiceAccountToken());
    }

    /** @param endpoint the URL of the API, without a slash at the end */
    CloudRunLauncher(String job, String endpoint, ServiceAccountToken token) {
        if (!JOB.matcher(job).matches()) {
            throw new IllegalArgumentException("The job is '" + job
                    + "'; accepted are names like projects/my-project/locations/us-central1/jobs/dropfit-trainer");
        }
        this.job = job;
        this.endpoint = endpoint;
        this.token = token;
    }

    @Override
    public Execution launch(ModelName model, long generation) throws IOException, LaunchRefusedException {
        String authorization = "Bearer "
                + token.get()
                        .orElseThrow(
                                () -> new JobUnavailableException("Google's metadata server gives no access token"));
        int status;
        String body;
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(endpoint + "/v2/" + job + ":run").toURL().openConnection();
            connection.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
            connection.setReadTimeout(READ_TIMEOUT_MILLIS);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setRequestProperty("Authorization", authorization);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.getOutputStream().write(request(model, generation).getBytes(StandardCharsets.UTF_8));
            status = connection.getResponseCode();
            body = body(connection);
        } catch (IOException e) {
            throw new JobUnavailableException("Cloud Run does not respond: " + e.getMessage(), e);
        }
        if (status / 100 == 2) {
            return new Started(execution(body));
        }
        if (status == TOO_MANY_REQUESTS || status / 100 == 5) {
            throw new JobUnavailableException("Cloud Run responds with status " + status + message(body));
        }
        throw new LaunchRefusedException(
                switch (status) {
                    case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
                        "the account of the trainer may not run " + job + "; ./deploy.sh grants it" + message(body);
                    case HttpURLConnection.HTTP_NOT_FOUND ->
                        "there is no job " + job + "; ./deploy.sh creates it" + message(body);
                    default -> "Cloud Run refuses to run " + job + " with status " + status + message(body);
                });
    }

    /** Not known here: to read executions, the account would need one more permission. */
    @Override
    public boolean hasEnded(String execution) {
        return false;
    }

    private static String request(ModelName model, long generation) {
        JsonArray arguments = new JsonArray();
        arguments.add(model.toString());
        arguments.add(Long.toString(generation));
        JsonObject container = new JsonObject();
        container.add("args", arguments);
        JsonArray containers = new JsonArray();
        containers.add(container);
        JsonObject overrides = new JsonObject();
        overrides.add("containerOverrides", containers);
        JsonObject request = new JsonObject();
        request.add("overrides", overrides);
        return request.toString();
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

    /** The response is a long-running operation, whose metadata is the execution. */
    private String execution(String body) {
        String name = field(body, "metadata", "name").orElse(job);
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static String message(String body) {
        return field(body, "error", "message")
                .map(message -> ": " + Text.truncate(message, MAX_MESSAGE))
                .orElse("");
    }

    private static Optional<String> field(String body, String object, String name) {
        try {
            JsonElement json = JsonParser.parseString(body);
            return json instanceof JsonObject root
                            && root.get(object) instanceof JsonObject inner
                            && inner.get(name) instanceof JsonPrimitive value
                    ? Optional.of(value.getAsString())
                    : Optional.empty();
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }

    private record Started(String name) implements Execution {
        @Override
        public void await() {
            // Cloud Run is responsible for it.
        }
    }
}
