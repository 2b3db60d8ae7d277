package dev.dropfit.monitor.dashboard.change;

import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.Layout;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.PageToken;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks what to predict from the first dataset of a model, and how to read its columns, before it is trained. */
public final class FirstDropPage {
    private static final int MAX_FORM = 1 << 20;

    /** Longer lists of columns are folded at first. */
    private static final int MAX_OPEN_COLUMNS = 30;

    private static final int MAX_NOTES = 20;

    private static final String PATH = "first";
    private static final List<String> KINDS = List.of("numeric", "categorical", "datetime", "ignore");
    private static final List<String> TASKS = List.of("categorical", "numeric");

    private final Layout layout;

    public FirstDropPage(Layout layout) {
        this.layout = layout;
    }

    /** The path of the page of a model, from the root of the dashboard. */
    static String path(ModelName model) {
        return model + "/" + PATH;
    }

    /**
     * The page.
     *
     * @throws RefusedException when no dataset of the model waits
     */
    public PageResponse respond(FirstDrops drops, PageToken token, ModelName model, String root)
            throws IOException, RefusedException {
        return page(look(drops, model, FirstAnswer.NONE), FirstAnswer.NONE, token, model, root);
    }

    /** The dataset as it is read with an answer, and the answer. */
    private PageResponse page(FirstDataset dataset, FirstAnswer answer, PageToken token, ModelName model, String root) {
        Html content = Html.of("""
            <div class="title"><h1>{}</h1></div>
            <section class="first" aria-labelledby="first"><h2 id="first">What should the model predict?</h2>
            <p class="muted">This is the first dataset of the model. Dropfit reads it like this. Change what is wrong, then train.</p>
            """, model);
        for (String problem : dataset.problems()) {
            content.add("<p class=\"notable\"><bdi>{}</bdi></p>", problem);
        }
        content.add(
                """
                {}
                <p><label for="label">Predict</label> <select id="label" name="label">{}</select>
                <small class="muted"><bdi>{}</bdi></small></p>
                <p><label for="task">as</label> <select id="task" name="task">{}</select></p>
                {}<p><button class="button primary" name="action" value="train">Train</button>
                <button class="button" name="action" value="check">Check again</button>
                <small class="muted">Checking again shows how the dataset is read with these choices. It does not train.</small></p>
                </form>
                """,
                Form.start(model, PATH, token, root),
                labels(dataset),
                answer.label().isPresent() ? "your choice" : dataset.labelReason(),
                task(dataset, answer.kinds().getOrDefault(dataset.label(), "")),
                columns(dataset, answer));
        if (!dataset.notes().isEmpty()) {
            content.add("{}", notes(dataset.notes()));
        }
        return PageResponse.html(200, layout.page(model.value(), root, "", content.add("</section>")));
    }

    private static Html notes(List<String> notes) {
        Html list = Html.of("<h3>Notes about the dataset</h3><ul class=\"muted\">");
        notes.stream().limit(MAX_NOTES).forEach(note -> list.add("<li><bdi>{}</bdi></li>", note));
        if (notes.size() > MAX_NOTES) {
            list.add("<li>and {} more, which the page of the run shows</li>", notes.size() - MAX_NOTES);
        }
        return list.add("</ul>");
    }

    private static Html labels(FirstDataset dataset) {
        Html options = Html.none();
        for (FirstDataset.Column column : dataset.columns()) {
            option(options, column.name(), column.name(), column.name().equals(dataset.label()));
        }
        return options;
    }

    private static Html task(FirstDataset dataset, String chosen) {
        Html options = Html.none();
        option(
                options,
                "",
                chosen.isEmpty() && !dataset.task().isEmpty() ? "as found: " + dataset.task() : "as found",
                false);
        option(options, "categorical", "classes", chosen.equals("categorical"));
        option(options, "numeric", "a number", chosen.equals("numeric"));
        return options;
    }

    private static void option(Html options, String value, String text, boolean selected) {
        options.add(
                selected ? "<option value=\"{}\" selected>{}</option>" : "<option value=\"{}\">{}</option>",
                value,
                text);
    }

    /** Folded if the list is long, and nothing in it was changed. */
    private static Html columns(FirstDataset dataset, FirstAnswer answer) {
        boolean open =
                dataset.columns().size() <= MAX_OPEN_COLUMNS || !answer.kinds().isEmpty();
        Html table = Html.of(open ? "<details open>" : "<details>");
        table.add("""
            <summary>Kinds of the other columns ({})</summary>
            <div class="scroll" tabindex="0" role="region" aria-label="Columns"><table>
            <thead><tr><th scope="col">Column</th><th scope="col">Kind</th></tr></thead><tbody>
            """, Figures.count(dataset.columns().size() - 1));
        int index = 0;
        for (FirstDataset.Column column : dataset.columns()) {
            if (!column.name().equals(dataset.label())) {
                String chosen = answer.kinds().getOrDefault(column.name(), "");
                Html options = Html.none();
                boolean found = chosen.isEmpty() && !column.kind().isEmpty();
                option(options, "", found ? "as found: " + column.kind() : "as found", false);
                KINDS.forEach(kind -> option(options, kind, kind, kind.equals(chosen)));
                table.add(
                        "<tr><th scope=\"row\"><bdi>{}</bdi></th><td><select name=\"kind.{}\" aria-label=\"Kind of"
                                + " {}\">{}</select></td></tr>\n",
                        column.name(),
                        index,
                        column.name(),
                        options);
            }
            index++;
        }
        return table.add("</tbody></table></div></details>");
    }

    /**
     * Does what the form says: shows how the dataset is read with its choices, or trains.
     *
     * @throws RefusedException when the token is wrong, the form is not one of the page, or no dataset of the model waits
     */
    public PageResponse answer(FirstDrops drops, PageToken token, ModelName model, PageRequest request, String root)
            throws IOException, RefusedException {
        Map<String, String> form = Form.read(request, token, MAX_FORM);
        List<String> names = drops.columns(model);
        if (names.isEmpty()) {
            throw noDataset(model);
        }
        String label = form.getOrDefault("label", "");
        if (!names.contains(label)) {
            throw new RefusedException(400, "No such column", "The dataset has no column '" + label + "'.");
        }
        FirstAnswer answer = new FirstAnswer(Optional.of(label), kinds(form, label, names));
        if (form.getOrDefault("action", "").equals("check")) {
            return page(look(drops, model, answer), answer, token, model, root);
        }
        drops.take(model, answer);
        return PageResponse.seeOther("../" + model);
    }

    private static Map<String, String> kinds(Map<String, String> form, String label, List<String> names) {
        Map<String, String> kinds = new LinkedHashMap<>();
        String task = form.getOrDefault("task", "");
        if (TASKS.contains(task)) {
            kinds.put(label, task);
        }
        for (int i = 0; i < names.size(); i++) {
            String kind = form.getOrDefault("kind." + i, "");
            if (KINDS.contains(kind) && !names.get(i).equals(label)) {
                kinds.put(names.get(i), kind);
            }
        }
        return kinds;
    }

    private static FirstDataset look(FirstDrops drops, ModelName model, FirstAnswer answer)
            throws IOException, RefusedException {
        return drops.look(model, answer).orElseThrow(() -> noDataset(model));
    }

    private static RefusedException noDataset(ModelName model) {
        return new RefusedException(
                404, "No dataset waits", "No first dataset of '" + model + "' waits for an answer. Drop it again.");
    }
}
