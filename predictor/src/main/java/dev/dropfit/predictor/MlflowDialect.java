package dev.dropfit.predictor;

import dev.dropfit.core.model.RowFormat;
import com.google.gson.JsonObject;
import dev.dropfit.core.csv.CsvParser;
import dev.dropfit.core.csv.InvalidTableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The scoring server of MLflow, for the default or the only model: {@code /invocations}, {@code /ping}, {@code /health}, {@code
 * /version}.
 *
 * @see <a href="https://mlflow.org/docs/latest/ml/deployment/deploy-model-locally/">MLflow inference server</a>
 */
final class MlflowDialect implements Dialect {
    private static final String CSV = "text/csv";
    private static final Map<Integer, String> CODES = Map.of(
            404, "RESOURCE_DOES_NOT_EXIST",
            503, "TEMPORARILY_UNAVAILABLE",
            500, "INTERNAL_ERROR");

    private final Catalog catalog;
    private final Limits limits;

    MlflowDialect(Catalog catalog, Limits limits) {
        this.catalog = catalog;
        this.limits = limits;
    }

    @Override
    public String name() {
        return "mlflow";
    }

    @Override
    public Answer answer(Request request) throws IOException, RequestException {
        switch (String.join("/", request.path())) {
            case "ping", "health" -> {
                request.requireGet();
                catalog.only("/" + request.first());
                return Answer.json("\n");
            }
            case "version" -> {
                request.requireGet();
                return new Answer(
                        200, "text/plain", Map.of(), BuildVersion.text().getBytes(StandardCharsets.UTF_8));
            }
            case "invocations" -> {
                request.requirePost();
                Served served = catalog.only("/invocations");
                return Answer.of(served, request, () -> predict(served, request));
            }
            default ->
                throw new RequestException(
                        404, "There is nothing here; accepted are /invocations, /ping, /health and /version");
        }
    }

    private Answer predict(Served served, Request request) throws IOException, RequestException {
        switch (request.type()) {
            case Answer.JSON -> {
                MlflowRequest invocation = new MlflowRequest(served.format(), limits, request.tally());
                List<Row> rows = invocation.read(request.body().read());
                return predictions(served, rows, request.explain() || invocation.explain());
            }
            case CSV -> {
                return predictions(served, csv(served.format(), request), request.explain());
            }
            default -> throw request.unknownType("are the content types " + Answer.JSON + " and " + CSV);
        }
    }

    private List<Row> csv(RowFormat format, Request request) throws IOException, RequestException {
        List<Row> rows = new ArrayList<>();
        CsvRows csv = new CsvRows(format, limits.rows(), request.tally()) {
            @Override
            void accept(double[] row) {
                rows.add(builder().row());
            }
        };
        try {
            CsvParser.parse(new ByteArrayInputStream(request.body().read()), csv);
            csv.finish();
        } catch (InvalidTableException e) {
            throw PlainDialect.invalid(e);
        }
        return rows;
    }

    private static Answer predictions(Served served, List<Row> rows, boolean explain) throws RequestException {
        JsonOutput out = new JsonOutput();
        out.beginObject().name("predictions");
        new PredictionWriter(served, explain, out).writeAll(rows);
        out.endObject();
        return Answer.json(out);
    }

    @Override
    public Answer refusal(RequestException e) {
        JsonObject json = new JsonObject();
        json.addProperty("error_code", CODES.getOrDefault(e.status(), "BAD_REQUEST"));
        json.addProperty("message", e.text());
        return Answer.json(e.status(), json.toString(), e.headers());
    }
}
