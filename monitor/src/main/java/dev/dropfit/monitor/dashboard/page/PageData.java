package dev.dropfit.monitor.dashboard.page;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Notebook;
import dev.dropfit.core.registry.Promotion;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.RunSummary;
import dev.dropfit.core.registry.UnknownVersionException;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNotes;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import dev.dropfit.monitor.dashboard.read.Records;
import dev.dropfit.monitor.dashboard.read.ServedVersion;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the pages show, as JSON: their address with {@code .json} after its path. */
public final class PageData {
    /** The end of the path. */
    public static final String SUFFIX = ".json";

    private final Records records;

    /** @param records what the pages read */
    public PageData(Records records) {
        this.records = records;
    }

    /** All models, hidden ones too, each with its served version and its newest run. */
    public PageResponse models() throws IOException {
        JsonArray models = new JsonArray();
        Set<ModelName> hidden = records.hiddenModels();
        for (ModelName model : records.models()) {
            ServedVersion served = records.served(model);
            JsonObject json = new JsonObject();
            json.addProperty("model", model.value());
            if (hidden.contains(model)) {
                json.addProperty("hidden", true);
            }
            addServed(
                    json,
                    served,
                    records.numbers(model, served.version().stream().toList()));
            List<RunSummary> newest = records.newestRuns(model, 1, served);
            VersionNumbers numbers = records.numbers(
                    model, newest.stream().map(RunSummary::version).toList());
            newest.forEach(run -> json.add("newest_run", run(run, numbers)));
            models.add(json);
        }
        JsonObject page = new JsonObject();
        page.add("models", models);
        return PageResponse.json(200, page);
    }

    /**
     * The served version, runs and deployment history of a model, and the record of the served version, or of that in {@code version}: with as
     * many columns and features as the page shows, or with {@code columns=all} and {@code features=all} with all of them.
     *
     * @throws RefusedException when there is no such model or version
     */
    public PageResponse model(ModelName model, PageRequest request)
            throws IOException, RefusedException, UnknownVersionException {
        ServedVersion served = records.served(model);
        List<RunSummary> runs = records.newestRuns(model, Records.NEWEST, served);
        if (runs.isEmpty() && served.generation() == 0) {
            throw new RefusedException(404, "Model not found", "There is no model '" + model + "' with a run.");
        }
        VersionNumbers numbers =
                records.numbers(model, runs.stream().map(RunSummary::version).toList());
        JsonObject json = new JsonObject();
        json.addProperty("model", model.value());
        addServed(json, served, numbers);
        JsonArray list = new JsonArray();
        Map<Version, VersionNotes> notes = records.notes(model);
        runs.forEach(run -> {
            JsonObject entry = run(run, numbers);
            Optional.ofNullable(notes.get(run.version()))
                    .ifPresent(written -> Notebook.json(written)
                            .entrySet()
                            .forEach(field -> entry.add(field.getKey(), field.getValue())));
            list.add(entry);
        });
        json.add("runs", list);
        JsonArray history = new JsonArray();
        records.promotions(model, DeploymentHistory.MAX_SHOWN, served)
                .forEach(change -> history.add(promotion(change)));
        json.add("promotions", history);
        Optional<Version> shown = records.find(model, request.field("version")).or(served::version);
        Optional<RunRecord> record = shown.flatMap(version -> records.record(model, version));
        if (record.isEmpty() && !request.field("version").isEmpty()) {
            throw new RefusedException(
                    404, "Version not found", "There is no version " + request.field("version") + " of " + model + ".");
        }
        record.ifPresent(known -> json.add("record", record(known, request)));
        return PageResponse.json(200, json);
    }

    private static JsonObject record(RunRecord record, PageRequest request) {
        JsonObject json = record.toJson();
        if (!request.field("features").equals("all")) {
            keep(json, "features", record.model().features(), Weights.largest(record, Weights.DEFAULT_SHOWN));
        }
        if (!request.field("columns").equals("all")) {
            List<ColumnFacts> columns = ColumnsPanel.suspiciousFirst(record, List.of());
            keep(
                    json,
                    "columns",
                    record.model().columns(),
                    columns.subList(0, Math.min(columns.size(), ColumnsPanel.DEFAULT_SHOWN)));
        }
        return json;
    }

    /** Keeps the chosen ones of the elements of an array, and notes how many there were if some are left out. */
    private static <T> void keep(JsonObject json, String key, List<T> all, List<T> chosen) {
        if (chosen.size() == all.size()) {
            return;
        }
        Set<T> kept = Set.copyOf(chosen);
        JsonArray elements = new JsonArray();
        for (int i = 0; i < all.size(); i++) {
            if (kept.contains(all.get(i))) {
                elements.add(json.getAsJsonArray(key).get(i));
            }
        }
        json.add(key, elements);
        json.addProperty("all_" + key, all.size());
    }

    private static void addServed(JsonObject json, ServedVersion served, VersionNumbers numbers) {
        json.add("served", JsonNull.INSTANCE);
        served.version().ifPresent(version -> {
            JsonObject now = new JsonObject();
            now.addProperty("version", version.value());
            now.addProperty("name", numbers.name(version));
            now.addProperty("since", served.since().toString());
            json.add("served", now);
        });
    }

    private static JsonObject run(RunSummary run, VersionNumbers numbers) {
        JsonObject json = new JsonObject();
        json.addProperty("version", run.version().value());
        json.addProperty("name", numbers.name(run.version()));
        json.addProperty("verdict", run.verdict().text());
        JsonArray reasons = new JsonArray();
        run.reasons().forEach(reasons::add);
        json.add("reasons", reasons);
        json.addProperty("learner", run.learner());
        run.gateMetric().ifPresent(metric -> json.addProperty("gate_metric", metric.text()));
        JsonObject metrics = new JsonObject();
        for (Metric metric : Metric.values()) {
            if (run.metrics().has(metric)) {
                metrics.addProperty(metric.text(), run.metric(metric));
            }
        }
        json.add("metrics", metrics);
        run.rows().ifPresent(rows -> json.addProperty("rows", rows));
        if (Double.isFinite(run.elapsed())) {
            json.addProperty("elapsed", run.elapsed());
        }
        return json;
    }

    private static JsonObject promotion(Promotion change) {
        JsonObject json = new JsonObject();
        json.addProperty("time", change.time().toString());
        json.addProperty("from", change.from());
        json.addProperty("to", change.to());
        json.addProperty("why", change.reason().why().text());
        json.addProperty("who", change.reason().who());
        json.addProperty("note", change.reason().note());
        return json;
    }
}
