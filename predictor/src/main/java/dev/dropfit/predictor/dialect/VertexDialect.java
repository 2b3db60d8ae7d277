package dev.dropfit.predictor.dialect;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonOutput;
import dev.dropfit.predictor.json.KnownFields;
import dev.dropfit.predictor.predict.PredictionWriter;
import dev.dropfit.predictor.row.DecodedRows;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.row.JsonRows;
import dev.dropfit.predictor.serve.Catalog;
import dev.dropfit.predictor.serve.ServedModel;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Version 1 of the KServe protocol, which TensorFlow Serving and Vertex AI use too: instances in, predictions out.
 *
 * @see <a href="https://kserve.github.io/website/docs/concepts/architecture/data-plane/v1-protocol">KServe V1 protocol</a>
 * @see <a href="https://cloud.google.com/vertex-ai/docs/predictions/custom-container-requirements">Vertex AI custom containers</a>
 */
final class VertexDialect implements Dialect {
    private static final Set<String> FIELDS = Set.of("instances", "parameters");

    private static final Route MODELS =
            Route.get("/v1/models", "The names of the models (KServe V1)").returns(Response.JSON, Schemas.OBJECT);
    private static final Route READY = Route.get(
                    "/v1/models/{model}[/versions/{version}]", "Whether the model can respond (KServe V1)")
            .returns(Response.JSON, Schemas.READINESS);
    private static final Route PREDICT = Route.post(
                    "/v1/models/{model}[/versions/{version}]:predict",
                    "Predictions of instances (Vertex AI, KServe V1)")
            .accepts(
                    Response.JSON,
                    "{\"type\":\"object\",\"properties\":{\"instances\":{\"type\":\"array\",\"items\":{\"anyOf\":["
                            + Schemas.ROW + ",{\"type\":\"array\",\"items\":{}}]}}},\"required\":[\"instances\"]}")
            .returns(Response.JSON, Schemas.PREDICTIONS)
            .predicts();

    private final Catalog catalog;
    private final Limits limits;

    VertexDialect(Catalog catalog, Limits limits) {
        this.catalog = catalog;
        this.limits = limits;
    }

    @Override
    public String name() {
        return "vertex";
    }

    @Override
    public List<Route> routes() {
        return List.of(PREDICT, MODELS, READY);
    }

    @Override
    public Response respond(Route route, Call call) throws IOException, RequestException, InvalidRowsException {
        if (route.is(PREDICT)) {
            return predict(call.model(), call);
        }
        return route.is(READY) ? Readiness.of(call) : Response.json(models());
    }

    private String models() throws IOException {
        JsonArray list = new JsonArray();
        for (ModelName name : catalog.names()) {
            list.add(name.value());
        }
        JsonObject json = new JsonObject();
        json.add("models", list);
        return json.toString();
    }

    private Response predict(ServedModel served, Call call) throws IOException, RequestException, InvalidRowsException {
        // The parameters may follow the instances.
        JsonRows rows = new JsonRows(served.format(), limits.rows(), call.tally(), call.memory(), true);
        boolean found = false;
        Parameters parameters = Parameters.of(call);
        JsonInput in = call.json();
        KnownFields fields = new KnownFields(in, "the request", FIELDS);
        while (fields.next()) {
            if (fields.name().equals("instances")) {
                rows.readRows(in, "'instances'");
                found = true;
            } else {
                parameters = parameters.with(in, "'parameters'");
            }
        }
        in.finish();
        if (!found) {
            throw new RequestException(
                    400,
                    "The request has no 'instances'; accepted is an array of objects of fields, or of arrays of values");
        }
        DecodedRows decoded = rows.finish(parameters.keepsBadRows());
        call.release(in);
        return predictions(served, decoded, parameters, call);
    }

    private static Response predictions(ServedModel served, DecodedRows rows, Parameters parameters, Call call)
            throws RequestException, InvalidRowsException {
        JsonOutput out = new JsonOutput(call.memory());
        out.beginObject().name("predictions");
        PredictionWriter predictions = new PredictionWriter(
                served.model(), served.format(), parameters.explanations(served), parameters.keepsBadRows(), out);
        predictions.writeAll(rows.rows());
        out.name("model").value(served.name().value());
        out.name("modelDisplayName").value(served.name().value());
        out.name("modelVersionId").value(served.version());
        predictions.writeMoreWarnings(rows);
        out.endObject();
        return Response.json(out);
    }

    @Override
    public Response error(Failure failure) {
        JsonObject json = new JsonObject();
        json.addProperty("error", failure.text());
        return Response.json(failure.status(), json.toString(), failure.headers());
    }
}
