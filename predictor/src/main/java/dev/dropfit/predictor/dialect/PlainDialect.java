package dev.dropfit.predictor.dialect;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.predictor.http.ContentType;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonOutput;
import dev.dropfit.predictor.json.JsonType;
import dev.dropfit.predictor.memory.ResponseBytes;
import dev.dropfit.predictor.page.Page;
import dev.dropfit.predictor.page.UsePage;
import dev.dropfit.predictor.predict.CsvPrediction;
import dev.dropfit.predictor.predict.PredictionWriter;
import dev.dropfit.predictor.predict.RowPrediction;
import dev.dropfit.predictor.row.DecodedRows;
import dev.dropfit.predictor.row.FieldProblem;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.row.JsonRows;
import dev.dropfit.predictor.row.Row;
import dev.dropfit.predictor.serve.Catalog;
import dev.dropfit.predictor.serve.Overview;
import dev.dropfit.predictor.serve.ServedModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Dropfit's own protocol: a JSON object in, one prediction out; an array in, as many predictions out; a CSV in, a CSV out. */
final class PlainDialect implements Dialect {
    private static final String CSV = ContentType.CSV;
    private static final int DESCRIPTION_COPIES = 4;
    /** Each snippet has all columns, then the page has them as text and as bytes. */
    private static final int PAGE_COPIES = 20;

    private static final Route OVERVIEW =
            Route.get("/", "The models that are served").returns(Response.JSON, Schemas.OVERVIEW);
    private static final Route PREDICT_ONLY = Route.post("/", "Predictions of the default or the only model")
            .accepts(Response.JSON, Schemas.OBJECT)
            .accepts(CSV, Schemas.STRING)
            .accepts(ContentType.LINES, Schemas.STRING)
            .returns(Response.JSON, Schemas.OBJECT)
            .returns(CSV, Schemas.STRING)
            .returns(ContentType.LINES, Schemas.STRING)
            .predicts();
    private static final Route DESCRIBE = Route.get(
                    "/{model}[/versions/{version}]", "Schema, version and metrics of {model}")
            .returns(Response.JSON, Schemas.DESCRIPTION)
            .returns(Page.TYPE, Schemas.STRING);
    private static final Route PREDICT = Route.post(
                    "/{model}[/versions/{version}]",
                    "One prediction; for an array of rows, a CSV or lines of JSON as many as there are rows")
            .accepts(Response.JSON, Schemas.ROW)
            .accepts(CSV, Schemas.STRING)
            .accepts(ContentType.LINES, Schemas.STRING)
            .returns(Response.JSON, Schemas.PREDICTION)
            .returns(CSV, Schemas.STRING)
            .returns(ContentType.LINES, Schemas.STRING)
            .predicts();
    /** The same as {@link #PREDICT}: a generated client needs an operation for each kind of body and response. */
    private static final Route PREDICT_ROWS = Route.post(
                    "/{model}[/versions/{version}]/rows", "A prediction for each row of an array")
            .accepts(Response.JSON, Schemas.ROWS)
            .returns(Response.JSON, Schemas.PREDICTIONS)
            .predicts();

    private static final Route OPEN_API =
            Route.get("/openapi.json", "This description, of all models").returns(Response.JSON, Schemas.OBJECT);
    private static final Route OPEN_API_OF_MODEL = Route.get(
                    "/{model}[/versions/{version}]/openapi.json", "This description, of {model} only")
            .returns(Response.JSON, Schemas.OBJECT);

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
    public List<Route> routes() {
        return List.of(PREDICT, PREDICT_ROWS, PREDICT_ONLY, OVERVIEW, DESCRIBE, OPEN_API, OPEN_API_OF_MODEL);
    }

