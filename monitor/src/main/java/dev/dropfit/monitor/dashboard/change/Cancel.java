package dev.dropfit.monitor.dashboard.change;

import dev.dropfit.core.registry.Author;
import dev.dropfit.core.registry.Cancellations;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.PageToken;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import java.io.IOException;

/** Cancels the run of a model that is under way. */
public final class Cancel {
    /** The last part of the form's path. */
    public static final String PATH = "cancel";

    private static final int MAX_FORM = 1024;

    private final Cancellations cancellations;

    /** @param cancellations where the request goes */
    public Cancel(Cancellations cancellations) {
        this.cancellations = cancellations;
    }

    /** The form for pages without a script. */
    static Html form(ModelName model, PageToken token, String root) {
        return Html.of(
                "{}<button class=\"button\">Cancel the run</button></form>", Form.start(model, PATH, token, root));
    }

    /**
     * Cancels as the form asks.
     *
     * @throws RefusedException when the token is wrong, or no run is under way
     */
    public PageResponse respond(ModelName model, PageToken token, PageRequest request)
            throws IOException, RefusedException {
        Form.read(request, token, MAX_FORM);
        if (cancellations.request(model, Author.name()).isEmpty()) {
            throw new RefusedException(
                    409,
                    "Nothing to cancel",
                    "No run of " + model + " is under way. It may have just ended, or not begun yet.");
        }
        return PageResponse.seeOther("../" + model);
    }
}
