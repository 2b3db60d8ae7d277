package dev.dropfit.predictor.dialect;

import com.google.gson.JsonObject;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.predictor.http.ContentType;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonOutput;
import dev.dropfit.predictor.predict.PredictionWriter;
import dev.dropfit.predictor.row.DecodedRows;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.serve.ServedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The protocol of MLflow's scoring server, and of a container of SageMaker, which has the same paths.
 *
 * @see <a href="https://mlflow.org/docs/latest/ml/deployment/deploy-model-locally/">MLflow inference server</a>
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html">Containers of SageMaker</a>
 */
final class MlflowDialect implements Dialect {
    private static final int CONCURRENT_BATCHES = 4;
    private static final Map<Integer, String> CODES = Map.of(
            404, "RESOURCE_DOES_NOT_EXIST",
            503, "TEMPORARILY_UNAVAILABLE",
            500, "INTERNAL_ERROR");

    private static final Route INVOKE =
            predictions("/invocations", "Predictions of the default or the only model (MLflow)", Schemas.INVOKED);
    private static final Route INVOKE_MODEL = predictions(
            "/{model}[/versions/{version}]/invocations",
            "Predictions of {model} (MLflow, SageMaker)",
            Schemas.PREDICTIONS);
    private static final Route EXECUTION = Route.get(
                    "/execution-parameters", "How large the requests of a batch may be (SageMaker)")
            .returns(Response.JSON, Schemas.BATCH_LIMITS);
    /** As in MLflow, the body is an empty line: nothing that a client can read as JSON. */
    private static final Route PING = Route.get("/ping", "Whether the model can respond (MLflow)");

    private static final Route HEALTH = Route.get("/health", "Whether the model can respond (MLflow)");
    private static final Route VERSION =
            Route.get("/version", "Dropfit's version (MLflow)").returns("text/plain", Schemas.STRING);

    private final Limits limits;

    MlflowDialect(Limits limits) {
        this.limits = limits;
    }

    private static Route predictions(String path, String summary, String response) {
        return Route.post(path, summary)
                .accepts(Response.JSON, Schemas.INVOCATION)
                .accepts(ContentType.CSV, Schemas.STRING)
                .accepts(ContentType.LINES, Schemas.STRING)
                .returns(Response.JSON, response)
                .returns(ContentType.CSV, Schemas.STRING)
                .returns(ContentType.LINES, Schemas.STRING)
                .predicts();
    }

    @Override
    public String name() {
        return "mlflow";
    }

    @Override
    public List<Route> routes() {
        return List.of(INVOKE, INVOKE_MODEL, PING, HEALTH, VERSION, EXECUTION);
    }

    @Override
    public Response respond(Route route, Call call)
            throws IOException, RequestException, InvalidRowsException, InvalidTableException {
        if (route.is(INVOKE) || route.is(INVOKE_MODEL)) {
            return predict(call.model(), call);
        }
        if (route.is(EXECUTION)) {
            return Response.json(execution());
        }
        if (route.is(VERSION)) {
            return new Response(
                    200, "text/plain", Map.of(), ServerVersion.text().getBytes(StandardCharsets.UTF_8));
        }
        call.model();
        return Response.json("\n");
    }

    private String execution() {
        JsonObject json = new JsonObject();
        json.addProperty("MaxConcurrentTransforms", CONCURRENT_BATCHES);
        json.addProperty("BatchStrategy", "MULTI_RECORD");
        json.addProperty("MaxPayloadInMB", Math.max(1, limits.bodyBytes() >> 20));
        return json.toString();
    }

    private Response predict(ServedModel served, Call call)
            throws IOException, RequestException, InvalidRowsException, InvalidTableException {
        BodyType type = BodyType.of(call);
        BodyType out = (type == BodyType.LINES ? type : BodyType.JSON).ofResponse(call);
        ConvertedPrediction converted = new ConvertedPrediction(served, call, limits.rows());
        Parameters parameters = Parameters.of(call);
        DecodedRows rows;
        switch (type) {
            case CSV -> rows = converted.csvRowsWithoutHeader();
            case LINES -> rows = converted.lines();
            default -> {
                MlflowRequest invocation =
                        new MlflowRequest(served.format(), limits.rows(), call.tally(), call.memory(), parameters);
                JsonInput in = call.json();
                rows = invocation.read(in);
                parameters = invocation.parameters();
                call.release(in);
            }
        }
        return out == BodyType.JSON
                ? FileNotes.in(predictions(served, rows, parameters, call), rows.notes())
                : converted.response(out, rows, parameters);
    }

    private static Response predictions(ServedModel served, DecodedRows rows, Parameters parameters, Call call)
            throws RequestException, InvalidRowsException {
        JsonOutput out = new JsonOutput(call.memory());
        out.beginObject().name("predictions");
        PredictionWriter predictions = parameters.writer(served, out);
        predictions.writeAll(rows.rows());
        predictions.writeMoreWarnings(rows);
        out.endObject();
        return Response.json(out);
    }

    @Override
    public Response error(Failure failure) {
        JsonObject json = new JsonObject();
        json.addProperty("error_code", CODES.getOrDefault(failure.status(), "BAD_REQUEST"));
        json.addProperty("message", failure.text());
        return Response.json(failure.status(), json.toString(), failure.headers());
    }

    @Override
    public String errorSchema() {
        return Schemas.MLFLOW_ERROR;
    }
}