    @Override
    public Response respond(Route route, Call call)
            throws IOException, RequestException, InvalidRowsException, InvalidTableException {
        if (route.predicting()) {
            return predict(call.model(), call);
        }
        if (route.is(DESCRIBE)) {
            ServedModel served = call.model();
            reserve(served, call);
            if (Page.isPreferred(call.header("Accept"))) {
                call.memory().reserve(PAGE_COPIES * served.model().pipeline().heapBytes());
                return UsePage.of(served, call.headers());
            }
            return Response.json(ModelDescription.of(served).toString());
        }
        if (route.is(OPEN_API)) {
            return openApi(call, catalog.served());
        }
        if (route.is(OPEN_API_OF_MODEL)) {
            return openApi(call, List.of(call.model()));
        }
        return Response.json(overview());
    }

    /** Reserves the memory for a description with all columns and levels, as JSON, as text and as bytes. */
    private static void reserve(ServedModel served, Call call) {
        call.memory().reserve(DESCRIPTION_COPIES * served.model().pipeline().heapBytes());
    }

    private static Response openApi(Call call, List<ServedModel> models) throws IOException {
        ResponseBytes out = new ResponseBytes(call.memory());
        OpenApi.write(call.routes(), models, out);
        return new Response(200, Response.JSON, Map.of(), out.finish());
    }

    private Response predict(ServedModel served, Call call)
            throws IOException, RequestException, InvalidRowsException, InvalidTableException {
        BodyType type = BodyType.of(call);
        BodyType out = type.ofResponse(call);
        if (type == BodyType.JSON && out == BodyType.JSON) {
            return predictJson(served, call);
        }
        if (type == BodyType.CSV && out == BodyType.CSV) {
            return predictCsv(served, call);
        }
        if (type == BodyType.LINES && out == type && !call.failsOnBadRows() && !call.explains()) {
            return new Response(
                    200, out.nameFor(call), Map.of(), List.of(), new LineStream(served, call, limits.rows()));
        }
        ConvertedPrediction converted = new ConvertedPrediction(served, call, limits.rows());
        DecodedRows rows = switch (type) {
            case CSV -> converted.csvRows();
            case LINES -> converted.lines();
            case JSON -> jsonRows(served, call);
        };
        return out == BodyType.JSON
                ? FileNotes.in(predictions(served, rows, call), rows.notes())
                : converted.response(out, rows, Parameters.of(call));
    }

    private Response predictCsv(ServedModel served, Call call)
            throws IOException, RequestException, InvalidTableException {
        InputStream csv = call.csv();
        // The rows are copied.
        call.memory().prepay(csv.available());
        ResponseBytes out = new ResponseBytes(call.memory());
        CsvPrediction.Predicted predicted = CsvPrediction.predict(
                new RowPrediction(served),
                served.format(),
                csv,
                out,
                limits.rows(),
                call.tally(),
                call.memory(),
                new CsvPrediction.Columns(call.identifies(), call.warns(), call.keepsBadRows()));
        Response response = new Response(200, CSV + "; charset=utf-8", Map.of(), out.finish());
        return FileNotes.in(response, predicted.read().notes());
    }

    private Response predictJson(ServedModel served, Call call)
            throws IOException, RequestException, InvalidRowsException {
        JsonInput in = call.json();
        if (in.type() != JsonType.OBJECT) {
            return predictions(served, jsonRows(served, in, call), call);
        }
        DecodedRows rows = jsonRows(served, in, call);
        JsonOutput out = new JsonOutput(call.memory());
        Row row = rows.rows().get(0);
        Parameters parameters = Parameters.of(call);
        out.beginObject();
        PredictionWriter prediction =
                new PredictionWriter(served, parameters.explanations(served), false, parameters.identifies(), out);
        prediction.write(row);
        nameModel(served, out);
        prediction.writeWarnings(row, rows.moreWarnings());
        out.endObject();
        return Response.json(out);
    }

    private DecodedRows jsonRows(ServedModel served, Call call)
            throws IOException, RequestException, InvalidRowsException {
        return jsonRows(served, call.json(), call);
    }

