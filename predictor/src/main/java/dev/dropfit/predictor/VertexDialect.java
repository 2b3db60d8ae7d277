package dev.dropfit.predictor;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Version 1 of the KServe protocol, which is that of TensorFlow Serving and of Vertex AI: {@code /v1/models/{model}:predict} takes
 * instances and gives predictions.
 *
 * @see <a href="https://kserve.github.io/website/docs/concepts/architecture/data-plane/v1-protocol">KServe V1 protocol</a>
 * @see <a href="https://cloud.google.com/vertex-ai/docs/predictions/custom-container-requirements">Vertex AI custom containers</a>
 */
final class VertexDialect implements Dialect {
    private static final String PREDICT = ":predict";

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
    public Answer answer(Request request) throws IOException, RequestException {
        List<String> path = request.path();
        if (path.size() == 2 && path.get(1).equals("models")) {
            request.requireGet();
            return Answer.json(models());
        }
        boolean versioned = path.size() == 5 && path.get(3).equals("versions");
        if (path.size() < 3
                || !path.get(1).equals("models")
                || (path.size() != 3 && !versioned)
                || withoutAction(path.get(path.size() - 1)).contains(":")) {
            throw new RequestException(
                    404,
                    "There is nothing here; accepted are /v1/models and /v1/models/{model}[/versions/{version}] without more"
                            + " or with :predict");
        }
        return path.get(path.size() - 1).endsWith(PREDICT) ? predict(request, versioned) : ready(request, versioned);
    }

    private Answer ready(Request request, boolean versioned) throws IOException, RequestException {
        request.requireGet();
        return OpenInferenceDialect.readiness(request.path().get(2), request, () -> served(request, versioned));
    }

    private Answer predict(Request request, boolean versioned) throws IOException, RequestException {
        request.requirePost();
        Served served = served(request, versioned);
        return Answer.of(served, request, () -> predict(served, request));
    }

    private Served served(Request request, boolean versioned) throws IOException, RequestException {
        List<String> path = request.path();
        return versioned
                ? catalog.find(path.get(2), withoutAction(path.get(4)))
                : catalog.find(withoutAction(path.get(2)));
    }

    private static String withoutAction(String part) {
        return part.endsWith(PREDICT) ? part.substring(0, part.length() - PREDICT.length()) : part;
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

    private Answer predict(Served served, Request request) throws IOException, RequestException {
        request.requireJson();
        JsonRows rows = new JsonRows(served.format(), limits, request.tally());
        boolean[] found = {false};
        boolean[] explain = {request.explain()};
        JsonText.read(
                request.body().read(),
                in -> JsonText.readObject(in, "the request", Set.of("instances", "parameters"), field -> {
                    if (field.equals("instances")) {
                        rows.readRows(in, "'instances'");
                        found[0] = true;
                    } else {
                        explain[0] |= JsonText.readExplain(in, field);
                    }
                }));
        if (!found[0]) {
            throw new RequestException(
                    400,
                    "The request has no 'instances'; accepted is a list of objects of fields, or of lists of values");
        }
        return predictions(served, rows.finish(), explain[0]);
    }

    private static Answer predictions(Served served, List<Row> rows, boolean explain) throws RequestException {
        JsonOutput out = new JsonOutput();
        out.beginObject().name("predictions");
        new PredictionWriter(served, explain, out).writeAll(rows);
        out.name("model").value(served.name().value());
        out.name("modelDisplayName").value(served.name().value());
        out.name("modelVersionId").value(served.version());
        out.endObject();
        return Answer.json(out);
    }

    @Override
    public Answer refusal(RequestException e) {
        JsonObject json = new JsonObject();
        json.addProperty("error", e.text());
        return Answer.json(e.status(), json.toString(), e.headers());
    }
}
