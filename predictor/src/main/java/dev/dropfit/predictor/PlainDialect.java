package dev.dropfit.predictor;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.ModelName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
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
    public Answer answer(Request request) throws IOException, RequestException {
        if (!request.isGet() && !request.isPost()) {
            throw request.methodNotAllowed(METHODS);
        }
        if (request.isGet()) {
            return Answer.json(description(request.path()));
        }
        Served served = request.path().isEmpty() ? catalog.only("POST /") : served(request.path());
        return Answer.of(served, () -> predict(served, request));
    }

    private String description(List<String> path) throws IOException, RequestException {
        if (path.isEmpty()) {
            return overview();
        }
        if (!path.get(path.size() - 1).equals(OPEN_API)) {
            return ModelDescription.of(served(path)).toString();
        }
        return OpenApi.of(path.size() == 1 ? catalog.served() : List.of(served(path.subList(0, path.size() - 1))));
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
            case Answer.JSON -> Answer.json(predictJson(served, request.body().read(), request.explain()));
            case CSV ->
                new Answer(
                        200,
                        CSV + "; charset=utf-8",
                        Map.of(),
                        predictCsv(served, request.body().read()));
            default -> throw request.unknownType("are the content types " + Answer.JSON + " and " + CSV);
        };
    }

    private byte[] predictCsv(Served served, byte[] body) throws IOException, RequestException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            CsvPrediction.predict(served.model(), new ByteArrayInputStream(body), out, limits.rows());
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

    private String predictJson(Served served, byte[] body, boolean explain) throws IOException, RequestException {
        JsonRows rows = new JsonRows(served.model().pipeline(), limits);
        boolean[] single = {false};
        JsonText.read(body, in -> single[0] = readRows(in, rows));
        List<Row> decoded = rows.finish();
        StringWriter answer = new StringWriter();
        JsonWriter out = new JsonWriter(answer);
        PredictionWriter predictions = new PredictionWriter(served.model(), explain, out);
        out.beginObject();
        if (single[0]) {
            predictions.write(decoded.get(0));
            nameModel(served, out);
            predictions.writeWarnings(decoded.get(0));
        } else {
            out.name("predictions");
            predictions.writeAll(decoded);
            nameModel(served, out);
        }
        out.endObject();
        return answer.toString();
    }

    /** @return whether it is one row, not a list */
    private static boolean readRows(JsonReader in, JsonRows rows) throws IOException, RequestException {
        switch (in.peek()) {
            case BEGIN_OBJECT -> {
                rows.readObject(in);
                return true;
            }
            case BEGIN_ARRAY -> {
                in.beginArray();
                while (in.hasNext()) {
                    if (in.peek() != JsonToken.BEGIN_OBJECT) {
                        throw new RequestException(
                                400,
                                "The array holds something else than objects; accepted is an object of fields for each row");
                    }
                    rows.readObject(in);
                }
                in.endArray();
                return false;
            }
            default ->
                throw new RequestException(
                        400,
                        "The body is neither a JSON object nor an array of objects; accepted is an object of fields for each row");
        }
    }

    private static void nameModel(Served served, JsonWriter out) throws IOException {
        out.name("model").value(served.name().value());
        out.name("version").value(served.model().version());
    }

    private String overview() throws IOException {
        JsonArray list = new JsonArray();
        for (ModelName name : catalog.names()) {
            JsonObject json = new JsonObject();
            json.addProperty("model", name.value());
            try {
                Optional<Served> served = catalog.latest(name);
                if (served.isPresent()) {
                    json.addProperty("version", served.get().model().version());
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
