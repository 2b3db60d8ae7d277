package dev.dropfit.monitor.dashboard;

import dev.dropfit.core.registry.ModelName;
import java.util.Optional;

/** Where a dataset is dropped, and how far it has come. The script brings it to life; without one there is the data folder. */
final class Upload {
    private Upload() {}

    /**
     * The form.
     *
     * @param model whose dataset it is; empty when the person is to name it
     */
    static Html form(Operations operations, Optional<ModelName> model) {
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
}
