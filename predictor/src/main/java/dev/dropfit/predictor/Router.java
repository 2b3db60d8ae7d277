package dev.dropfit.predictor;

import dev.dropfit.core.model.InvalidModelException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** Which dialect a path speaks; whatever happens, that dialect answers. Thread-safe. */
final class Router {
    /** First parts of paths that are no models' names; models of these names don't answer there. */
    static final Set<String> RESERVED =
            Set.of("v1", "v2", "invocations", "ping", "health", "version", "openapi.json", "metrics");

    private final Dialect plain;
    /** By the first part of the path. */
    private final Map<String, Dialect> others;

    Router(Catalog catalog, Limits limits, Metrics metrics) {
        plain = new PlainDialect(catalog, limits);
        Dialect openInference = new OpenInferenceDialect(catalog, limits);
        Dialect vertex = new VertexDialect(catalog, limits);
        Dialect mlflow = new MlflowDialect(catalog, limits);
        others = Map.of(
                "metrics", new MetricsPage(metrics, catalog),
                "v2", openInference,
                "v1", vertex,
                "invocations", mlflow,
                "ping", mlflow,
                "health", mlflow,
                "version", mlflow);
    }

    /** Answers a request. Never throws. */
    Answer answer(Request request) {
        Dialect dialect = others.getOrDefault(request.first(), plain);
        request.tally().dialect(dialect.name());
        try {
            return dialect.answer(request);
        } catch (RequestException e) {
            return dialect.refusal(e);
        } catch (InvalidModelException e) {
            return dialect.refusal(
                    Catalog.unavailable("The model can't be loaded; its next version will be taken when it is there"));
        } catch (IOException e) {
            request.tally().failed(e);
            return dialect.refusal(Catalog.unavailable("The model can't be read at the moment"));
        } catch (RuntimeException e) {
            request.tally().failed(e);
            return dialect.refusal(new RequestException(500, "Something went wrong inside; it has been logged"));
        }
    }
}
