package dev.dropfit.monitor.dashboard.page;

import com.google.gson.JsonObject;
import dev.dropfit.core.live.store.LiveReport;
import dev.dropfit.core.live.store.LiveReports;
import dev.dropfit.core.live.trial.TrialReports;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.UnknownVersionException;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.read.Records;
import java.io.IOException;
import java.util.Optional;

/** The live traffic of a version as JSON, for other programs. */
public final class LiveData {
    private final Records records;
    private final LiveReports reports;
    private final Optional<TrialReports> trials;

    /** @param trials empty if nothing is counted */
    public LiveData(Records records, LiveReports reports, Optional<TrialReports> trials) {
        this.trials = trials;
        this.records = records;
        this.reports = reports;
    }

    /** The live traffic of the served version, or of the one that the field {@code version} of the query names: {@code v14}, or the whole version. */
    public PageResponse respond(ModelName model, PageRequest request) throws IOException {
        if (!reports.isCounted()) {
            return error(404, "Live traffic is not counted here: DROPFIT_LIVE names no bucket");
        }
        String wanted = request.field("version");
        Optional<Version> version;
        try {
            version = wanted.isEmpty() ? records.served(model).version() : records.find(model, wanted);
        } catch (UnknownVersionException e) {
            return error(404, String.valueOf(e.getMessage()));
        }
        if (version.isEmpty()) {
            return error(404, "Model " + model + " serves no version; ?version= names another one");
        }
        Optional<LiveReport> report = reports.find(model, version.get());
        if (report.isEmpty()) {
            return error(404, "Model " + model + " has no archived version " + version.get());
        }
        JsonObject json = report.get().toJson();
        records.outcomes(model).ifPresent(outcomes -> json.add("outcomes", outcomes.toJson()));
        if (trials.isPresent()) {
            trials.get().find(model).ifPresent(trial -> json.add("trial", trial.toJson()));
        }
        return PageResponse.json(200, json);
    }

    private static PageResponse error(int status, String message) {
        JsonObject json = new JsonObject();
        json.addProperty("error", message);
        return PageResponse.json(status, json);
    }
}
