package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.bucket.ObjectTooLargeException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.UnknownVersionException;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.dashboard.change.Changes;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import dev.dropfit.monitor.dashboard.read.Records;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Sends the model file of a version, or the record of its run, to be saved. */
public final class VersionDownload {
    private static final String MODEL = "model.zip";
    private static final String RECORD = "record.json";
    private static final String HOLDOUT = "holdout.csv";

    private final Records records;
    private final Optional<Changes> changes;

    /**
     * The files of versions.
     *
     * @param records opens the files
     * @param changes whose host can read datasets; empty where it can't
     */
    public VersionDownload(Records records, Optional<Changes> changes) {
        this.records = records;
        this.changes = changes;
    }

    /**
     * Links to what a version consists of.
     *
     * @param holdout whether the host can read the dataset
     * @param view the query of the page as it is shown, which stays the same when another version is served
     */
    static Html links(ModelName model, Version version, boolean trained, boolean holdout, String view, String root) {
        Html links = Html.of("<p class=\"more\">Download: ");
        if (trained) {
            links.add(
                    "<a href=\"{}{}/versions/{}/{}\">model file</a> <span class=\"muted\">for any Tribuo"
                            + " program</span> · ",
                    root,
                    model,
                    version,
                    MODEL);
        }
        if (trained && holdout) {
            links.add(
                    "<a href=\"{}{}/versions/{}/{}\">holdout predictions</a> <span class=\"muted\">for rows of the"
                            + " current dataset</span> · ",
                    root,
                    model,
                    version,
                    HOLDOUT);
        }
        return links.add(
                "<a href=\"{}{}/versions/{}/{}\">run record</a> · <a href=\"{}{}/card?version={}\">model card</a>"
                        + " <span class=\"muted\">as one page to save or print</span> ·"
                        + " <a href=\"{}{}.json?version={}\">this page as JSON</a> ·"
                        + " <a href=\"?{}#version\">link to this view</a></p>",
                root,
                model,
                version,
                RECORD,
                root,
                model,
                version,
                root,
                model,
                version,
                view);
    }

    /**
     * A file of a version.
     *
     * @param file {@code model.zip}, {@code record.json} or {@code holdout.csv}
     * @throws RefusedException when there is no such file, or it is too large
     */
    public PageResponse respond(ModelName model, String version, String file)
            throws IOException, RefusedException, UnknownVersionException {
        Version wanted = records.find(model, version).orElseThrow(() -> missing(model, version));
        if (file.equals(HOLDOUT) && changes.isPresent()) {
            return PageResponse.download(
                    "text/csv; charset=utf-8",
                    name(model, wanted, file),
                    changes.get().operations().holdoutPredictions(model, wanted));
        }
        Optional<StoredObject> stored = file.equals(MODEL)
                ? records.modelFile(model, wanted)
                : file.equals(RECORD) ? records.recordFile(model, wanted) : Optional.empty();
        try (StoredObject object = stored.orElseThrow(() -> missing(model, version))) {
            return PageResponse.download(
                    file.equals(MODEL) ? "application/zip" : "application/json",
                    name(model, wanted, file),
                    object.readAllBytes(ScoredFileDownload.MAX_BYTES));
        } catch (ObjectTooLargeException e) {
            throw new RefusedException(
                    413,
                    "File too large",
                    "The file has more than " + PageText.bytes(OptionalLong.of(ScoredFileDownload.MAX_BYTES))
                            + ". Fetch it from the model bucket: "
                            + stored.get().info().name());
        }
    }

    private String name(ModelName model, Version version, String file) throws IOException {
        return model + "-" + records.numbers(model, List.of(version)).name(version) + "-" + file;
    }

    private static RefusedException missing(ModelName model, String version) {
        return new RefusedException(
                404,
                "File not found",
                "The model bucket has no such file of version '" + version + "' of " + model
                        + ". The setting keep deletes old model files.");
    }
}
