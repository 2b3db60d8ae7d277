package dev.dropfit.predictor.dialect;

import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.observe.LoadedModel;
import dev.dropfit.predictor.observe.Metrics;
import dev.dropfit.predictor.serve.Catalog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What this instance has done since it started, for Prometheus. */
final class MetricsDialect implements Dialect {
    private static final Route METRICS =
            Route.get("/metrics", "Metrics (Prometheus)").returns("text/plain", Schemas.STRING);

    private final Metrics metrics;
    private final Catalog catalog;

    MetricsDialect(Metrics metrics, Catalog catalog) {
        this.metrics = metrics;
        this.catalog = catalog;
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public List<Route> routes() {
        return List.of(METRICS);
    }

    @Override
    public Response respond(Route route, Call call) {
        List<LoadedModel> loaded = catalog.loaded().stream()
                .map(model -> new LoadedModel(model.name(), model.version(), model.promoted()))
                .toList();
        return new Response(200, Metrics.TYPE, Map.of(), metrics.text(loaded).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Response error(Failure failure) {
        byte[] text = (failure.message() + "\n").getBytes(StandardCharsets.UTF_8);
        return new Response(failure.status(), "text/plain; charset=utf-8", failure.headers(), text);
    }
}
