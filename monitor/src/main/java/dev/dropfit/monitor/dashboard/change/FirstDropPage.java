package dev.dropfit.monitor.dashboard.change;

import com.google.gson.JsonObject;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.Layout;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.PageToken;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks what to predict from the first dataset of a model, and how to read its columns, before it is trained. */
public final class FirstDropPage {
    private static final int MAX_FORM = 1 << 20;

    /** The maximum number of columns whose kind can be changed on the page. */
    private static final int MAX_COLUMNS = 300;

    private static final List<String> KINDS = List.of("numeric", "categorical", "datetime", "ignore");
    private static final List<String> TASKS = List.of("categorical", "numeric");

    private final Layout layout;

    public FirstDropPage(Layout layout) {
        this.layout = layout;
    }

    /** The path of the page of a model, from the root of the dashboard. */
    static String path(ModelName model) {
        return model + "/first";
    }

    /**
     * The page.
     *
     * @throws RefusedException when no dataset of the model waits
     */
    public PageResponse respond(FirstDrops drops, PageToken token, ModelName model, PageRequest request, String root)
            throws IOException, RefusedException {
        String label = request.field("label");
        FirstDataset dataset = look(drops, model, label.isEmpty() ? Optional.empty() : Optional.of(label));
        Html content = Html.of("""
                <div class="title"><h1>{}</h1></div>
                <section aria-labelledby="first"><h2 id="first">What should the model predict?</h2>
                <p class="muted">This is the first dataset of the model. Dropfit reads it like this. Change what is wrong, then train.</p>
                """, model);
        for (String problem : dataset.problems()) {
            content.add("<p class=\"notable\"><bdi>{}</bdi></p>", problem);
        }
        content.add(
                """
                <form method="post" action="{}{}"><input type="hidden" name="{}" value="{}">
                <p><label for="label">Predict</label> <select id="label" name="label">{}</select>
                <small class="muted"><bdi>{}</bdi></small>
                <button class="button" name="action" value="check">Check with this column</button></p>
                <p><label for="task">as</label> <select id="task" name="task"><option value="">as found: {}</option>\
                <option value="categorical">classes</option><option value="numeric">a number</option></select></p>
                """,
                root,
                path(model),
                PageToken.FIELD,
                token.value(),
                labels(dataset),
                dataset.labelReason(),
                dataset.task().isEmpty() ? "not known" : dataset.task());
        if (dataset.problems().isEmpty()) {
            content.add("{}", columns(dataset));
        }
        for (String note : dataset.notes()) {
            content.add("<p class=\"muted\"><bdi>{}</bdi></p>", note);
        }
        content.add("""
                <p><button class="button primary" name="action" value="train">Train</button></p></form></section>""");
        return PageResponse.html(200, layout.page(model.value(), root, "", content));
    }

    private static Html labels(FirstDataset dataset) {
        Html options = Html.none();
        for (FirstDataset.Column column : dataset.columns()) {
            options.add(
                    column.name().equals(dataset.label())
                            ? "<option value=\"{}\" selected>{}</option>"
                            : "<option value=\"{}\">{}</option>",
                    column.name(),
                    column.name());
        }
        return options;
    }

    private static Html columns(FirstDataset dataset) {
        Html table = Html.of("""
                <div class="scroll" tabindex="0" role="region" aria-label="Columns"><table>
                <thead><tr><th scope="col">Column</th><th scope="col">Kind</th></tr></thead><tbody>
                """);
        int index = 0;
        for (FirstDataset.Column column : dataset.columns()) {
            if (!column.name().equals(dataset.label()) && index < MAX_COLUMNS) {
                table.add(
                        "<tr><th scope=\"row\"><bdi>{}</bdi></th><td><select name=\"kind.{}\" aria-label=\"Kind of {}\"><option value=\"\">as found: {}</option>",
                        column.name(),
                        index,
                        column.name(),
                        column.kind());
                KINDS.forEach(kind -> table.add("<option value=\"{}\">{}</option>", kind, kind));
                table.add("</select></td></tr>\n");
            }
            index++;
        }
        return table.add("</tbody></table></div>");
    }

    /**
     * Does what the form says: shows the page for another label, or trains.
     *
     * @throws RefusedException when the token is wrong, the form is not one of the page, or no dataset of the model waits
     */
    public PageResponse answer(FirstDrops drops, PageToken token, ModelName model, PageRequest request)
            throws IOException, RefusedException {
        Map<String, String> form = PageRequest.fields(read(request));
        token.check(form.getOrDefault(PageToken.FIELD, ""));
        FirstDataset found = look(drops, model, Optional.empty());
        String label = form.getOrDefault("label", found.label());
        List<String> names =
                found.columns().stream().map(FirstDataset.Column::name).toList();
        if (!names.contains(label)) {
            throw new RefusedException(400, "No such column", "The dataset has no column '" + label + "'.");
        }
        if (form.getOrDefault("action", "").equals("check")) {
            return PageResponse.seeOther("first?label=" + URLEncoder.encode(label, StandardCharsets.UTF_8));
        }
        drops.take(model, Optional.of(settings(form, label, names) + "\n"));
        return PageResponse.seeOther("../" + model);
    }

    private static String settings(Map<String, String> form, String label, List<String> names) {
        JsonObject settings = new JsonObject();
        settings.addProperty("label", label);
        JsonObject kinds = new JsonObject();
        String task = form.getOrDefault("task", "");
        if (TASKS.contains(task)) {
            kinds.addProperty(label, task);
        }
        for (int i = 0; i < Math.min(MAX_COLUMNS, names.size()); i++) {
            String kind = form.getOrDefault("kind." + i, "");
            if (KINDS.contains(kind) && !names.get(i).equals(label)) {
                kinds.addProperty(names.get(i), kind);
            }
        }
        if (kinds.size() > 0) {
            settings.add("columns", kinds);
        }
        return settings.toString();
    }

    private static FirstDataset look(FirstDrops drops, ModelName model, Optional<String> label)
            throws IOException, RefusedException {
        return drops.look(model, label)
                .orElseThrow(() -> new RefusedException(
                        404,
                        "No dataset waits",
                        "No first dataset of '" + model + "' waits for an answer. Drop it again."));
    }

    private static String read(PageRequest request) throws IOException, RefusedException {
        try (InputStream body = request.body().open()) {
            byte[] form = body.readNBytes(MAX_FORM + 1);
            if (form.length > MAX_FORM) {
                throw new RefusedException(413, "Form too large", "The form has more than " + MAX_FORM + " bytes.");
            }
            return new String(form, StandardCharsets.UTF_8);
        }
    }
}
