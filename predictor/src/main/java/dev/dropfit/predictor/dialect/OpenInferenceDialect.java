package dev.dropfit.predictor.dialect;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.Text;
import dev.dropfit.core.live.ClientId;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonType;
import dev.dropfit.predictor.json.KnownFields;
import dev.dropfit.predictor.memory.ResponseBytes;
import dev.dropfit.predictor.observe.Metrics;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.row.NumberRows;
import dev.dropfit.predictor.serve.Catalog;
import dev.dropfit.predictor.serve.Overview;
import dev.dropfit.predictor.serve.ServedModel;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The Open Inference Protocol, version 2, over REST. A tensor is a column of rows, or all columns in the schema's order.
 *
 * @see <a href="https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md">inference_rest.md</a>
 */
final class OpenInferenceDialect implements Dialect {
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int MAX_SHOWN = 30;

    private static final Route SERVER = Route.get("/v2", "The server's name and version (Open Inference Protocol)")
            .returns(Response.JSON, Schemas.SERVER);
    private static final Route LIVE = Route.get(
                    "/v2/health/live", "Whether the server is running (Open Inference Protocol)")
            .returns(Response.JSON, Schemas.SERVER_STATE);
    private static final Route READY = Route.get(
                    "/v2/health/ready", "Whether a model can respond (Open Inference Protocol)")
            .returns(Response.JSON, Schemas.SERVER_STATE);
    private static final Route MODELS = Route.get("/v2/models", "The names of the models (Open Inference Protocol)")
            .returns(Response.JSON, Schemas.MODEL_NAMES);
    private static final Route INDEX = Route.post(
                    "/v2/repository/index", "The models and whether each is ready (Triton, MLServer)")
            .returns(Response.JSON, Schemas.REPOSITORY);
    private static final Route LOAD = Route.post(
                    "/v2/repository/models/{model}/load", "Loads the newest version now (Triton, MLServer)")
            .returns(Response.JSON, Schemas.OBJECT);
    private static final Route DOCS =
            Route.get("/v2/docs/dataplane.json", "This description (MLServer)").returns(Response.JSON, Schemas.OBJECT);
    /** A page for people: generated clients can't read it. */
    private static final Route DOCS_PAGE = Route.get("/v2/docs", "All requests, as a page (MLServer)");

    private static final Route METADATA = Route.get(
                    "/v2/models/{model}[/versions/{version}]", "Inputs and outputs (Open Inference Protocol)")
            .returns(Response.JSON, Schemas.TENSOR_METADATA);
    private static final Route MODEL_READY = Route.get(
                    "/v2/models/{model}[/versions/{version}]/ready",
                    "Whether the model can respond (Open Inference Protocol)")
            .returns(Response.JSON, Schemas.READINESS);
    /** Before the metadata of a model: as in Triton, no model can be asked for that is called stats. */
    private static final Route ALL_STATISTICS = Route.get(
                    "/v2/models/stats", "What this instance has predicted, for each model in memory (Triton)")
            .returns(Response.JSON, Schemas.OBJECT);

    private static final Route STATISTICS = Route.get(
                    "/v2/models/{model}[/versions/{version}]/stats", "What this instance has predicted (Triton)")
            .returns(Response.JSON, Schemas.OBJECT);
    private static final Route CONFIGURATION = Route.get(
                    "/v2/models/{model}[/versions/{version}]/config", "Inputs and outputs as a configuration (Triton)")
            .returns(Response.JSON, Schemas.OBJECT);
    private static final Route INFER = Route.post(
                    "/v2/models/{model}[/versions/{version}]/infer", "Predictions as tensors (Open Inference Protocol)")
            .accepts(Response.JSON, Schemas.INFERENCE_REQUEST)
            .accepts(TensorBody.TYPE, Schemas.BINARY)
            .returns(Response.JSON, Schemas.INFERENCE_RESPONSE)
            .returns(TensorBody.TYPE, Schemas.BINARY)
            .predicts();

    private final Catalog catalog;
    private final Limits limits;
    private final Metrics metrics;

    OpenInferenceDialect(Catalog catalog, Limits limits, Metrics metrics) {
        this.catalog = catalog;
        this.limits = limits;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return "open_inference";
    }

