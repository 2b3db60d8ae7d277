package dev.dropfit.predictor.dialect;

import dev.dropfit.core.registry.ModelName;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All requests as a page, with links to the models and to their descriptions for programs. */
final class DocsPage {
    private static final int MAX_MODELS = 1000;

    private DocsPage() {}

    static Response of(Routes routes, List<ModelName> models) {
        Page page = new Page("All requests");
        page.links(List.of(Map.entry("/openapi.json", "OpenAPI description of all models")));
        if (!models.isEmpty()) {
            page.element("h2", "How to use a model");
            page.links(models.stream()
                    .limit(MAX_MODELS)
                    .map(model -> Map.entry("/" + model.value(), model.value()))
                    .toList());
        }
        for (DialectRoutes dialect : routes.dialects()) {
            page.element("h2", title(dialect.dialect().name()));
            List<List<String>> rows = new ArrayList<>();
            for (Route route : dialect.dialect().routes()) {
                rows.add(List.of(route.method(), route.path(), route.summary()));
            }
            page.table(rows);
        }
        return page.response();
    }

    private static String title(String dialect) {
        return switch (dialect) {
            case "plain" -> "Dropfit";
            case "open_inference" -> "Open Inference Protocol, V2";
            case "vertex" -> "KServe V1, Vertex AI, TensorFlow Serving";
            case "mlflow" -> "MLflow, SageMaker";
            case "bigquery" -> "BigQuery";
            case "snowflake" -> "Snowflake";
            default -> "Metrics";
        };
    }
}
