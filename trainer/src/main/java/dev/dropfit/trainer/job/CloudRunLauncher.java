package dev.dropfit.trainer.job;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.ServiceAccountToken;
import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.net.HttpURLConnection;
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

    private final String job;
    private final GoogleApi api;

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
        api = new GoogleApi("Cloud Run", endpoint, token);
    }

    @Override
    public Execution launch(ModelName model, long generation) throws IOException, LaunchRefusedException {
        GoogleApi.Response response = api.post("/v2/" + job + ":run", request(model, generation));
        if (response.isSuccess()) {
            return new RemoteExecution(execution(response));
        }
        String message = response.message();
        throw new LaunchRefusedException(
                response.isForbidden()
                        ? "the account of the trainer may not run " + job + "; ./deploy.sh grants it" + message
                        : response.status() == HttpURLConnection.HTTP_NOT_FOUND
                                ? "there is no job " + job + "; ./deploy.sh creates it" + message
                                : "Cloud Run refuses to run " + job + " with status " + response.status() + message);
    }

    /** Not known here: to read executions, the account would need one more permission. */
    @Override
    public boolean hasEnded(String execution) {
        return false;
    }

    private static JsonObject request(ModelName model, long generation) {
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
        return request;
    }

    /** The response is a long-running operation, whose metadata is the execution. */
    private String execution(GoogleApi.Response response) {
        String name = response.field("metadata", "name").orElse(job);
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
