package dev.dropfit.predictor;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.predictor.JsonInput.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Dropfit's own way: at {@code /}, {@code /{model}} and {@code /{model}/versions/{version}}, a JSON object in and one prediction out, an
 * array in and as many out, a CSV in and a CSV out.
 */
final class PlainDialect implements Dialect {
    private static final String CSV = "text/csv";
    private static final String OPEN_API = "openapi.json";
    private static final String METHODS = "GET, HEAD, POST";

    private final Catalog catalog;
    private final Limits limits;

    PlainDialect(Catalog catalog, Limits limits) {
        this.catalog = catalog;
        this.limits = limits;
    }

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public Answer answer(Request request) throws IOException, RequestException {
        if (!request.isGet() && !request.isPost()) {
            throw request.methodNotAllowed(METHODS);
        }
        if (request.isGet()) {
            return description(request);
        }
        Served served = request.path().isEmpty() ? catalog.only("POST /") : served(request.path());
        return Answer.of(served, request, () -> predict(served, request));
    }

    private Answer description(Request request) throws IOException, RequestException {
        List<String> path = request.path();
        if (path.isEmpty()) {
            return Answer.json(overview());
        }
        if (path.equals(List.of(OPEN_API))) {
            return Answer.json(OpenApi.of(catalog.served()));
        }
        boolean openApi = path.get(path.size() - 1).equals(OPEN_API);
        Served served = served(openApi ? path.subList(0, path.size() - 1) : path);
        return Answer.of(
                served,
                request,
                () -> Answer.json(
                        openApi
                                ? OpenApi.of(List.of(served))
                                : ModelDescription.of(served).toString()));
    }

    private Served served(List<String> path) throws IOException, RequestException {
        if (Router.RESERVED.contains(path.get(0))) {
            throw new RequestException(
                    404,
                    "There is nothing here; a model '" + path.get(0) + "' answers at /v1/models/" + path.get(0)
                            + ":predict and /v2/models/" + path.get(0) + "/infer, for its name is a path of its own");
        }
        if (path.size() == 3 && path.get(1).equals("versions")) {
            return catalog.find(path.get(0), path.get(2));
        }
        if (path.size() == 1 && ModelName.parse(path.get(0)).isPresent()) {
            return catalog.find(path.get(0));
        }
        throw new RequestException(
                404, "There is nothing here; accepted are /, /{model}, /{model}/versions/{version} and /openapi.json");
    }

    private Answer predict(Served served, Request request) throws IOException, RequestException {
        return switch (request.type()) {
            case Answer.JSON -> predictJson(served, request);
            case CSV -> new Answer(200, CSV + "; charset=utf-8", Map.of(), predictCsv(served, request));
            default -> throw request.unknownType("are the content types " + Answer.JSON + " and " + CSV);
        };
    }

    private byte[] predictCsv(Served served, Request request) throws IOException, RequestException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            CsvPrediction.predict(
                    served.model(),
                    served.format(),
                    new ByteArrayInputStream(request.body().read()),
                    out,
                    limits.rows(),
                    request.tally());
        } catch (InvalidTableException e) {
            throw invalid(e);
        }
        return out.toByteArray();
    }

    /** What a CSV that can't be used gets. */
    static RequestException invalid(InvalidTableException e) {
        return new RequestException(
                400,
                "The CSV can't be used: "
                        + String.join(
                                "; ",
                                e.problems().stream().map(Problem::toString).toList()));
    }

    private Answer predictJson(Served served, Request request) throws IOException, RequestException {
        JsonRows rows = new JsonRows(served.format(), limits, request.tally());
        JsonInput in = new JsonInput(request.body().read());
        boolean single = readRows(in, rows);
        in.finish();
        List<Row> decoded = rows.finish();
        JsonOutput out = new JsonOutput();
        PredictionWriter predictions = new PredictionWriter(served, request.explain(), out);
        out.beginObject();
        if (single) {
            predictions.write(decoded.get(0));
            nameModel(served, out);
            predictions.writeWarnings(decoded.get(0));
        } else {
            out.name("predictions");
            predictions.writeAll(decoded);
            nameModel(served, out);
        }
        out.endObject();
        return Answer.json(out);
    }

    /** @return whether it is one row, not a list */
    private static boolean readRows(JsonInput in, JsonRows rows) throws RequestException {
        switch (in.kind()) {
            case OBJECT -> {
                rows.readObject(in);
                return true;
            }
            case LIST -> {
                in.beginList();
                while (in.nextItem()) {
                    if (in.kind() != Kind.OBJECT) {
                        throw new RequestException(
                                400,
                                "The array holds something else than objects; accepted is an object of fields for each row");
                    }
                    rows.readObject(in);
                }
                return false;
            }
            default ->
                throw new RequestException(
                        400,
                        "The body is neither a JSON object nor an array of objects; accepted is an object of fields for each row");
        }
    }

    private static void nameModel(Served served, JsonOutput out) {
        out.name("model").value(served.name().value());
        out.name("version").value(served.version());
    }

    private String overview() throws IOException {
        JsonArray list = new JsonArray();
        for (ModelName name : catalog.names()) {
            JsonObject json = new JsonObject();
            json.addProperty("model", name.value());
            try {
                Optional<Served> served = catalog.latest(name);
                if (served.isPresent()) {
                    json.addProperty("version", served.get().version());
                    served.get().promoted().ifPresent(time -> json.addProperty("promoted", time.toString()));
                } else {
                    json.addProperty("status", "no version has been promoted yet");
                }
            } catch (InvalidModelException e) {
                json.addProperty("status", "the model can't be loaded");
            }
            list.add(json);
        }
        JsonObject overview = new JsonObject();
        overview.add("models", list);
        return overview.toString();
    }

    @Override
    public Answer refusal(RequestException e) {
        JsonObject json = new JsonObject();
        json.addProperty("error", e.getMessage());
        if (!e.problems().isEmpty()) {
            JsonArray problems = new JsonArray();
            for (FieldProblem problem : e.problems()) {
                JsonObject object = new JsonObject();
                object.addProperty("row", problem.row());
                object.addProperty("field", problem.field());
                object.addProperty("found", problem.found());
                object.addProperty("accepted", problem.accepted());
                problems.add(object);
            }
            json.add("problems", problems);
        }
        return Answer.json(e.status(), json.toString(), e.headers());
    }
}
