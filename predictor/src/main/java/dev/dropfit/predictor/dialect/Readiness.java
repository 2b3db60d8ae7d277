package dev.dropfit.predictor.dialect;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.serve.NoModelException;
import dev.dropfit.predictor.serve.ServedModel;
import java.io.IOException;
import java.util.Map;

/** Whether a model can respond: {@code {"name", "ready"}}, with status 503 while it can't. KServe V1 and V2 have the same format. */
final class Readiness {
    private static final int SERVICE_UNAVAILABLE = 503;

    private Readiness() {}

    static Response of(Call call) throws IOException, RequestException {
        return of(call, new JsonObject());
    }

    /** The same with the state of the version, as TensorFlow Serving writes it. */
    static Response withVersions(Call call) throws IOException, RequestException {
        JsonObject json = new JsonObject();
        json.add("model_version_status", new JsonArray());
        return of(call, json);
    }

    private static Response of(Call call, JsonObject json) throws IOException, RequestException {
        try {
            ServedModel served = call.model();
            if (json.get("model_version_status") instanceof JsonArray versions) {
                versions.add(available(served.version()));
            }
            return response(call, json, true, Map.of());
        } catch (InvalidModelException e) {
            return response(call, json, false, Map.of());
        } catch (NoModelException e) {
            if (!e.isExpected()) {
                throw e;
            }
            return response(call, json, false, Failure.of(e).headers());
        }
    }

    private static JsonObject available(String version) {
        JsonObject status = new JsonObject();
        status.addProperty("error_code", "OK");
        status.addProperty("error_message", "");
        JsonObject json = new JsonObject();
        json.addProperty("version", version);
        json.addProperty("state", "AVAILABLE");
        json.add("status", status);
        return json;
    }

    private static Response response(Call call, JsonObject json, boolean ready, Map<String, String> headers) {
        json.addProperty("name", call.modelName());
        json.addProperty("ready", ready);
        return Response.json(ready ? 200 : SERVICE_UNAVAILABLE, json.toString(), headers);
    }
}
