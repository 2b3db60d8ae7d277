package dev.dropfit.predictor.dialect;

import com.google.gson.JsonObject;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonOutput;
import dev.dropfit.predictor.json.JsonType;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.row.DecodedRows;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.serve.ServedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An external function of Snowflake: rows that begin with their number, a row with this number and a prediction in JSON for each. The
 * arguments are the columns in the schema's order, or a single object of fields.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/external-functions-data-format">Data formats of external functions</a>
 */
final class SnowflakeDialect implements Dialect {
    private static final int MAX_DIGITS = 18;

    /** What the number of a row needs. */
    private static final int NUMBER_BYTES = 24;

    private static final Route CALL = Route.post(
                    "/{model}[/versions/{version}]/snowflake", "Predictions for an external function of Snowflake")
            .accepts(Response.JSON, Schemas.NUMBERED_ROWS)
            .returns(Response.JSON, Schemas.NUMBERED_ROWS)
            .predicts();

    private final Limits limits;

    SnowflakeDialect(Limits limits) {
        this.limits = limits;
    }

    @Override
    public String name() {
        return "snowflake";
    }

    @Override
    public List<Route> routes() {
        return List.of(CALL);
    }

    @Override
    public Response respond(Route route, Call call) throws IOException, RequestException, InvalidRowsException {
        ServedModel served = call.model();
        Parameters parameters = Parameters.of(call);
        List<Long> numbers = new ArrayList<>();
        DecodedRows decoded = new FunctionRows(
                        "data",
                        "rows, each with its number and its arguments",
                        in -> numbers.add(number(in, call.memory())))
                .read(served, call, limits);
        JsonOutput out = new JsonOutput(call.memory());
        out.beginObject().name("data");
        parameters.writer(served, out).writeNumbered(decoded.rows(), numbers);
        return Response.json(out.endObject());
    }

    /** Begins a row and reads its number. */
    private static long number(JsonInput in, RequestMemory memory) throws InvalidJsonException, RequestException {
        in.require(JsonType.ARRAY, "a row");
        in.beginArray();
        boolean numbered = in.nextItem() && in.type() == JsonType.NUMBER;
        if (numbered) {
            in.readNumber();
            numbered = in.length() <= MAX_DIGITS && in.text().chars().allMatch(c -> c >= '0' && c <= '9');
        }
        if (!numbered) {
            throw new RequestException(400, "A row of 'data' does not begin with its number, a whole number from 0");
        }
        memory.reserve(NUMBER_BYTES);
        return Long.parseLong(in.text());
    }

    @Override
    public Response error(Failure failure) {
        JsonObject json = new JsonObject();
        json.addProperty("error", failure.text());
        return Response.json(failure.status(), json.toString(), failure.headers());
    }
}
