package dev.dropfit.monitor.dashboard.change;

import com.google.gson.JsonObject;
import dev.dropfit.core.live.store.LiveReports;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.RunSummary;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.monitor.dashboard.read.Records;
import dev.dropfit.monitor.dashboard.read.ServedVersion;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets open pages know when to reload and how far the current runs are. Thread-safe. */
public final class Updates {
    private final Records records;
    private final LiveReports reports;
    private final Optional<Changes> changes;

    /**
     * @param reports the live traffic of models
     * @param changes empty where nothing can be changed: then pages do not reload
     */
    public Updates(Records records, LiveReports reports, Optional<Changes> changes) {
        this.records = records;
        this.reports = reports;
        this.changes = changes;
    }

    /** A text that changes when a page about these models would change; empty where pages do not reload. */
    public String token(List<ModelName> models) throws IOException {
        if (changes.isEmpty()) {
            return "";
        }
        StringBuilder token = new StringBuilder();
        for (ModelName model : models) {
            ServedVersion served = records.served(model);
            List<Version> newest = records.newest(model, 1, served);
            token.append(model)
                    .append(':')
                    .append(served.generation())
                    .append(':')
                    .append(newest.isEmpty() ? "" : newest.get(0))
                    .append(' ');
        }
        token.append(changes.get().operations().misplaced());
        return Integer.toHexString(token.toString().hashCode());
    }

    /** The token of one model, or of all, with the progress of each current run; of one model also its newest run. */
    public JsonObject state(Optional<ModelName> model) throws IOException {
        List<ModelName> models = model.isPresent() ? List.of(model.get()) : records.models();
        JsonObject state = new JsonObject();
        state.addProperty("token", token(models));
        state.add("underWay", underWay());
        changes.ifPresent(here -> state.addProperty("writeToken", here.token().value()));
        if (model.isPresent()) {
            ServedVersion served = records.served(model.get());
            if (served.version().isPresent()) {
                state.addProperty("served", served.version().get().value());
                reports.find(model.get(), served.version().get())
                        .ifPresent(report -> state.addProperty(
                                "live",
                                report.day().rows() + " "
                                        + report.day().traffic().requests()));
            }
            List<RunSummary> newest = records.newestRuns(model.get(), 1, served);
            VersionNumbers names = records.numbers(
                    model.get(), newest.stream().map(RunSummary::version).toList());
            newest.stream().findFirst().ifPresent(run -> {
                state.addProperty("newest", run.version().value());
                state.addProperty("name", names.name(run.version()));
                state.addProperty("verdict", run.verdict().text());
                state.addProperty(
                        "reason", run.reasons().isEmpty() ? "" : run.reasons().get(0));
            });
        }
        return state;
    }

    private JsonObject underWay() {
        JsonObject underWay = new JsonObject();
        Map<ModelName, Progress> progress =
                changes.map(here -> here.operations().progress()).orElse(Map.of());
        progress.forEach((name, reached) -> {
            JsonObject json = new JsonObject();
            json.addProperty("stage", reached.stage().text());
            json.addProperty("note", reached.note());
            json.addProperty("work", reached.work());
            underWay.add(name.value(), json);
        });
        return underWay;
    }
}
