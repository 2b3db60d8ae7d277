package dev.dropfit.predictor;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.dropfit.core.Environment;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The predictor's door: {@link Router} says what a request gets.
 *
 * <p>{@code DROPFIT_MODELS} says where models are, {@code DROPFIT_DEFAULT_MODEL} which one {@code POST /} means (else the only one),
 * {@code DROPFIT_REFRESH_SECONDS} how often to look for a newer one (10), {@code DROPFIT_MAX_BODY_BYTES} and {@code DROPFIT_MAX_ROWS} how
 * much a request may hold (16 MiB, 100,000 rows).
 */
public final class PredictFunction implements HttpFunction {
    private static final int REFRESH_SECONDS = 10;

    private final Limits limits;
    private final Router router;

    /** The function as Cloud Functions makes it. */
    public PredictFunction() throws IOException {
        ExecutorService background = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "dropfit-refresh");
            thread.setDaemon(true);
            return thread;
        });
        Registry registry = new Registry(
                Buckets.open(Environment.require("DROPFIT_MODELS", "the model bucket's URL, like gs://name")));
        Duration refresh = Duration.ofSeconds(Environment.number("DROPFIT_REFRESH_SECONDS", REFRESH_SECONDS, 0));
        Optional<ModelName> defaultModel =
                Environment.find("DROPFIT_DEFAULT_MODEL").map(ModelName::new);
        ServedModels models = new ServedModels(registry, refresh, System::nanoTime, background);
        limits = Limits.fromEnvironment();
        router = new Router(new Catalog(models, new ArchivedModels(registry), defaultModel), limits);
    }

    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
        RequestBody body = new RequestBody(request, limits);
        Answer answer = router.answer(new Request(
                request.getMethod(),
                Request.parts(request.getPath()),
                asksForExplanations(request),
                Request.type(request.getContentType().orElse(Answer.JSON)),
                body,
                new Tally()));
        body.drain();
        response.setStatusCode(answer.status());
        response.setContentType(answer.type());
        answer.headers().forEach(response::appendHeader);
        response.getOutputStream().write(answer.body());
    }

    private static boolean asksForExplanations(HttpRequest request) {
        return request.getQuery().isPresent()
                && request.getFirstQueryParameter("explain").map("true"::equals).orElse(false);
    }
}
