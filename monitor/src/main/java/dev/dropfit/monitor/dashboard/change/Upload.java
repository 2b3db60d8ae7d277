package dev.dropfit.monitor.dashboard.change;

import com.google.gson.JsonObject;
import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.http.ExactStream;
import dev.dropfit.monitor.dashboard.http.MultipartForm;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.PageToken;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Uploads a dataset: with the script, which also shows the progress of the run, or by a form. */
public final class Upload {
    /** The path of uploads without a script, from the root of the dashboard. */
    public static final String PATH = "_upload";

    private static final String ACCEPTED = ".csv,.tsv,.txt,.data,.gz,.zip,.xlsx,text/csv";
    private static final String MODEL = "model";
    private static final String FILE = "file";
    private static final int MAX_FIELD = 200;
    /** What a form has besides the file, at most. */
    static final long MAX_FORM = 1 << 16;

    private Upload() {}

    /**
     * The form.
     *
     * @param model the model of the dataset; empty when the user enters its name
     * @param root the relative path from the page to the dashboard's root
     */
    public static Html form(Changes changes, Optional<ModelName> model, String root) {
        Html form = Html.of(
                "<section class=\"drop\" data-max=\"{}\" data-write-token=\"{}\" aria-label=\"Upload a dataset\">",
                changes.operations().maxBytes(),
                changes.token().value());
        form.add(
                """
                <div class="drop-row"><label class="button" for="file">Choose a file</label>\
                <input class="visually-hidden" type="file" id="file" accept="{}">
                <p>{}</p></div>
                """,
                ACCEPTED,
                model.isPresent()
                        ? "or drop a CSV or an Excel workbook (.xlsx) anywhere on this page. It becomes the next"
                                + " dataset of this model."
                        : "or drop a CSV or an Excel workbook (.xlsx) anywhere on this page. Dropfit trains a model on"
                                + " it and serves the model if it is good enough.");
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
        form.add("""
            <ol class="stages" hidden><li data-stage="dropped">Dropped</li><li data-stage="checked">Checked</li>\
            <li data-stage="trained">Trained</li><li data-stage="judged">Judged</li><li data-stage="served">Served</li></ol>
            <button type="button" class="button" id="cancel-run" hidden>Cancel the run</button>
            <progress class="sent" max="100" value="0" hidden aria-label="Uploading the dataset"></progress>
            <p class="outcome" role="alert" hidden></p>
            """);
        return form.add("{}</section>", withoutScript(changes, model, root));
    }

    /** A form that needs no script. The token and the name come before the file, so that they are known when it arrives. */
    private static Html withoutScript(Changes changes, Optional<ModelName> model, String root) {
        Html form = Html.of("""
            <noscript><form class="plain" method="post" enctype="multipart/form-data" action="{}{}">
            <input type="hidden" name="{}" value="{}">
            """, root, PATH, PageToken.FIELD, changes.token().value());
        if (model.isPresent()) {
            form.add("<input type=\"hidden\" name=\"{}\" value=\"{}\">", MODEL, model.get());
        } else {
            form.add("""
                <p><label for="plain-model">Model</label> <input id="plain-model" name="{}" required\
                 pattern="[a-z0-9][a-z0-9\\-]{0,62}" maxlength="63" autocomplete="off" spellcheck="false">
                <small class="muted">Lower-case letters, digits and hyphens. An existing model gets a new version.</small></p>
                """, MODEL);
        }
        form.add("""
            <p><label for="plain-file">Dataset</label> <input type="file" id="plain-file" name="{}" required accept="{}"></p>
            <p><button class="button primary">Upload</button></p></form>
            """, FILE, ACCEPTED);
        if (model.filter(changes.operations().progress()::containsKey).isPresent()) {
            form.add(
                    "<p class=\"notable\">A run is in progress. Reload this page to see its result.</p>{}",
                    Cancel.form(model.get(), changes.token(), root));
        }
        return form.add("</noscript>");
    }

