package dev.dropfit.monitor.dashboard.change;

import dev.dropfit.core.registry.BatchFile;
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
import java.util.Optional;

/** A form that uploads a file of rows to score. */
public final class ScoreUpload {
    /** The last part of the address that takes the form. */
    public static final String PATH = BatchFile.FOLDER;

    private static final String FILE = "file";
    private static final int MAX_FIELD = 200;

    private ScoreUpload() {}

    /** The form. */
    public static Html form(Changes changes, ModelName model, String root) {
        return Html.of("""
                <form class="plain" method="post" enctype="multipart/form-data" action="{}{}/{}">
                <input type="hidden" name="{}" value="{}">
                <p><label for="rows-file">Score a file</label> <input type="file" id="rows-file" name="{}" required\
                 accept=".csv,.gz,.xlsx"> <button class="button">Score</button>
                <small class="muted">Its rows get predictions. Reload this page after a moment to see them.</small></p></form>
                """, root, model, PATH, PageToken.FIELD, changes.token().value(), FILE);
    }

    /**
     * Passes on the file in a form, under a name that is accepted.
     *
     * @throws RefusedException when the token is wrong, the length is not accepted, or there is no file
     */
    public static PageResponse respond(Changes changes, ModelName model, PageRequest request) throws RefusedException {
        Operations operations = changes.operations();
        long length = Upload.length(request, operations.maxBytes() + Upload.MAX_FORM);
        String token = "";
        try (InputStream body = request.body().open()) {
            MultipartForm form =
                    MultipartForm.of(request.headers().first("Content-Type").orElse(""), new ExactStream(body, length));
            for (Optional<MultipartForm.Part> part = form.next(); part.isPresent(); part = form.next()) {
                if (part.get().name().equals(PageToken.FIELD)) {
                    token = part.get().text(MAX_FIELD);
                } else if (part.get().name().equals(FILE)) {
                    changes.token().check(token);
                    BufferedInputStream rows =
                            new BufferedInputStream(part.get().content());
                    rows.mark(1);
                    if (rows.read() < 0) {
                        throw Upload.noFile();
                    }
                    rows.reset();
                    String object = model + "/" + BatchFile.FOLDER + "/"
                            + BatchFile.suggested(part.get().file());
                    operations.score(BatchFile.of(object).orElseThrow(), rows);
                    return PageResponse.seeOther("../" + model);
                }
            }
        } catch (IOException e) {
            throw new RefusedException(
                    503, "Upload failed", "The file could not be stored: " + e.getMessage() + ". Nothing was changed.");
        }
        throw Upload.noFile();
    }
}
