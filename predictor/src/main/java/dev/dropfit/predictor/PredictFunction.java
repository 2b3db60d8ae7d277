package dev.dropfit.predictor;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.dropfit.core.Environment;
import dev.dropfit.core.StructuredLogs;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.predictor.dialect.Router;
import dev.dropfit.predictor.http.ContentCoding;
import dev.dropfit.predictor.http.ContentType;
import dev.dropfit.predictor.http.Cors;
import dev.dropfit.predictor.http.Headers;
import dev.dropfit.predictor.http.HttpRequestBody;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.Request;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.http.SlowClientException;
import dev.dropfit.predictor.http.VertexRoutes;
import dev.dropfit.predictor.live.LiveCounters;
import dev.dropfit.predictor.memory.ExplanationBudget;
import dev.dropfit.predictor.memory.MemoryBudget;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Metrics;
import dev.dropfit.predictor.observe.RequestLog;
import dev.dropfit.predictor.observe.Tally;
import dev.dropfit.predictor.serve.ArchivedModels;
import dev.dropfit.predictor.serve.Catalog;
import dev.dropfit.predictor.serve.ModelBucket;
import dev.dropfit.predictor.serve.ModelSource;
import dev.dropfit.predictor.serve.ServeSettings;
import dev.dropfit.predictor.serve.ServedModels;
import dev.dropfit.predictor.serve.Workers;
import dev.dropfit.predictor.trial.Comparisons;
import dev.dropfit.predictor.trial.TriedRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The predictor's entry point; {@link Router} responds to requests.
 *
 * <p>Environment variables: {@code DROPFIT_MODELS}, the model bucket; {@code DROPFIT_DEFAULT_MODEL}, the model of {@code POST /} (default:
 * the only one); {@code DROPFIT_REFRESH_SECONDS}, how often to look for a newer version (10); {@code DROPFIT_REFRESH_BUDGET_MS}, how long a
 * request waits for that (100); {@code DROPFIT_LOADED_MODELS} and {@code DROPFIT_MAX_MODEL_MEMORY_BYTES}, the number of models in memory
 * and their size together (50, a quarter of the heap); {@code DROPFIT_MAX_BODY_BYTES}, {@code DROPFIT_MAX_ROWS} and {@code DROPFIT_MAX_RESPONSE_BYTES}, the limits of a
 * request (16 MiB, 100,000 rows, 128 MiB); {@code DROPFIT_MAX_REQUEST_MEMORY_BYTES}, the memory of all requests (a third of the heap);
 * {@code DROPFIT_MAX_EXPLANATION_STEPS}, the steps of explanations of all requests (2,000,000,000);
 * {@code DROPFIT_MIN_BODY_BYTES_PER_SECOND}, the rate at which a body must arrive (16 KiB);
 * {@code DROPFIT_STRICT}, the models whose requests are strict (none); {@code DROPFIT_CORS_ORIGINS}, the origins of pages that may call it (none); {@code DROPFIT_LIVE}, the bucket for the counts of live traffic (none); {@code DROPFIT_LIVE_SCORES}, whether the ids and scores of predictions are stored there too (false); {@code DROPFIT_LIVE_SECONDS}, how often they are written (60); {@code DROPFIT_LOG_REQUESTS}, which requests to log (errors); {@code GOOGLE_CLOUD_PROJECT}, the project of the traces in the log;
 * {@code AIP_PREDICT_ROUTE} and {@code AIP_HEALTH_ROUTE}, the paths at which Vertex AI calls a container;
 * {@code AIP_STORAGE_URI}, the folder of the model's artifacts there, if {@code DROPFIT_MODELS} is not set.
 */
public final class PredictFunction implements HttpFunction {
    private static final int OK = 200;

    private final Metrics metrics = new Metrics();
    private final RequestLog log;
    private final Limits limits;
    private final MemoryBudget budget;
    private final ExplanationBudget explanations;
    private final Router router;
    /** Null if live traffic is not counted. */
    private final @Nullable LiveCounters live;
    /** Null likewise. */
    private final @Nullable Comparisons comparisons;
    /** Null if pages of other origins may not call. */
    private final @Nullable Cors cors;
    /** Null outside of Vertex AI. */
    private final @Nullable VertexRoutes vertex;