    @Override
    public boolean readsFormsAsJson() {
        return true;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                INFER,
                SERVER,
                LIVE,
                READY,
                MODELS,
                ALL_STATISTICS,
                METADATA,
                MODEL_READY,
                STATISTICS,
                CONFIGURATION,
                INDEX,
                LOAD,
                DOCS,
                DOCS_PAGE);
    }

    @Override
    public Response respond(Route route, Call call) throws IOException, RequestException, InvalidRowsException {
        if (route.is(INFER)) {
            return infer(call.model(), call);
        }
        if (route.is(METADATA)) {
            return Response.json(metadata(call.describedModel()));
        }
        if (route.is(CONFIGURATION)) {
            return Response.json(TritonModel.configuration(call.describedModel()));
        }
        if (route.is(STATISTICS) || route.is(ALL_STATISTICS)) {
            return Response.json(
                    TritonModel.statistics(route.is(STATISTICS) ? List.of(call.model()) : catalog.loaded(), metrics));
        }
        if (route.is(MODEL_READY)) {
            return Readiness.of(call);
        }
        if (route.is(INDEX)) {
            return Response.json(index());
        }
        if (route.is(LOAD)) {
            return load(call);
        }
        if (route.is(DOCS)) {
            ResponseBytes out = new ResponseBytes(call.memory());
            OpenApi.write(call.routes(), catalog.served(), out);
            return new Response(200, Response.JSON, Map.of(), out.finish());
        }
        if (route.is(DOCS_PAGE)) {
            return DocsPage.of(call.routes(), catalog.names());
        }
        if (route.is(MODELS)) {
            return ModelList.of(catalog);
        }
        if (route.is(READY)) {
            return ready();
        }
        return Response.json(route.is(LIVE) ? "{\"live\":true}" : server());
    }

    private static String server() {
        JsonObject json = new JsonObject();
        json.addProperty("name", "dropfit");
        json.addProperty("version", ServerVersion.text());
        JsonArray extensions = new JsonArray();
        extensions.add("binary_tensor_data");
        extensions.add("model_repository");
        extensions.add("model_configuration");
        extensions.add("statistics");
        json.add("extensions", extensions);
        return json.toString();
    }

    private Response ready() throws IOException {
        boolean ready = catalog.isReady();
        JsonObject json = new JsonObject();
        json.addProperty("live", true);
        json.addProperty("ready", ready);
        return Response.json(ready ? 200 : SERVICE_UNAVAILABLE, json.toString(), Map.of());
    }

    private String index() throws IOException {
        Overview models = catalog.overview();
        JsonArray list = new JsonArray();
        for (ModelName name : models.names()) {
            JsonObject json = new JsonObject();
            json.addProperty("name", name.value());
            try {
                Optional<ServedModel> served = models.latest(name);
                served.ifPresent(model -> json.addProperty("version", model.version()));
                json.addProperty("state", served.isPresent() ? "READY" : "UNAVAILABLE");
                json.addProperty("reason", served.isPresent() ? "" : "no version is in memory");
            } catch (IOException e) {
                json.addProperty("state", "UNAVAILABLE");
                json.addProperty("reason", "the model can't be loaded");
            }
            list.add(json);
        }
        return list.toString();
    }

    /** Triton's client may send a configuration and files of its own with the request. */
    private static Response load(Call call) throws IOException, RequestException {
        byte[] body = call.content();
        if (body.length > 0) {
            call.memory().reserve((long) Character.BYTES * body.length);
            JsonInput in = new JsonInput(body, Limits.JSON);
            KnownFields fields = new KnownFields(in, "the request", Set.of("parameters"));
            while (fields.next()) {
                in.require(JsonType.OBJECT, "'parameters'");
                in.beginObject();
                if (in.nextField()) {
                    throw new RequestException(
                            400,
                            "The request has the parameter '" + Text.truncate(in.text(), MAX_SHOWN)
                                    + "'; accepted is none: a model is loaded as it was trained");
                }
            }
            in.finish();
        }
        call.model();
        return Response.json("{}");
    }

    private static String metadata(ServedModel served) {
        JsonObject json = new JsonObject();
        json.addProperty("name", served.name().value());
        JsonArray versions = new JsonArray();
        versions.add(served.version());
        json.add("versions", versions);
        json.addProperty("platform", "tribuo_protobuf");
        json.add("inputs", tensors(TensorSpec.inputs(served)));
        json.add("outputs", tensors(TensorSpec.outputs(served)));
        return json.toString();
    }

    private static JsonArray tensors(List<TensorSpec> specs) {
        JsonArray tensors = new JsonArray();
        for (TensorSpec spec : specs) {
            JsonObject json = new JsonObject();
            json.addProperty("name", spec.name());
            json.addProperty("datatype", spec.isNumber() ? "FP64" : "BYTES");
            json.add("shape", spec.dimensions());
            tensors.add(json);
        }
        return tensors;
    }

    private Response infer(ServedModel served, Call call) throws IOException, RequestException, InvalidRowsException {
        InferenceRequest inference = InferenceRequest.read(TensorBody.read(call), call.memory(), Parameters.of(call));
        InferenceResponse response = new InferenceResponse(identified(served, inference), inference, call.memory());
        NumberRows numbers = inference.numberRows(served.format(), limits.rows());
        if (numbers != null) {
            call.tally().rows(numbers.size());
            Response fast = response.of(numbers);
            if (fast != null) {
                return fast;
            }
        }
        return response.of(inference.rows(served.format(), limits.rows(), call.tally()));
    }

    /** The model with the id that the response has, if predictions are stored and no header has another id. An id that names no prediction is only sent back. */
    private static ServedModel identified(ServedModel served, InferenceRequest inference) {
        return !served.ids().areStored() || served.ids().areOfClient()
                ? served
                : ClientId.find(inference.id())
                        .map(id -> served.with(served.ids().of(id)))
                        .orElse(served);
    }

    @Override
    public Response error(Failure failure) {
        JsonObject json = new JsonObject();
        json.addProperty("error", failure.text());
        return Response.json(failure.status(), json.toString(), failure.headers());
    }
}
