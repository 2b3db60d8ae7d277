package dev.dropfit.monitor.dashboard.change;

import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.Author;
import dev.dropfit.core.registry.ManualChange;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Promotion;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.UnknownVersionException;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.PageToken;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import dev.dropfit.monitor.dashboard.read.Records;
import java.io.IOException;
import java.util.Map;

/** Serves a version that a person chose: an earlier one again, or a rejected one against the gate. Records the reason. */
public final class ServeVersion {
    /** The last part of the path of a rollback. */
    public static final String ROLLBACK = "rollback";
    /** The last part of the path of a promotion against the gate. */
    public static final String PROMOTE = "promote";

    private static final int MAX_FORM = 16_384;
    private static final int MAX_REASON = 500;

    private final Records records;
    private final ManualChange change;

    public ServeVersion(Records records, ManualChange change) {
        this.records = records;
        this.change = change;
    }

    /** The form that promotes a rejected version. */
    public static Html promotionForm(ModelName model, Version version, PageToken token, String root) {
        return Html.of("""
            <section class="rollback" id="promote" aria-labelledby="promote-title">
            <h3 id="promote-title">Serve this rejected version</h3>
            <p class="muted">The gate rejected it; the reasons are above. Dropfit loads and tests the archived model first. It is served a few seconds later.</p>
            {}<input type="hidden" name="version" value="{}">
            <label for="why">Reason, for the deployment history</label>
            <input id="why" name="why" required maxlength="{}" autocomplete="off">
            <button class="button danger">Serve against the gate</button>
            </form></section>\
            """, Form.start(model, PROMOTE, token, root), version, MAX_REASON);
    }

    /** The form that rolls back. */
    public static Html rollbackForm(ModelName model, Version version, PageToken token, String root) {
        return Html.of("""
            <section class="rollback" id="rollback" aria-labelledby="rollback-title">
            <h3 id="rollback-title">Roll back to this version</h3>
            <p class="muted">Dropfit loads and tests the archived model first. It is served a few seconds later.</p>
            {}<input type="hidden" name="version" value="{}">
            <label for="why">Reason, for the deployment history</label>
            <input id="why" name="why" required maxlength="{}" autocomplete="off">
            <button class="button primary">Roll back</button>
            </form></section>\
            """, Form.start(model, ROLLBACK, token, root), version, MAX_REASON);
    }

    /**
     * Serves the version that the form asks for.
     *
     * @param why {@link Promotion.Why#ROLLBACK}, for which the version must have passed the gate, or {@link Promotion.Why#FORCED}
     * @throws RefusedException when the token is wrong, the form is incomplete, or the version can't be served
     */
    public PageResponse respond(ModelName model, PageToken token, PageRequest request, Promotion.Why why)
            throws IOException, RefusedException, UnknownVersionException {
        Map<String, String> form = Form.read(request, token, MAX_FORM);
        Version version = records.find(model, form.getOrDefault("version", ""))
                .orElseThrow(() -> new RefusedException(
                        400,
                        "No version",
                        "The form has no version; accepted is one like v14 or 20261122T084133Z-1f0c2a9b."));
        String note = form.getOrDefault("why", "").strip();
        if (note.isEmpty() || note.length() > MAX_REASON) {
            throw new RefusedException(
                    400,
                    "No reason",
                    "A change of the served version needs a reason of 1 to " + MAX_REASON + " characters.");
        }
        boolean promoted =
                records.record(model, version).map(RunRecord::promoted).orElse(false);
        if (why == Promotion.Why.ROLLBACK && !promoted) {
            throw new RefusedException(
                    409,
                    "Not rolled back",
                    "Version " + version + " of " + model
                            + " has not passed the gate. To serve it anyway, use the form on its page, or 'dropfit"
                            + " promote --force'.");
        }
        try {
            change.serve(model, version, new Promotion.Reason(why, Author.name(), note));
        } catch (InvalidModelException e) {
            throw new RefusedException(
                    409, "Not served", "Version " + version + " " + e.getMessage() + ". Nothing was changed.");
        }
        return PageResponse.seeOther("../" + model);
    }
}
