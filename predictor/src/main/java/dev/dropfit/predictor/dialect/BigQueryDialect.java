package dev.dropfit.predictor.dialect;

import com.google.gson.JsonObject;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.json.JsonOutput;
import dev.dropfit.predictor.json.JsonType;
import dev.dropfit.predictor.row.DecodedRows;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.serve.ServedModel;
import java.io.IOException;
import java.util.List;

/**
 * A remote function of BigQuery: an array of arguments for each call, a prediction in JSON as the reply to each. The arguments are the columns
 * in the schema's order, or a single JSON object of fields.
 *
 * @see <a href="https://cloud.google.com/bigquery/docs/remote-functions">Remote functions</a>
 */
final class BigQueryDialect implements Dialect {
    private static final Route CALL = Route.post(
                    "/{model}[/versions/{version}]/bigquery", "Predictions for a remote function of BigQuery")
            .accepts(Response.JSON, Schemas.CALLS)
            .returns(Response.JSON, Schemas.CALL_REPLIES)
            .predicts();

    private final Limits limits;

    BigQueryDialect(Limits limits) {
        this.limits = limits;
    }

    @Override
    public String name() {
        return "bigquery";
    }

    @Override
    public List<Route> routes() {
        return List.of(CALL);
    }

    @Override
    public Response respond(Route route, Call call) throws IOException, RequestException, InvalidRowsException {
        ServedModel served = call.model();
        Parameters parameters = Parameters.of(call);
        DecodedRows decoded = new FunctionRows("calls", "arguments for each call", in -> {
                    in.require(JsonType.ARRAY, "a call");
                    in.beginArray();
                })
                .read(served, call, limits);
        JsonOutput out = new JsonOutput(call.memory());
        out.beginObject().name("replies");
        parameters.writer(served, out).writeAll(decoded.rows());
        return Response.json(out.endObject());
    }

    @Override
    public Response error(Failure failure) {
        JsonObject json = new JsonObject();
        json.addProperty("errorMessage", failure.text());
        return Response.json(failure.status(), json.toString(), failure.headers());
    }

    @Override
    public String errorSchema() {
        return Schemas.CALL_ERROR;
    }
}