    private DecodedRows jsonRows(ServedModel served, JsonInput in, Call call)
            throws IOException, RequestException, InvalidRowsException {
        // A single row has no other rows to keep.
        boolean keepsBadRows = call.keepsBadRows() && in.type() == JsonType.ARRAY;
        JsonRows rows = new JsonRows(served.format(), limits.rows(), call.tally(), call.memory(), keepsBadRows);
        boolean single = in.type() == JsonType.OBJECT;
        readRows(in, rows);
        in.finish();
        DecodedRows decoded;
        try {
            decoded = rows.finish(keepsBadRows);
        } catch (InvalidRowsException e) {
            throw single ? explained(e, served, in) : e;
        }
        call.release(in);
        return decoded;
    }

    /** An error that names the protocol of a body that is no row. */
    private static InvalidRowsException explained(InvalidRowsException e, ServedModel served, JsonInput in) {
        in.restart();
        return OtherFormat.find(in, served)
                .map(what -> new InvalidRowsException(what, e.problems()))
                .orElse(e);
    }

    private static Response predictions(ServedModel served, DecodedRows rows, Call call)
            throws RequestException, InvalidRowsException {
        JsonOutput out = new JsonOutput(call.memory());
        out.beginObject().name("predictions");
        Parameters parameters = Parameters.of(call);
        PredictionWriter predictions = parameters.writer(served, out);
        predictions.writeAll(rows.rows());
        nameModel(served, out);
        predictions.writeMoreWarnings(rows);
        out.endObject();
        return Response.json(out);
    }

    /** Reads one row, or an array of rows. */
    private static void readRows(JsonInput in, JsonRows rows)
            throws InvalidJsonException, RequestException, InvalidRowsException {
        switch (in.type()) {
            case OBJECT -> rows.readObject(in);
            case ARRAY -> {
                in.beginArray();
                while (in.nextItem()) {
                    rows.readObjectOnly(in);
                }
            }
            default ->
                throw new RequestException(
                        400,
                        "The body is " + in.type().description()
                                + "; accepted is an object of fields, or an array of such objects"
                                + (in.type() == JsonType.STRING ? JsonInput.ENCODED_TWICE : ""));
        }
    }

    private static void nameModel(ServedModel served, JsonOutput out) {
        out.names(served.text().model()).value(served.version());
    }

    private String overview() throws IOException {
        Overview models = catalog.overview();
        JsonArray list = new JsonArray();
        for (ModelName name : models.names()) {
            JsonObject json = new JsonObject();
            json.addProperty("model", name.value());
            try {
                Optional<ServedModel> served = models.latest(name);
                if (served.isPresent()) {
                    json.addProperty("version", served.get().version());
                    served.get().promoted().ifPresent(time -> json.addProperty("promoted", time.toString()));
                } else {
                    json.addProperty(
                            "status",
                            models.isWhole()
                                    ? "no version has been promoted yet"
                                    : "not in memory: no request yet, or unloaded");
                }
            } catch (InvalidModelException e) {
                json.addProperty("status", "the model can't be loaded");
                json.addProperty("reason", e.getMessage());
            } catch (IOException e) {
                json.addProperty("status", "the model can't be read at the moment");
            }
            list.add(json);
        }
        JsonObject overview = new JsonObject();
        // Clients of KServe V1 look for it.
        overview.addProperty("status", "alive");
        overview.add("models", list);
        return overview.toString();
    }

    @Override
    public Response error(Failure failure) {
        JsonObject json = new JsonObject();
        json.addProperty("error", failure.message());
        if (!failure.problems().isEmpty()) {
            JsonArray problems = new JsonArray();
            for (FieldProblem problem : failure.problems()) {
                JsonObject object = new JsonObject();
                object.addProperty("row", problem.row());
                object.addProperty("field", problem.field());
                object.addProperty("found", problem.found());
                object.addProperty("accepted", problem.accepted());
                problems.add(object);
            }
            json.add("problems", problems);
        }
        return Response.json(failure.status(), json.toString(), failure.headers());
    }
}
