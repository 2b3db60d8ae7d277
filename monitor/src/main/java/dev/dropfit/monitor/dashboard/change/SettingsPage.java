package dev.dropfit.monitor.dashboard.change;

import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.Layout;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.PageToken;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Edits the settings of a model, next to how its dataset is read with them. Settings that training would refuse are not stored. */
public final class SettingsPage {
    /** The last part of the path. */
    public static final String PATH = "settings";

    private static final int MAX_FORM = 1 << 18;
    private static final int MAX_NOTES = 20;
    private static final String TEXT = "text";
    private static final String GENERATION = "generation";
    private static final String EMPTY = "{\n}\n";

    private final Layout layout;

    public SettingsPage(Layout layout) {
        this.layout = layout;
    }

    /** The page with the settings that are stored. */
    public PageResponse respond(SettingsEditor editor, PageToken token, ModelName model, String root)
            throws IOException {
        SettingsEditor.Stored stored = editor.read(model);
        String text = stored.text().isBlank() ? EMPTY : stored.text();
        return page(200, text, stored.generation(), editor.check(model, text), token, model, root);
    }

    /**
     * Checks or stores the settings of the form.
     *
     * @throws RefusedException when the token is wrong, the form is not one of the page, or the settings were changed since it was made
     */
    public PageResponse answer(
            SettingsEditor editor, PageToken token, ModelName model, PageRequest request, String root)
            throws IOException, RefusedException {
        Map<String, String> form = Form.read(request, token, MAX_FORM);
        String text = form.getOrDefault(TEXT, "").replace("\r\n", "\n").strip() + "\n";
        long generation;
        try {
            generation = Long.parseLong(form.getOrDefault(GENERATION, ""));
        } catch (NumberFormatException e) {
            throw new RefusedException(400, "No settings", "The form does not say which settings it changes.");
        }
        Optional<FirstDataset> checked = editor.check(model, text);
        boolean refused =
                checked.filter(dataset -> !dataset.problems().isEmpty()).isPresent();
        if (form.getOrDefault("action", "").equals("save") && !refused) {
            editor.write(model, text, generation);
            return PageResponse.seeOther("../" + model);
        }
        return page(refused ? 400 : 200, text, generation, checked, token, model, root);
    }

    private PageResponse page(
            int status,
            String text,
            long generation,
            Optional<FirstDataset> checked,
            PageToken token,
            ModelName model,
            String root) {
        Html content = Html.of("""
            <div class="title"><h1>Settings of {}</h1></div>
            <div class="settings">
            {}<input type="hidden" name="{}" value="{}">
            <label for="text">dropfit.json</label>
            <textarea id="text" name="{}" rows="18" spellcheck="false" autocomplete="off">{}</textarea>
            <p><button class="button" name="action" value="check">Check</button>
            <button class="button primary" name="action" value="save">Save and train</button></p>
            <p class="muted">Checking stores nothing. Settings with a problem are not saved. A problem with a key names the accepted keys.</p></form>
            <section aria-labelledby="check"><h2 id="check">How the dataset is read</h2>
            """, model, Form.start(model, PATH, token, root), GENERATION, generation, TEXT, text);
        content.add(
                "{}</section></div>",
                checked.map(SettingsPage::reading)
                        .orElseGet(() -> Html.of("<p class=\"muted\">The settings have no problem. There is no dataset"
                                + " to read.</p>")));
        return PageResponse.html(status, layout.modelPage(model, root, Optional.of(Layout.Tab.SETTINGS), "", content));
    }

    private static Html reading(FirstDataset dataset) {
        Html reading = Html.of("");
        if (!dataset.problems().isEmpty()) {
            dataset.problems().forEach(problem -> reading.add("<p class=\"notable\"><bdi>{}</bdi></p>", problem));
            return reading;
        }
        reading.add(
                "<p>Predicts <strong><bdi>{}</bdi></strong>, <bdi>{}</bdi>: <bdi>{}</bdi>.</p>",
                dataset.label(),
                dataset.labelReason(),
                dataset.task());
        reading.add("""
            <div class="scroll" tabindex="0" role="region" aria-label="Columns"><table class="compact">
            <thead><tr><th scope="col">Column</th><th scope="col">Kind</th></tr></thead><tbody>
            """);
        for (FirstDataset.Column column : dataset.columns()) {
            if (!column.name().equals(dataset.label())) {
                reading.add(
                        "<tr><th scope=\"row\"><bdi>{}</bdi></th><td><bdi>{}</bdi></td></tr>\n",
                        column.name(),
                        column.kind());
            }
        }
        reading.add("</tbody></table></div>");
        List<String> notes = dataset.notes();
        if (!notes.isEmpty()) {
            reading.add("<h3>Notes about the dataset</h3><ul class=\"muted\">");
            notes.stream().limit(MAX_NOTES).forEach(note -> reading.add("<li><bdi>{}</bdi></li>", note));
            reading.add("</ul>");
        }
        return reading;
    }
}
