package dev.dropfit.predictor;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.dropfit.core.Environment;
import dev.dropfit.core.StructuredLogs;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.predictor.dialect.Router;
import dev.dropfit.predictor.http.HttpRequestBody;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.Request;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.observe.Metrics;
import dev.dropfit.predictor.observe.RequestLog;
import dev.dropfit.predictor.observe.Tally;
import dev.dropfit.predictor.serve.ArchivedModels;
import dev.dropfit.predictor.serve.Catalog;
import dev.dropfit.predictor.serve.ServedModels;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * The predictor's entry point; {@link Router} responds to requests.
 *
 * <p>Environment variables: {@code DROPFIT_MODELS}, the model bucket; {@code DROPFIT_DEFAULT_MODEL}, the model of {@code POST /} (default:
 * the only one); {@code DROPFIT_REFRESH_SECONDS}, how often to look for a newer version (10); {@code DROPFIT_LOADED_MODELS}, the number of
 * models in memory (50); {@code DROPFIT_MAX_BODY_BYTES} and {@code DROPFIT_MAX_ROWS}, the limits of a request (16 MiB, 100,000 rows);
 * {@code DROPFIT_LOG_REQUESTS}, which requests to log (errors); {@code GOOGLE_CLOUD_PROJECT}, the project of the traces in the log.
 */
public final class PredictFunction implements HttpFunction {
    private static final int DEFAULT_REFRESH_SECONDS = 10;
    private static final int DEFAULT_LOADED_MODELS = 50;

    private final Metrics metrics = new Metrics();
    private final RequestLog log;
    private final Limits limits;
    private final Router router;

    /** The function as Cloud Functions makes it. */
    public PredictFunction() throws IOException {
        StructuredLogs.install();
        log = new RequestLog(RequestLog.Scope.fromEnvironment(), Environment.find("GOOGLE_CLOUD_PROJECT"), System.err);
        limits = Limits.fromEnvironment();
        Optional<ModelName> defaultModel =
                Environment.find("DROPFIT_DEFAULT_MODEL").map(ModelName::new);
        Registry registry = new Registry(Buckets.openForReading(
                Environment.require("DROPFIT_MODELS", "the model bucket's URL, like gs://name")));
        ServedModels models = new ServedModels(
                registry,
                Duration.ofSeconds(Environment.number("DROPFIT_REFRESH_SECONDS", DEFAULT_REFRESH_SECONDS, 0)),
                Environment.number("DROPFIT_LOADED_MODELS", DEFAULT_LOADED_MODELS, 1),
                System::nanoTime,
                background(),
                metrics);
        router = new Router(new Catalog(models, new ArchivedModels(registry), defaultModel), limits, metrics);
        models.preload(defaultModel);
    }

    private static Executor background() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "dropfit-refresh");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void service(HttpRequest request, HttpResponse http) throws IOException {
        long start = System.nanoTime();
        HttpRequestBody body = new HttpRequestBody(request, limits.bodyBytes());
        Tally tally = new Tally();
        Response response = router.respond(new Request(
                request.getMethod(),
                Request.segments(request.getPath()),
                asksForExplanations(request),
                Request.type(request.getContentType().orElse(Response.JSON)),
                body,
                tally));
        body.discardRest();
        http.setStatusCode(response.status());
        http.setContentType(response.type());
        response.headers().forEach(http::appendHeader);
        http.getOutputStream().write(response.body());
        long nanos = System.nanoTime() - start;
        metrics.count(response.status(), tally, nanos);
        log.log(request, response.status(), response.body(), tally, nanos);
    }

    private static boolean asksForExplanations(HttpRequest request) {
        return request.getQuery().isPresent()
                && request.getFirstQueryParameter("explain").map("true"::equals).orElse(false);
    }
}
