package dev.dropfit.trainer.faults;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.ManualChange;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Promotion;
import dev.dropfit.core.registry.Pulse;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Two buckets and what has happened in them. */
final class World {
    static final ModelName HEART = new ModelName("heart");
    static final String LATEST = "heart/models/latest.zip";
    private static final Instant START = Instant.parse("2026-11-22T08:41:33Z");
    private static final Gson GSON = new Gson();

    private final MemoryBucket data;
    private final MemoryBucket models;
    private final List<Change> changes;

    /**
     * A change of latest.
     *
     * @param recorded what was recorded of the version's run at that moment
     */
    record Change(ObjectInfo latest, Version version, long generation, boolean byHand, JsonObject recorded) {}

    World() {
        data = new MemoryBucket(START);
        models = new MemoryBucket(START);
        changes = new ArrayList<>();
        try {
            // A comparison of learners would take most of the time of thousands of runs.
            data.write(
                    HEART.settings(),
                    "{\"learner\": \"logistic-regression\"}".getBytes(StandardCharsets.UTF_8),
                    Bucket.ABSENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A world that goes on from where another is. */
    World(World other) {
        data = new MemoryBucket(other.data);
        models = new MemoryBucket(other.models);
        changes = new ArrayList<>(other.changes);
    }

    MemoryBucket models() {
        return models;
    }

    List<Change> changes() {
        return changes;
    }

    /** The generation of the dataset that is there. */
    long generation() {
        return data.find(HEART.dataset()).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
    }

    /** Drops a dataset; its generation. */
    long drop(String csv) throws IOException {
        return data.write(HEART.dataset(), csv.getBytes(StandardCharsets.UTF_8), generation())
                .generation();
    }

    /** Drops a dataset, as a step of an actor; its generation. */
    long drop(Actor actor, String csv) throws IOException {
        return actor.operate(() -> drop(csv));
    }

    /** A run on the event of this generation. */
    TrainingRun.Result run(Actor actor, long generation, Duration patience) throws IOException {
        return new TrainingRun(
                        new SteppedBucket(data, actor, (by, object, content) -> {}),
                        registry(actor),
                        "revision",
                        // Later than every write, so that a start without an end is seen to have ended.
                        Clock.fixed(START.plus(Duration.ofDays(1)), ZoneOffset.UTC),
                        retries(patience),
                        Pulse.NONE)
                .run(HEART, OptionalLong.of(generation));
    }

    /** A person's rollback. */
    void rollBack(Actor actor, Version version, Duration patience) throws IOException {
        new ManualChange(registry(actor), Clock.fixed(START, ZoneOffset.UTC), retries(patience))
                .serve(HEART, version, new Promotion.Reason(Promotion.Why.ROLLBACK, "ann", "it was wrong"));
    }

    private Registry registry(Actor actor) {
        return new Registry(new SteppedBucket(models, actor, this::written));
    }

    /** Retries whose clock only the pauses move on. */
    private static Retries retries(Duration patience) {
        Instant[] now = {START};
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now[0];
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
        return new Retries(patience, clock, pause -> now[0] = now[0].plus(pause), new SplittableRandom(1));
    }

    private void written(Actor by, ObjectInfo object, byte[] content) {
        if (object.name().equals(LATEST)) {
            try {
                Model model = ModelFile.read(content);
                Version version = new Version(model.version());
                changes.add(new Change(
                        object,
                        version,
                        model.metrics()
                                .getAsJsonObject("dataset")
                                .get("generation")
                                .getAsLong(),
                        by.byHand(),
                        record(version)));
            } catch (IOException e) {
                throw new UncheckedIOException("latest is not a whole model", e);
            }
        }
    }

    /** The record of a run; empty when there is none. */
    JsonObject record(Version version) {
        String name = "heart/metrics/" + version + ".json";
        return models.find(name).isPresent() ? json(name) : new JsonObject();
    }

    /** The records of all runs, by name. */
    List<JsonObject> records() {
        return models.list("heart/metrics/").stream()
                .map(object -> json(object.name()))
                .toList();
    }

    /** The notes of all changes of latest, oldest first. */
    List<JsonObject> promotions() {
        return models.list("heart/promotions/").stream()
                .map(object -> json(object.name()))
                .toList();
    }

    /** The content of a JSON object in the model bucket. */
    JsonObject json(String name) {
        try (StoredObject object = models.read(name).orElseThrow()) {
            return json(object.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonObject json(byte[] content) {
        return GSON.fromJson(new String(content, StandardCharsets.UTF_8), JsonObject.class);
    }
}