    /**
     * Passes on the dataset in a request's body.
     *
     * @throws RefusedException when the token is wrong, the length is absent or not accepted, or the body ends early
     */
    public static PageResponse respond(Changes changes, ModelName model, PageRequest request) throws RefusedException {
        changes.token().check(request.headers().first(PageToken.HEADER).orElse(""));
        long length = length(request, changes.operations().maxBytes());
        if (length == 0) {
            throw empty();
        }
        JsonObject done = new JsonObject();
        done.addProperty("model", model.value());
        try (InputStream body = request.body().open()) {
            boolean asks = !request.field("ask").isEmpty();
            Stored stored = store(changes.operations(), model, new ExactStream(body, length), asks);
            if (stored.asks()) {
                done.addProperty("question", FirstDropPage.path(model));
            }
            if (!stored.notes().isEmpty()) {
                done.addProperty("note", String.join("; ", stored.notes()));
            }
        } catch (IOException e) {
            throw failed(e);
        }
        return PageResponse.json(202, done);
    }

    /**
     * Passes on the dataset in a form, and shows the page that follows.
     *
     * @throws RefusedException as above, and when a field is missing
     */
    public static PageResponse form(Changes changes, PageRequest request) throws RefusedException {
        Operations operations = changes.operations();
        long length = length(request, operations.maxBytes() + MAX_FORM);
        try (InputStream body = request.body().open()) {
            MultipartForm form =
                    MultipartForm.of(request.headers().first("Content-Type").orElse(""), new ExactStream(body, length));
            Map<String, String> fields = new HashMap<>();
            for (Optional<MultipartForm.Part> part = form.next(); part.isPresent(); part = form.next()) {
                if (!part.get().name().equals(FILE)) {
                    fields.put(part.get().name(), part.get().text(MAX_FIELD));
                    continue;
                }
                changes.token().check(fields.getOrDefault(PageToken.FIELD, ""));
                ModelName model = name(fields.getOrDefault(MODEL, "").strip());
                BufferedInputStream file = new BufferedInputStream(part.get().content());
                file.mark(1);
                if (file.read() < 0) {
                    throw part.get().file().isEmpty() ? noFile() : empty();
                }
                file.reset();
                boolean asks = store(operations, model, file, true).asks();
                return PageResponse.seeOther(asks ? FirstDropPage.path(model) : model.value());
            }
        } catch (IOException e) {
            throw failed(e);
        }
        throw noFile();
    }

    private static ModelName name(String text) throws RefusedException {
        try {
            return new ModelName(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(400, "No name of a model", e.getMessage() + ". Nothing was changed.");
        }
    }

    static long length(PageRequest request, long max) throws RefusedException {
        long length = request.headers()
                .first("Content-Length")
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(-1L);
        if (length < 0) {
            throw new RefusedException(411, "Length required", "The request has no Content-Length.");
        }
        if (length > max) {
            throw new RefusedException(
                    413,
                    "File too large",
                    "The file has " + Figures.bytes(length) + "; accepted are up to " + Figures.bytes(max)
                            + ". Copy a larger file into the data folder.");
        }
        return length;
    }

    private static RefusedException empty() {
        return new RefusedException(400, "Empty file", "The file is empty; a dataset has a header and rows.");
    }

    static RefusedException noFile() {
        return new RefusedException(400, "No file", "No file was chosen. Go back, choose one and try again.");
    }

    private static RefusedException failed(IOException e) {
        return new RefusedException(
                503, "Upload failed", "The dataset could not be stored: " + e.getMessage() + ". Nothing was changed.");
    }

    /**
     * A dataset that was stored.
     *
     * @param asks whether it waits for an answer
     * @param notes what was read of a workbook
     */
    private record Stored(boolean asks, List<String> notes) {}

    /** @param mayAsk whether the first dataset of a model may wait for an answer */
    private static Stored store(Operations operations, ModelName model, InputStream csv, boolean mayAsk)
            throws IOException, RefusedException {
        Optional<FirstDrops> first =
                mayAsk ? operations.firstDrops().filter(drops -> drops.isFirst(model)) : Optional.empty();
        if (first.isEmpty()) {
            return new Stored(false, operations.drop(model, csv));
        }
        first.get().keep(model, csv);
        if (first.get().look(model, FirstAnswer.NONE).isPresent()) {
            return new Stored(true, List.of());
        }
        // There is nothing to ask: the run says what is wrong.
        return new Stored(false, first.get().take(model, FirstAnswer.NONE));
    }
}
