package dev.dropfit.monitor.dashboard.change;

import dev.dropfit.core.registry.Author;
import dev.dropfit.core.registry.ModelDeletion;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.PageToken;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import java.io.IOException;

/** Deletes a model: it is served no longer. */
public final class Delete {
    private static final int MAX_FORM = 16_384;
    private static final String NAME = "name";

    private final ModelDeletion deletion;

    /**
     * Deletions that pages ask for.
     *
     * @param deletion deletes models
     */
    public Delete(ModelDeletion deletion) {
        this.deletion = deletion;
    }

    /** The form, at the end of a model's page. */
    public static Html form(ModelName model, PageToken token, String root) {
        return Html.of("""
            <section class="delete" aria-labelledby="delete"><h2 id="delete">Delete this model</h2>
            <p class="muted">Requests for predictions then get the status 404. The dataset, the settings, the archived versions and the\
             run records stay, so that you can have the model again later.</p>
            {}
            <label for="delete-name">To confirm, type the name of the model: {}</label>
            <input id="delete-name" name="{}" required maxlength="63" autocomplete="off" spellcheck="false">
            <button class="button danger">Delete</button></form></section>
            """, Form.start(model, "delete", token, root), model, NAME);
    }

    /** What a model's page says after its deletion. */
    public static Html notice(ModelName model) {
        return Html.of("""
            <section class="notice" aria-labelledby="deleted"><h2 id="deleted">This model is deleted</h2>
            <p>Requests for predictions get the status 404. The dataset, the settings, the archived versions and the run records are still\
             there. There are three ways to have the model again:</p>
            <ul><li>Upload a dataset.</li>
            <li>Train on the last dataset again: <code>dropfit retrain {}</code></li>
            <li>Serve an archived version again: choose a promoted version in the list of runs and roll back to it, or use\
             <code>dropfit rollback {} VERSION --why TEXT</code></li></ul></section>
            """, model, model);
    }

    /**
     * Deletes as the form asks.
     *
     * @throws RefusedException when the token is wrong, or the form does not have the name of the model
     */
    public PageResponse respond(Changes changes, ModelName model, PageRequest request)
            throws IOException, RefusedException {
        String typed = Form.read(request, changes.token(), MAX_FORM)
                .getOrDefault(NAME, "")
                .strip();
        if (!typed.equals(model.value())) {
            throw new RefusedException(
                    400,
                    "Not deleted",
                    "The form has the name '" + typed + "', and the model is " + model + ". Nothing was deleted.");
        }
        deletion.delete(model, changes.operations().newestDataset(model), Author.name());
        return PageResponse.seeOther("../" + model);
    }
}
