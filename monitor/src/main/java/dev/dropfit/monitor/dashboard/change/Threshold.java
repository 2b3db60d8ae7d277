package dev.dropfit.monitor.dashboard.change;

import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.PageToken;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import java.io.IOException;
import java.util.Map;

/** Sets the threshold of a model with two classes, from which the positive class is predicted. */
public final class Threshold {
    /** The last part of the form's path. */
    public static final String PATH = "threshold";

    private static final int MAX_FORM = 4096;
    private static final String FIELD = "threshold";

    private Threshold() {}

    /** The form. */
    public static Html form(ModelName model, PageToken token, String root) {
        return Html.of("""
            <div class="use">{}
            <label>Threshold <input name="{}" type="number" min="0.01" max="0.99" step="0.01" value="0.5" required></label>
            <button class="button">Use this threshold</button>
            <span class="muted">Writes it to dropfit.json, in place of costs, and trains again.</span></form></div>\
            """, Form.start(model, PATH, token, root), FIELD);
    }

    /**
     * Writes the setting as the form asks.
     *
     * @throws RefusedException when the token is wrong, the threshold is not between 0 and 1, or the settings can't be changed
     */
    public static PageResponse respond(Changes changes, ModelName model, PageRequest request)
            throws IOException, RefusedException {
        Map<String, String> form = Form.read(request, changes.token(), MAX_FORM);
        double threshold;
        try {
            threshold = Double.parseDouble(form.getOrDefault(FIELD, ""));
        } catch (NumberFormatException e) {
            threshold = Double.NaN;
        }
        if (!(threshold > 0 && threshold < 1)) {
            throw new RefusedException(
                    400, "No threshold", "The form has no valid threshold; accepted is a number between 0 and 1.");
        }
        changes.operations().setThreshold(model, threshold);
        return PageResponse.seeOther("../" + model);
    }
}
