package dev.dropfit.monitor.dashboard.change;

import dev.dropfit.core.registry.Author;
import dev.dropfit.core.registry.HiddenModels;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.PageToken;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import java.io.IOException;
import java.time.InstantSource;

/** Hides a model from the list of models, or shows it again. */
public final class Hide {
    /** The last part of the form's path. */
    public static final String PATH = "hide";

    private static final int MAX_FORM = 1024;
    private static final String UNDO = "undo";

    private final HiddenModels hidden;
    private final InstantSource clock;

    /** @param hidden where the choice goes */
    public Hide(HiddenModels hidden, InstantSource clock) {
        this.hidden = hidden;
        this.clock = clock;
    }

    /** The form, near the end of a model's page. */
    public static Html form(ModelName model, PageToken token, String root) {
        return Html.of("""
            <section aria-labelledby="hide"><h2 id="hide">Hide this model</h2>
            <p class="muted">The list of models then leaves it out. It is still trained, served and watched, and this page stays.</p>
            {}<button class="button">Hide</button></form></section>
            """, Form.start(model, PATH, token, root));
    }

    /** The button that shows a hidden model in the list again. */
    public static Html undo(ModelName model, PageToken token, String root) {
        return Html.of(
                "{}<input type=\"hidden\" name=\"{}\" value=\"1\"><button class=\"button\" aria-label=\"Show {} in the"
                        + " list again\">Show in the list again</button></form>",
                Form.start(model, PATH, token, root),
                UNDO,
                model);
    }

    /**
     * What a hidden model's page says.
     *
     * @param undo the button; none where nothing can be changed
     */
    public static Html notice(Html undo) {
        return Html.of("<div class=\"notice\"><p>This model is hidden from the list of models.</p>{}</div>", undo);
    }

    /**
     * Hides or shows as the form asks.
     *
     * @throws RefusedException when the token is wrong
     */
    public PageResponse respond(ModelName model, PageToken token, PageRequest request)
            throws IOException, RefusedException {
        if (Form.read(request, token, MAX_FORM).containsKey(UNDO)) {
            hidden.show(model);
            return PageResponse.seeOther("../" + model);
        }
        hidden.hide(model, clock.instant(), Author.name());
        return PageResponse.seeOther("../");
    }
}
