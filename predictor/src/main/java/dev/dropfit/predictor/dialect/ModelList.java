package dev.dropfit.predictor.dialect;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.serve.Catalog;
import java.io.IOException;

/** The names of all models: {@code {"models"}}. KServe V1 and V2 have the same format. */
final class ModelList {
    private ModelList() {}

    static Response of(Catalog catalog) throws IOException {
        JsonArray list = new JsonArray();
        catalog.names().forEach(name -> list.add(name.value()));
        JsonObject json = new JsonObject();
        json.add("models", list);
        return Response.json(json.toString());
    }
}
