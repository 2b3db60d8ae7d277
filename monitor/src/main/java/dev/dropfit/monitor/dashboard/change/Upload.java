package dev.dropfit.monitor.dashboard.change;

import com.google.gson.JsonObject;
import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.http.ExactStream;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.PageToken;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Uploads a dataset. The form needs the script, which also shows the progress of the run. */
public final class Upload {
    private Upload() {}

    /**
     * The form.
     *
     * @param model the model of the dataset; empty when the user enters its name
     */
    public static Html form(Changes changes, Optional<ModelName> model) {
        Html form = Html.of(
                "<section class=\"drop\" data-max=\"{}\" data-write-token=\"{}\" aria-label=\"Upload a dataset\">",
                changes.operations().maxBytes(),
                changes.token().value());
        form.add(
                """
                <div class="drop-row"><label class="button" for="file">Choose a CSV</label>\
                <input class="visually-hidden" type="file" id="file" accept=".csv,.tsv,.txt,.data,.gz,.zip,text/csv">
                <p>{}</p></div>
                """,
                model.isPresent()
                        ? "or drop one anywhere on this page. It becomes the next dataset of this model."
                        : "or drop one anywhere on this page. Dropfit trains a model on it and serves the model if it is good enough.");
        if (model.isPresent()) {
            form.add("<input type=\"hidden\" name=\"model\" value=\"{}\">", model.get());
        } else {
            form.add("""
                    <form class="name-row" hidden><label for="model-name">Model</label>
                    <input id="model-name" name="model" required pattern="[a-z0-9][a-z0-9\\-]{0,62}" maxlength="63" autocomplete="off"\
                     spellcheck="false" aria-describedby="model-hint">
                    <button class="button primary">Train</button>
                    <small id="model-hint" class="muted">Lower-case letters, digits and hyphens. An existing model gets a new version.</small></form>
                    """);
        }
        return form.add("""
                <ol class="stages" hidden><li data-stage="dropped">Dropped</li><li data-stage="checked">Checked</li>\
                <li data-stage="trained">Trained</li><li data-stage="judged">Judged</li><li data-stage="served">Served</li></ol>
                <progress class="sent" max="100" value="0" hidden aria-label="Uploading the dataset"></progress>
                <p class="outcome" role="alert" hidden></p>
                <noscript><p class="muted">The upload needs JavaScript. Without it, copy the file into the data folder.</p></noscript>
                </section>""");
    }

    /**
     * Passes on the dataset in a request's body.
     *
     * @throws RefusedException when the token is wrong, the length is absent or not accepted, or the body ends early
     */
    public static PageResponse respond(Changes changes, ModelName model, PageRequest request) throws RefusedException {
        changes.token().check(request.headers().first(PageToken.HEADER).orElse(""));
        Operations operations = changes.operations();
        long length = request.headers()
                .first("Content-Length")
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(-1L);
        if (length < 0) {
            throw new RefusedException(411, "Length required", "The request has no Content-Length.");
        }
        if (length == 0) {
            throw new RefusedException(400, "Empty file", "The file is empty; a dataset has a header and rows.");
        }
        if (length > operations.maxBytes()) {
            throw new RefusedException(
                    413,
                    "File too large",
                    "The file has " + Figures.bytes(length) + "; accepted are up to "
                            + Figures.bytes(operations.maxBytes()) + ". Copy a larger file into the data folder.");
        }
        JsonObject done = new JsonObject();
        done.addProperty("model", model.value());
        try (InputStream csv = request.body().open()) {
            Optional<FirstDrops> first = request.field("ask").isEmpty()
                    ? Optional.empty()
                    : operations.firstDrops().filter(drops -> drops.isFirst(model));
            if (first.isEmpty()) {
                operations.drop(model, new ExactStream(csv, length));
            } else {
                first.get().keep(model, new ExactStream(csv, length));
                if (first.get().look(model, Optional.empty()).isPresent()) {
                    done.addProperty("question", FirstDropPage.path(model));
                } else {
                    // There is nothing to ask: the run says what is wrong, or reads a large dataset.
                    first.get().take(model, Optional.empty());
                }
            }
        } catch (IOException e) {
            throw new RefusedException(
                    503,
                    "Upload failed",
                    "The dataset could not be stored: " + e.getMessage() + ". Nothing was changed.");
        }
        return PageResponse.json(202, done);
    }
}
