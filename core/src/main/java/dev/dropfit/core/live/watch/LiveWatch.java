package dev.dropfit.core.live.watch;

import com.google.gson.Gson;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.live.LiveChange;
import dev.dropfit.core.live.LiveComparison;
import dev.dropfit.core.live.store.Hour;
import dev.dropfit.core.live.store.LiveReport;
import dev.dropfit.core.live.store.LiveReports;
import dev.dropfit.core.registry.AlertSettings;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks the live traffic of a model once an hour, however many processes call it, and however often. A check is claimed by replacing {@code
 * _alerts/{model}/live.json}, in the model bucket, with its result. Thread-safe, and safe between processes.
 *
 * <p>The first check of a day has the whole probability of a false alert of that day. The others share most of their rows with it, so they have a
 * hundredth, and find what is blatant, such as a changed unit, within hours.
 */
public final class LiveWatch {
    private static final Gson GSON = new Gson();

    /** An alert that could not be sent for so long is not sent any more: the page still has it. */
    private static final int MAX_AGE_HOURS = 24;

    private final Bucket models;
    private final Registry registry;
    private final LiveReports reports;
    private final InstantSource clock;

    /** @param models the model bucket; it is written to under {@code _alerts/} only */
    public LiveWatch(Bucket models, LiveReports reports, InstantSource clock) {
        this.models = models;
        this.registry = new Registry(models);
        this.reports = reports;
        this.clock = clock;
    }

    private record Found(long generation, WatchState state) {}

    /**
     * Checks a model, if no check of this hour has.
     *
     * @param served the version that is served
     * @return the alerts of the last 24 hours, oldest first: the caller sends those that have not been sent. None if the settings turn them off;
     *     they are found and stored nevertheless
     * @throws PreconditionFailedException when another instance checks at the same time; then call this again
     */
    public List<LiveAlert> check(ModelName model, Version served) throws IOException {
        Hour hour = new Hour(clock.instant());
        Found before = read(model);
        WatchState state = before.state;
        if (!state.isChecked(hour)) {
            double alpha = state.isFirstOfDay(hour) ? LiveComparison.DAY_ALPHA : LiveComparison.HOUR_ALPHA;
            List<LiveChange> changes = new ArrayList<>();
            reports.find(model, served, alpha).map(LiveReport::changes).ifPresent(changes::addAll);
            Volume.of(reports.rows(model, Volume.HOURS), hour).ifPresent(changes::add);
            state = state.after(hour, served.value(), changes);
            models.write(name(model), (GSON.toJson(state) + "\n").getBytes(StandardCharsets.UTF_8), before.generation);
        }
        Hour oldest = hour.plus(-MAX_AGE_HOURS);
        List<LiveAlert> recent = new ArrayList<>();
        for (LiveAlert alert : state.alerts()) {
            if (alert.found().compareTo(oldest) > 0) {
                recent.add(0, alert);
            }
        }
        return recent.isEmpty() || isOn(model, served) ? recent : List.of();
    }

    /** Whether the newest run allows alerts: each change of the settings starts a run, even if its model is rejected. */
    private boolean isOn(ModelName model, Version served) throws IOException {
        List<Version> newest = registry.newestRecords(model, 1, Optional.of(served), clock.instant());
        Optional<RunRecord> run = newest.isEmpty() ? Optional.empty() : registry.readRecord(model, newest.get(0));
        return run.flatMap(RunRecord::alert).flatMap(AlertSettings::live).orElse(true);
    }

    /** The newest alerts of a model, the newest first. */
    public List<LiveAlert> alerts(ModelName model) throws IOException {
        return read(model).state.alerts();
    }

    private static String name(ModelName model) {
        return "_alerts/" + model + "/live.json";
    }

    private Found read(ModelName model) throws IOException {
        Optional<StoredObject> stored = models.read(name(model));
        if (stored.isEmpty()) {
            return new Found(Bucket.ABSENT, WatchState.NONE);
        }
        try (StoredObject object = stored.get()) {
            return new Found(object.info().generation(), parsed(object.readAllBytes()));
        }
    }

    /** An invalid object, such as an edited one, counts as absent: a second message is better than none. */
    private static WatchState parsed(byte[] json) {
        try {
            WatchState state = GSON.fromJson(new String(json, StandardCharsets.UTF_8), WatchState.class);
            return state == null ? WatchState.NONE : state;
        } catch (RuntimeException e) { // Gson throws several kinds.
            return WatchState.NONE;
        }
    }
}
