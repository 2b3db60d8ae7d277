package dev.dropfit.monitor.dashboard.change;

import com.google.gson.JsonObject;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.http.ExactStream;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Where a dataset is dropped, and how far it has come. The script brings it to life; without one there is the data folder. */
public final class Upload {
    private Upload() {}

    /**
     * The form.
     *
     * @param model whose dataset it is; empty when the person is to name it
     */
    public static Html form(Operations operations, Optional<ModelName> model) {
        Html form = Html.of(
                "<section class=\"drop\" data-most=\"{}\" aria-label=\"Drop a dataset\">", operations.maxBytes());
        form.add(
                """
                <div class="drop-row"><label class="button" for="file">Choose a CSV</label>\
                <input class="visually-hidden" type="file" id="file" accept=".csv,text/csv">
                <p>{}</p></div>
                """,
                model.isPresent()
                        ? "or drop one anywhere on this page: it becomes the next dataset of this model."
                        : "or drop one anywhere on this page. A model is trained on it and, if it is good enough, served.");
        if (model.isPresent()) {
            form.add("<input type=\"hidden\" name=\"model\" value=\"{}\">", model.get());
        } else {
            form.add("""
                    <form class="name-row" hidden><label for="model-name">Model</label>
                    <input id="model-name" name="model" required pattern="[a-z0-9][a-z0-9\\-]{0,62}" maxlength="63" autocomplete="off"\
                     spellcheck="false" aria-describedby="model-hint">
                    <button class="button primary">Train</button>
                    <small id="model-hint" class="muted">Small letters, digits and hyphens. A name that exists gets a new version.</small></form>
                    """);
        }
        return form.add("""
                <ol class="stages" hidden><li data-stage="dropped">Dropped</li><li data-stage="checked">Checked</li>\
                <li data-stage="trained">Trained</li><li data-stage="judged">Judged</li><li data-stage="served">Served</li></ol>
                <progress class="sent" max="100" value="0" hidden aria-label="Sending the dataset"></progress>
                <p class="outcome" role="alert" hidden></p>
                <noscript><p class="muted">This needs a script; without one, copy the file into the data folder.</p></noscript>
                </section>""");
    }

    /**
     * Takes the dataset in a request's body.
     *
     * @throws RefusedException when the body has no length, none that is accepted, or ends early
     */
    public static PageResponse respond(Operations operations, ModelName model, PageRequest request)
            throws RefusedException {
        long length = request.headers()
                .first("Content-Length")
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(-1L);
        if (length < 0) {
            throw new RefusedException(411, "How long?", "A dataset is sent with its Content-Length.");
        }
        if (length == 0) {
            throw new RefusedException(400, "Empty", "The file is empty; a dataset has a header and rows.");
        }
        if (length > operations.maxBytes()) {
            throw new RefusedException(
                    413,
                    "Too large",
                    "The file has " + PageText.bytes(length) + "; accepted are up to "
                            + PageText.bytes(operations.maxBytes()) + " here. Copy it into the data folder instead.");
        }
        try (InputStream csv = request.body().open()) {
            operations.drop(model, new ExactStream(csv, length));
        } catch (IOException e) {
            throw new RefusedException(
                    503,
                    "Not taken",
                    "The dataset could not be taken whole (" + e.getMessage() + "); nothing was changed.");
        }
        JsonObject done = new JsonObject();
        done.addProperty("model", model.value());
        return PageResponse.json(202, done);
    }
}
