package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.Bucket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The object {@code {model}/runs.json}, which has the summaries of the newest {@link #MAX_RUNS} runs, so that a list of runs needs one read. The
 * records are what counts: a summary that is missing here is made from its record. Without the object, or with a damaged one, the next run
 * makes it anew. Thread-safe, and safe between processes.
 */
final class RunIndex {
    /** The maximum number of runs in the object. */
    static final int MAX_RUNS = 200;

    private static final String KEY = "runs";

    private final Registry registry;
    private final ModelName model;
    private final SharedJson object;

    RunIndex(Registry registry, Bucket bucket, ModelName model) {
        this.registry = registry;
        this.model = model;
        this.object = SharedJson.replaceable(bucket, model + "/runs.json");
    }

    /** The summaries, newest first. */
    List<RunSummary> read() throws IOException {
        return summaries(object.read()).orElse(List.of());
    }

    /** Adds the summary of a run that is recorded, unless it is there. */
    void add(RunSummary run) throws IOException {
        object.change(content -> {
            Optional<List<RunSummary>> present = summaries(content);
            if (present.isPresent() && contains(present.get(), run)) {
                return Optional.empty();
            }
            List<RunSummary> runs = new ArrayList<>(present.isPresent() ? present.get() : ofRecords());
            if (!contains(runs, run)) {
                runs.add(run);
            }
            return Optional.of(json(runs));
        });
    }

    private static boolean contains(List<RunSummary> runs, RunSummary run) {
        return runs.stream().anyMatch(other -> other.version().equals(run.version()));
    }

    private List<RunSummary> ofRecords() throws IOException {
        List<RunSummary> runs = new ArrayList<>();
        List<Version> versions = registry.recordedVersions(model);
        for (Version version : versions.subList(Math.max(0, versions.size() - MAX_RUNS), versions.size())) {
            registry.readRecord(model, version)
                    .filter(record -> record.verdict() != Verdict.UNREADABLE)
                    .ifPresent(record -> runs.add(RunSummary.of(version, record)));
        }
        return runs;
    }

    private static Optional<List<RunSummary>> summaries(Optional<JsonObject> content) {
        return content.map(JsonFields::new)
                .filter(json -> json.has(KEY))
                .map(json -> json.objects(KEY).stream()
                        .flatMap(run -> RunSummary.read(run).stream())
                        .toList());
    }

    private static JsonObject json(List<RunSummary> runs) {
        JsonObject json = new JsonObject();
        json.add(
                KEY,
                JsonFields.array(runs.stream()
                        .sorted(Comparator.comparing(RunSummary::version).reversed())
                        .limit(MAX_RUNS)
                        .map(RunSummary::toJson)
                        .toList()));
        return json;
    }
}
