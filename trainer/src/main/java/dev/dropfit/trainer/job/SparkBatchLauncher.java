package dev.dropfit.trainer.job;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.ServiceAccountToken;
import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Starts batches of Managed Service for Apache Spark. The name of a batch follows from the model, the generation and the code, so a second request finds
 * the batch of the first one. A batch is not started again by the service; if it has failed, the next request starts another one, up to
 * {@value #MAX_BATCHES} in all.
 *
 * @see <a href="https://cloud.google.com/dataproc-serverless/docs/reference/rest/v1/projects.locations.batches/create">Method:
 *     projects.locations.batches.create</a>
 */
public final class SparkBatchLauncher implements Launcher {
    private static final String ENDPOINT = "https://dataproc.googleapis.com";
    private static final String RUNTIME = "2.3";
    private static final int MAX_BATCHES = 4;
    private static final int DIGITS = 40;
    private static final Set<String> FAILED = Set.of("FAILED", "CANCELLED");
    private static final Set<String> ENDED = Set.of("FAILED", "CANCELLED", "SUCCEEDED");

    private final SparkBatch batch;
    private final Map<String, String> environment;
    private final GoogleApi api;

    /**
     * Batches on Google Cloud.
     *
     * @param environment the variables of the driver
     */
    public SparkBatchLauncher(SparkBatch batch, Map<String, String> environment) {
        this(batch, environment, ENDPOINT, new ServiceAccountToken());
    }

    /** @param endpoint the URL of the API, without a slash at the end */
    SparkBatchLauncher(SparkBatch batch, Map<String, String> environment, String endpoint, ServiceAccountToken token) {
        this.batch = batch;
        this.environment = new TreeMap<>(environment);
        api = new GoogleApi("Managed Service for Apache Spark", endpoint, token);
    }

    @Override
    public Execution launch(ModelName model, long generation) throws IOException, LaunchRefusedException {
        String name = name(model, generation);
        for (int attempt = 1; attempt <= MAX_BATCHES; attempt++) {
            String id = attempt == 1 ? name : name + "-" + attempt;
            GoogleApi.Response response =
                    api.post("/v1/" + batch.location() + "/batches?batchId=" + id, request(model, generation));
            boolean exists = response.status() == HttpURLConnection.HTTP_CONFLICT;
            if (response.isSuccess() || (exists && !FAILED.contains(state(id)))) {
                return new RemoteExecution("batch " + id);
            }
            if (!exists) {
                throw refused(response);
            }
        }
        throw new LaunchRefusedException("batch " + name + " of Spark and those after it failed " + MAX_BATCHES
                + " times; their logs say why: gcloud dataproc batches list --filter=" + name);
    }

    private LaunchRefusedException refused(GoogleApi.Response response) {
        String message = response.message();
        return new LaunchRefusedException(
                response.isForbidden()
                        ? "the account of the trainer may not start batches of Spark in " + batch.location()
                                + "; ./deploy.sh grants it" + message
                        : response.status() == HttpURLConnection.HTTP_NOT_FOUND
                                ? "there is no Spark in " + batch.location()
                                        + "; enable dataproc.googleapis.com, or deploy to a region that has it"
                                        + message
                                : "Managed Service for Apache Spark refuses the batch with status " + response.status()
                                        + message);
    }

    @Override
    public boolean hasEnded(String execution) {
        try {
            return ENDED.contains(state(execution.substring(execution.lastIndexOf(' ') + 1)));
        } catch (IOException e) {
            return false;
        }
    }

    private String state(String id) throws IOException {
        return api.get("/v1/" + batch.location() + "/batches/" + id)
                .field("state")
                .orElse("");
    }

    private String name(ModelName model, long generation) {
        String content = String.join("\n", model.toString(), Long.toString(generation), batch.jar());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "dropfit-" + HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private JsonObject request(ModelName model, long generation) {
        JsonObject application = new JsonObject();
        application.addProperty("mainClass", "dev.dropfit.spark.SparkJob");
        application.add("jarFileUris", array(batch.jar()));
        application.add("args", array(model.toString(), Long.toString(generation)));
        JsonObject properties = new JsonObject();
        environment.forEach((key, value) -> properties.addProperty("spark.dataproc.driverEnv." + key, value));
        JsonObject runtime = new JsonObject();
        runtime.addProperty("version", RUNTIME);
        runtime.add("properties", properties);
        JsonObject execution = new JsonObject();
        execution.addProperty("serviceAccount", batch.account());
        execution.addProperty("ttl", batch.maxSeconds() + "s");
        JsonObject surroundings = new JsonObject();
        surroundings.add("executionConfig", execution);
        JsonObject labels = new JsonObject();
        labels.addProperty("dropfit-model", model.toString());
        JsonObject request = new JsonObject();
        request.add("sparkBatch", application);
        request.add("runtimeConfig", runtime);
        request.add("environmentConfig", surroundings);
        request.add("labels", labels);
        return request;
    }

    private static JsonArray array(String... values) {
        JsonArray array = new JsonArray();
        for (String value : values) {
            array.add(value);
        }
        return array;
    }
}
