package dev.dropfit.predictor.dialect;

import com.google.gson.JsonObject;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonOutput;
import dev.dropfit.predictor.json.JsonType;
import dev.dropfit.predictor.json.KnownFields;
import dev.dropfit.predictor.predict.Explanations;
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
    private static final Set<String> FIELDS = Set.of("instances", "inputs", "parameters");

    private static final Route MODELS =
            Route.get("/v1/models", "The names of the models (KServe V1)").returns(Response.JSON, Schemas.MODEL_NAMES);
    private static final Route READY = Route.get(
                    "/v1/models/{model}[/versions/{version}]", "Whether the model can respond (KServe V1)")
            .returns(Response.JSON, Schemas.READINESS);
    private static final Route METADATA = Route.get(
                    "/v1/models/{model}[/versions/{version}]/metadata", "Inputs and outputs (TensorFlow Serving)")
            .returns(Response.JSON, Schemas.SIGNATURES);
    private static final Route EXPLAIN = Route.post(
                    "/v1/models/{model}[/versions/{version}]:explain",
                    "Predictions of instances, and an explanation of each (KServe V1)")
            .accepts(Response.JSON, Schemas.INSTANCES)
            .returns(Response.JSON, Schemas.INSTANCE_PREDICTIONS)
            .predicts();
    private static final Route PREDICT = Route.post(
                    "/v1/models/{model}[/versions/{version}]:predict",
                    "Predictions of instances (Vertex AI, KServe V1)")
            .accepts(Response.JSON, Schemas.INSTANCES)
            .returns(Response.JSON, Schemas.INSTANCE_PREDICTIONS)
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
    public boolean readsFormsAsJson() {
        return true;
    }

    @Override
    public List<Route> routes() {
        return List.of(PREDICT, EXPLAIN, MODELS, READY, METADATA);
    }

    @Override
    public Response respond(Route route, Call call) throws IOException, RequestException, InvalidRowsException {
        if (route.is(PREDICT) || route.is(EXPLAIN)) {
            return predict(call.model(), call, route.is(EXPLAIN));
        }
        if (route.is(METADATA)) {
            return Response.json(SignatureMetadata.of(call.describedModel()).toString());
        }
        return route.is(READY) ? Readiness.withVersions(call) : ModelList.of(catalog);
    }

    private Response predict(ServedModel served, Call call, boolean explaining)
            throws IOException, RequestException, InvalidRowsException {
        // The parameters may follow the instances.
        JsonRows rows = new JsonRows(served.format(), limits.rows(), call.tally(), call.memory(), true);
        String found = "";
        boolean columnar = false;
        Parameters parameters = Parameters.of(call);
        JsonInput in = call.json();
        KnownFields fields = new KnownFields(in, "the request", FIELDS);
        while (fields.next()) {
            String name = fields.name();
            if (name.equals("parameters")) {
                parameters = parameters.with(in, "'parameters'");
                continue;
            }
            if (!found.isEmpty()) {
                throw new RequestException(400, "The request has 'instances' and 'inputs'; accepted is one of them");
            }
            found = name;
            if (name.equals("inputs") && in.type() == JsonType.OBJECT) {
                new JsonColumns(served.format(), call.memory()).read(in, "'inputs'", rows);
                columnar = true;
            } else {
                rows.readRows(in, "'" + name + "'");
            }
        }
        in.finish();
        if (found.isEmpty()) {
            throw new RequestException(
                    400,
                    "The request has no 'instances'; accepted is an array of objects of fields, or of arrays of"
                            + " values");
        }
        DecodedRows decoded = rows.finish(parameters.keepsBadRows());
        call.release(in);
        if (explaining) {
            return explanations(served, decoded, parameters.explaining(), call);
        }
        return columnar
                ? ColumnarPredictions.of(served, decoded, parameters.keepsBadRows(), call.memory())
                : predictions(served, decoded, parameters, call);
    }

    /** The predictions, and the explanations in an array of their own. */
    private static Response explanations(ServedModel served, DecodedRows rows, Parameters parameters, Call call)
            throws RequestException, InvalidRowsException {
        Explanations explanations =
                new Explanations(served.model(), served.format().inputs(), parameters.explained());
        JsonOutput out = new JsonOutput(call.memory());
        out.beginObject().name("predictions");
        PredictionWriter predictions =
                new PredictionWriter(served, null, parameters.keepsBadRows(), parameters.identifies(), out);
        predictions.writeAll(rows.rows());
        out.name("explanations");
        predictions.writeExplanations(rows.rows(), explanations);
        nameModel(served, out);
        predictions.writeMoreWarnings(rows);
        out.endObject();
        return Response.json(out);
    }

    private static Response predictions(ServedModel served, DecodedRows rows, Parameters parameters, Call call)
            throws RequestException, InvalidRowsException {
        JsonOutput out = new JsonOutput(call.memory());
        out.beginObject().name("predictions");
        PredictionWriter predictions = parameters.writer(served, out);
        predictions.writeAll(rows.rows());
        nameModel(served, out);
        predictions.writeMoreWarnings(rows);
        out.endObject();
        return Response.json(out);
    }

    private static void nameModel(ServedModel served, JsonOutput out) {
        out.name("model").value(served.name().value());
        out.name("modelDisplayName").value(served.name().value());
        out.name("modelVersionId").value(served.version());
    }

    @Override
    public Response error(Failure failure) {
        JsonObject json = new JsonObject();
        json.addProperty("error", failure.text());
        return Response.json(failure.status(), json.toString(), failure.headers());
    }
}