    /** The function as Cloud Functions makes it. */
    public PredictFunction() throws IOException {
        StructuredLogs.install();
        log = new RequestLog(RequestLog.Scope.fromEnvironment(), Environment.find("GOOGLE_CLOUD_PROJECT"), System.err);
        limits = Limits.fromEnvironment();
        budget = MemoryBudget.fromEnvironment();
        explanations = ExplanationBudget.fromEnvironment();
        cors = Cors.fromEnvironment();
        Optional<ModelName> defaultModel =
                Environment.find("DROPFIT_DEFAULT_MODEL").map(ModelName::new);
        vertex = Environment.find(VertexRoutes.PREDICT).isPresent() ? VertexRoutes.fromEnvironment(defaultModel) : null;
        Registry registry = new Registry(ModelBucket.open(defaultModel));
        Optional<String> liveBucket = Environment.find("DROPFIT_LIVE");
        // Not a method of Optional: the class is loaded only where it is needed.
        live = liveBucket.isPresent() ? LiveCounters.start(liveBucket.get(), metrics) : null;
        ModelSource source = new ModelSource(
                registry, ServeSettings.fromEnvironment(), Workers.start(), System::nanoTime, metrics, live);
        ServedModels models = new ServedModels(source);
        router = new Router(new Catalog(models, new ArchivedModels(source), defaultModel), limits, metrics);
        comparisons = live == null ? null : new Comparisons(router::respond, live, limits);
        models.preload(defaultModel);
    }

    /**
     * Counts and logs every request, whatever happens to it.
     *
     * @throws SlowClientException because the Functions Framework must not end such a response as if it were complete; nothing else is thrown
     */
    @Override
    public void service(HttpRequest request, HttpResponse http) throws SlowClientException {
        long start = System.nanoTime();
        Tally tally = new Tally();
        boolean isPost = request.getMethod().equals("POST");
        TriedRequest tried = comparisons == null || !isPost ? null : new TriedRequest(comparisons);
        try (RequestMemory memory = new RequestMemory(budget, explanations, limits.responseBytes())) {
            HttpRequestBody body = new HttpRequestBody(request, limits, memory, System::nanoTime);
            Response response = respond(request, body, memory, tally, tried);
            int status = RequestLog.CLIENT_CLOSED;
            try {
                status = send(response, http, isPost, body.hasRest()) ? response.status() : status;
            } finally {
                long nanos = System.nanoTime() - start;
                metrics.count(status, tally, nanos);
                if (live != null) {
                    live.count(status, tally, nanos);
                }
                log.log(request, status, response.length(), response.beginning(), tally, nanos);
            }
            if (tried != null) {
                tried.compare();
            }
            body.discardRest();
        }
    }

    /** The response, in the form that the client can take. */
    private Response respond(
            HttpRequest request,
            HttpRequestBody body,
            RequestMemory memory,
            Tally tally,
            @Nullable TriedRequest tried) {
        Headers headers = Headers.of(request);
        Response preflight = cors == null ? null : cors.preflight(request.getMethod(), headers);
        Response response = preflight == null ? respond(request, headers, body, memory, tally, tried) : preflight;
        if (response.status() == OK && response.length() >= ContentCoding.MIN_LENGTH) {
            String accepted = headers.first("Accept-Encoding");
            response = accepted == null ? response : ContentCoding.packed(response, accepted, memory);
        }
        return cors == null ? response : cors.readable(response, headers);
    }

    private Response respond(
            HttpRequest request,
            Headers headers,
            HttpRequestBody body,
            RequestMemory memory,
            Tally tally,
            @Nullable TriedRequest tried) {
        try {
            List<String> path = Request.segments(request.getPath());
            Request read = new Request(
                    request.getMethod(),
                    vertex == null ? path : vertex.resolved(path),
                    request.getQuery().orElse(""),
                    ContentType.of(request.getContentType().orElse(ContentType.JSON)),
                    headers,
                    body,
                    tally,
                    memory);
            return tried == null ? router.respond(read) : tried.respond(read);
        } catch (RuntimeException | StackOverflowError e) {
            tally.failed(e);
            return Response.internalError();
        }
    }

    /**
     * Sends the response.
     *
     * @param early whether it is sent before the body has arrived; then its client must not wait for the end of {@link #service}
     * @return whether the client has taken it, as far as the server knows
     */
    private boolean send(Response response, HttpResponse http, boolean isPost, boolean early)
            throws SlowClientException {
        try {
            http.setStatusCode(response.status());
            http.setContentType(response.type());
            http.appendHeader("X-Content-Type-Options", "nosniff");
            if (!isPost) { // Caches do not keep the answer to a POST (RFC 9111).
                http.appendHeader("Cache-Control", "no-store");
            }
            response.headers().forEach(http::appendHeader);
            if (early && response.stream() == null) {
                http.appendHeader("Content-Length", Long.toString(response.length()));
            }
            response.writeTo(http.getOutputStream(), limits.bodyRate(), System::nanoTime);
            if (early) {
                http.getOutputStream().flush();
            }
            return true;
        } catch (SlowClientException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // The server throws unchecked exceptions too.
            return false;
        }
    }
}
