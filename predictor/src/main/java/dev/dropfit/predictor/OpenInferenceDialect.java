package dev.dropfit.predictor;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The Open Inference Protocol, version 2, over REST: {@code /v2/…}. A tensor is a column of rows, or all of them in the schema's order.
 *
 * @see <a href="https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md">inference_rest.md</a>
 */
final class OpenInferenceDialect implements Dialect {
    private static final int SERVICE_UNAVAILABLE = 503;

    private final Catalog catalog;
    private final Limits limits;

    OpenInferenceDialect(Catalog catalog, Limits limits) {
        this.catalog = catalog;
        this.limits = limits;
    }

    @Override
    public String name() {
        return "open_inference";
    }

    @Override
    public Answer answer(Request request) throws IOException, RequestException {
        List<String> path = request.path();
        if (path.size() >= 3 && path.get(1).equals("models")) {
            boolean versioned = path.size() >= 5 && path.get(3).equals("versions");
            return model(request, versioned, String.join("/", path.subList(versioned ? 5 : 3, path.size())));
        }
        return switch (String.join("/", path)) {
            case "v2" -> get(request, server());
            case "v2/health/live" -> get(request, "{\"live\":true}");
            case "v2/health/ready" -> ready(request);
            case "v2/models" -> get(request, models());
            default -> throw nothing();
        };
    }

    private static Answer get(Request request, String body) throws RequestException {
        request.requireGet();
        return Answer.json(body);
    }

    private static RequestException nothing() {
        return new RequestException(
                404,
                "There is nothing here; accepted are /v2, /v2/health/live, /v2/health/ready, /v2/models and"
                        + " /v2/models/{model}[/versions/{version}] without more, with /ready or with /infer");
    }

    private Answer model(Request request, boolean versioned, String action) throws IOException, RequestException {
        String name = request.path().get(2);
        switch (action) {
            case "" -> {
                request.requireGet();
                Served served = served(request, versioned);
                return Answer.of(served, request, () -> Answer.json(metadata(served)));
            }
            case "ready" -> {
                request.requireGet();
                return modelReady(name, request, versioned);
            }
            case "infer" -> {
                request.requirePost();
                Served served = served(request, versioned);
                return Answer.of(served, request, () -> infer(served, request));
            }
            default -> throw nothing();
        }
    }

    private Served served(Request request, boolean versioned) throws IOException, RequestException {
        String name = request.path().get(2);
        return versioned ? catalog.find(name, request.path().get(4)) : catalog.find(name);
    }

    private static String server() {
        JsonObject json = new JsonObject();
        json.addProperty("name", "dropfit");
        json.addProperty("version", BuildVersion.text());
        json.add("extensions", new JsonArray());
        return json.toString();
    }

    private Answer ready(Request request) throws IOException, RequestException {
        request.requireGet();
        boolean ready = catalog.isReady();
        JsonObject json = new JsonObject();
        json.addProperty("live", true);
        json.addProperty("ready", ready);
        return Answer.json(ready ? 200 : SERVICE_UNAVAILABLE, json.toString(), Map.of());
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

    private Answer modelReady(String name, Request request, boolean versioned) throws IOException, RequestException {
        return readiness(name, request, () -> served(request, versioned));
    }

    /** Finds a model. */
    interface Finder {
        Served find() throws IOException, RequestException;
    }

    /** Whether a model answers: {@code {"name", "ready"}}, with 503 while it does not; V1 says it in the same words. */
    static Answer readiness(String name, Request request, Finder finder) throws IOException, RequestException {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        try {
            Served served = finder.find();
            json.addProperty("ready", true);
            return Answer.of(served, request, () -> Answer.json(json.toString()));
        } catch (InvalidModelException e) {
            json.addProperty("ready", false);
            return Answer.json(SERVICE_UNAVAILABLE, json.toString(), Map.of());
        } catch (RequestException e) {
            if (e.status() != SERVICE_UNAVAILABLE) {
                throw e;
            }
            json.addProperty("ready", false);
            return Answer.json(SERVICE_UNAVAILABLE, json.toString(), e.headers());
        }
    }

    private static String metadata(Served served) {
        Pipeline pipeline = served.model().pipeline();
        JsonObject json = new JsonObject();
        json.addProperty("name", served.name().value());
        JsonArray versions = new JsonArray();
        versions.add(served.version());
        json.add("versions", versions);
        json.addProperty("platform", "tribuo_protobuf");
        JsonArray inputs = new JsonArray();
        for (Input input : pipeline.inputs()) {
            boolean number = input.feature() instanceof Feature.Numeric && !input.isDateTime();
            inputs.add(tensor(input.column(), number ? "FP64" : "BYTES", -1));
        }
        json.add("inputs", inputs);
        JsonArray outputs = new JsonArray();
        if (pipeline.target() instanceof Target.Classes classes) {
            outputs.add(tensor(pipeline.output(), "BYTES", -1));
            outputs.add(tensor(InferenceAnswer.PROBABILITIES, "FP64", -1, classes.size()));
        } else {
            outputs.add(tensor(pipeline.output(), "FP64", -1));
        }
        json.add("outputs", outputs);
        return json.toString();
    }

    private static JsonObject tensor(String name, String datatype, int... shape) {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        json.addProperty("datatype", datatype);
        JsonArray dimensions = new JsonArray();
        for (int dimension : shape) {
            dimensions.add(dimension);
        }
        json.add("shape", dimensions);
        return json;
    }

    private Answer infer(Served served, Request request) throws IOException, RequestException {
        request.requireJson();
        InferenceRequest inference = InferenceRequest.read(request.body().read());
        List<Row> rows = inference.rows(served.format(), limits, request.tally());
        JsonOutput out = new JsonOutput();
        new InferenceAnswer(served, inference, rows, request.explain() || inference.explain()).write(out);
        return Answer.json(out);
    }

    @Override
    public Answer refusal(RequestException e) {
        JsonObject json = new JsonObject();
        json.addProperty("error", e.text());
        return Answer.json(e.status(), json.toString(), e.headers());
    }
}
