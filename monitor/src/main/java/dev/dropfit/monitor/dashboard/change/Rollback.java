package dev.dropfit.monitor.dashboard.change;

import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.ManualChange;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Promotion;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.PageToken;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import dev.dropfit.monitor.dashboard.read.Records;
import java.io.IOException;
import java.util.Map;

/** Serves an earlier version again, and records the reason. */
public final class Rollback {
    private static final int MAX_FORM = 16_384;
    private static final int MAX_REASON = 500;

    private final Records records;
    private final ManualChange change;

    public Rollback(Records records, ManualChange change) {
        this.records = records;
        this.change = change;
    }

    public static Html form(ModelName model, Version version, PageToken token, String root) {
        return Html.of("""
            <form class="rollback" id="rollback" method="post" action="{}{}/rollback">
            <h3>Roll back to this version</h3>
            <p class="muted">Dropfit loads and tests the archived model first. It is served a few seconds later.</p>
            <input type="hidden" name="version" value="{}">
            <input type="hidden" name="{}" value="{}">
            <label for="why">Reason, for the deployment history</label>
            <input id="why" name="why" required maxlength="{}" autocomplete="off">
            <button class="button primary">Roll back</button>
            </form>\
            """, root, model, version, PageToken.FIELD, token.value(), MAX_REASON);
    }

    /**
     * Rolls back as the form asks.
     *
     * @throws RefusedException when the token is wrong, the form is incomplete, or the version can't be served
     */
    public PageResponse respond(ModelName model, PageToken token, PageRequest request)
            throws IOException, RefusedException {
        Map<String, String> form = Form.read(request, token, MAX_FORM);
        Version version = records.find(model, form.getOrDefault("version", ""))
                .orElseThrow(() -> new RefusedException(
                        400,
                        "No version",
                        "The form has no version; accepted is one like v14 or 20261122T084133Z-1f0c2a9b."));
        String why = form.getOrDefault("why", "").strip();
        if (why.isEmpty() || why.length() > MAX_REASON) {
            throw new RefusedException(
                    400, "No reason", "A rollback needs a reason of 1 to " + MAX_REASON + " characters.");
        }
        boolean promoted =
                records.record(model, version).map(RunRecord::promoted).orElse(false);
        if (!promoted) {
            throw new RefusedException(
                    409,
                    "Not rolled back",
                    "Version " + version + " of " + model
                            + " has not passed the gate. Use 'dropfit promote --force' to serve it anyway.");
        }
        try {
            change.serve(
                    model,
                    version,
                    new Promotion.Reason(Promotion.Why.ROLLBACK, System.getProperty("user.name", ""), why));
        } catch (InvalidModelException e) {
            throw new RefusedException(
                    409, "Not rolled back", "Version " + version + " " + e.getMessage() + ". Nothing was changed.");
        }
        return PageResponse.seeOther("../" + model);
    }
}
