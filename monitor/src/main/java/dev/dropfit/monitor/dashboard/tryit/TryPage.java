package dev.dropfit.monitor.dashboard.tryit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.Layout;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import dev.dropfit.monitor.dashboard.read.Records;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A form made from the schema, with the served model's prediction for its content. */
public final class TryPage {
    private static final int MAX_BODY = 1 << 20;

    private final Records records;
    private final Layout layout;

    public TryPage(Records records, Layout layout) {
        this.records = records;
        this.layout = layout;
    }

    /** The form with a typical row, or with the fields of the query, and the prediction. */
    public PageResponse respond(ModelName name, PageRequest request, String root, String token)
            throws IOException, RefusedException {
        Model model = model(name);
        List<TryField> fields = fields(model, RunRecord.of(model).model().columns());
        List<String> contents = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            contents.add(request.query().getOrDefault("f" + i, fields.get(i).typical()));
        }
        Html content = Html.of("""
            <div class="title"><h1>Try {}</h1><p class="muted">Prefilled with a typical row. Empty means missing.</p></div>
            <div class="row"><form class="try" method="get" action="try"><div class="fields">
            """, name);
        for (int i = 0; i < fields.size(); i++) {
            content.add("{}\n", fields.get(i).html(contents.get(i)));
        }
        content.add("""
                </div><p class="actions"><button class="button primary">Predict</button> <a class="button" href="try">Typical row</a></p></form>
                <section class="result" aria-live="polite" aria-label="Prediction">{}</section></div>\
                """, result(model, fields, contents));
        return PageResponse.html(200, layout.modelPage(name, root, Optional.of(Layout.Tab.TRY), token, content));
    }

    /** Predicts a JSON object, {@code {"values":["63",…]}} with one string per field. The response is JSON, or HTML if the request accepts it. */
    public PageResponse score(ModelName name, PageRequest request) throws IOException, RefusedException {
        boolean html = request.headers().first("Accept").orElse("").contains("text/html");
        try {
            Model model = model(name);
            List<TryField> fields = fields(model, List.of());
            List<String> contents = contents(request, fields.size());
            return html
                    ? PageResponse.html(200, result(model, fields, contents))
                    : PageResponse.json(
                            200, TriedRow.of(model, fields, contents).toJson());
        } catch (RefusedException e) {
            if (html) {
                return PageResponse.html(e.status(), problem(e));
            }
            JsonObject json = new JsonObject();
            json.addProperty("error", e.message());
            return PageResponse.json(e.status(), json);
        }
    }

    private static Html result(Model model, List<TryField> fields, List<String> contents) {
        try {
            return TriedRow.of(model, fields, contents).toHtml();
        } catch (RefusedException e) {
            return problem(e);
        }
    }

    private static Html problem(RefusedException refusal) {
        return Html.of("<h2>{}</h2><p class=\"notable\"><bdi>{}</bdi></p>", refusal.title(), refusal.message());
    }

    private Model model(ModelName name) throws IOException, RefusedException {
        return served(records, name);
    }

    /** The served model. */
    static Model served(Records records, ModelName name) throws IOException, RefusedException {
        return records.model(name)
                .orElseThrow(() -> new RefusedException(
                        404,
                        "No model is served",
                        "No model is served as '" + name + "'. A model is served after its first promoted run."));
    }

    /** @param columns of the dataset, for typical values and hints; without them the fields have none */
    private static List<TryField> fields(Model model, List<ColumnFacts> columns) {
        Map<String, ColumnProfile> profiles = new HashMap<>();
        columns.forEach(column -> profiles.put(column.name(), column.profile()));
        List<TryField> fields = new ArrayList<>();
        for (Input input : model.pipeline().inputs()) {
            ColumnProfile profile = profiles.getOrDefault(input.column(), ColumnProfile.NONE);
            fields.add(new TryField(fields.size(), input, profile));
        }
        return fields;
    }

    private static List<String> contents(PageRequest request, int fields) throws IOException, RefusedException {
        List<String> contents = new ArrayList<>();
        try (InputStream body = request.body().open()) {
            byte[] bytes = body.readNBytes(MAX_BODY + 1);
            if (bytes.length > MAX_BODY) {
                throw new RefusedException(413, "Body too large", "The body has more than " + MAX_BODY + " bytes");
            }
            JsonElement json = JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8));
            JsonArray values = json instanceof JsonObject object && object.get("values") instanceof JsonArray array
                    ? array
                    : new JsonArray();
            for (JsonElement value : values) {
                contents.add(value.isJsonPrimitive() ? value.getAsString() : "");
            }
        } catch (JsonParseException e) {
            throw new RefusedException(400, "Invalid JSON", "The body is not JSON");
        }
        if (contents.size() != fields) {
            throw new RefusedException(
                    400,
                    "Model has changed",
                    "The request has " + Figures.count(contents.size(), "value", "values") + ", the model has " + fields
                            + " fields. The model may have changed: reload the page");
        }
        return contents;
    }
}
