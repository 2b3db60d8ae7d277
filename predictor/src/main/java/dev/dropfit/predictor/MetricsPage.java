package dev.dropfit.predictor;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What this instance has done, for Prometheus: {@code GET /metrics}. */
final class MetricsPage implements Dialect {
    private final Metrics metrics;
    private final Catalog catalog;

    MetricsPage(Metrics metrics, Catalog catalog) {
        this.metrics = metrics;
        this.catalog = catalog;
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public Answer answer(Request request) throws RequestException {
        if (request.path().size() > 1) {
            throw new RequestException(404, "There is nothing here; accepted is /metrics");
        }
        request.requireGet();
        byte[] text = metrics.text(catalog.loaded()).getBytes(StandardCharsets.UTF_8);
        return new Answer(200, Metrics.TYPE, Map.of(), text);
    }

    @Override
    public Answer refusal(RequestException e) {
        byte[] text = (e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
        return new Answer(e.status(), "text/plain; charset=utf-8", e.headers(), text);
    }
}
