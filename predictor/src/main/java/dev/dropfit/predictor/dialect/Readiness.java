package dev.dropfit.predictor.dialect;

import com.google.gson.JsonObject;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.serve.NoModelException;
import java.io.IOException;
import java.util.Map;

/** Whether a model can respond: {@code {"name", "ready"}}, with status 503 while it can't. KServe V1 and V2 have the same format. */
final class Readiness {
    private static final int SERVICE_UNAVAILABLE = 503;

    private Readiness() {}

    static Response of(Call call) throws IOException {
        try {
            call.model();
            return response(call, true, Map.of());
        } catch (InvalidModelException e) {
            return response(call, false, Map.of());
        } catch (NoModelException e) {
            if (!e.isExpected()) {
                throw e;
            }
            return response(call, false, Failure.of(e).headers());
        }
    }

    private static Response response(Call call, boolean ready, Map<String, String> headers) {
        JsonObject json = new JsonObject();
        json.addProperty("name", call.modelName());
        json.addProperty("ready", ready);
        return Response.json(ready ? 200 : SERVICE_UNAVAILABLE, json.toString(), headers);
    }
}
