package dev.dropfit.core.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.dropfit.core.IndentedJson;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The starts of a piece of work that have not ended, in one object. A start adds itself before the work and removes itself at the end. A start
 * whose process was ended stays, so that the next one knows.
 *
 * <p>Every change is a compare-and-swap, so starts at the same time are all counted. Thread-safe, and safe between processes.
 */
public final class Starts {
    /** The number of starts without an end after which the work is given up. */
    public static final int MAX_STARTS = 3;

    /** More changes at the same time than starts that can be there. */
    private static final int MAX_TRIES = 10;

    private static final String PROGRESS = "progress";

    private final Registry registry;
    private final Bucket bucket;
    private final String name;
    private final Clock clock;

    /**
     * The starts in an object.
     *
     * @param name of the object
     * @param clock for the times in the object, which only people read
     */
    Starts(Registry registry, Bucket bucket, String name, Clock clock) {
        this.registry = registry;
        this.bucket = bucket;
        this.name = name;
        this.clock = clock;
    }

    /**
     * The starts that have not ended.
     *
     * @param ids of the starts, in order
     * @param generation of the object; it changes when a start begins, ends, or reports that it is alive
     * @param changed when it did, by the clock of the storage
     */
    public record Open(List<String> ids, long generation, Instant changed) {
        /** Copies the ids. */
        public Open {
            ids = List.copyOf(ids);
        }

        /** Whether there are too many to start again. */
        public boolean full() {
            return ids.size() >= MAX_STARTS;
        }
    }

    /** The starts that have not ended. */
    public Open open() throws IOException {
        Stored stored = read();
        return new Open(stored.ids(), stored.generation, stored.changed);
    }

    /**
     * Adds a start, unless there are {@link #MAX_STARTS}.
     *
     * @param id of the start; one that is there already stays
     * @param champion the served version; empty if there is none
     * @param progress how far the work is; starts that ended before it came so far do not count any more
     * @return the version that was served at the first start, empty text if there was none; empty if the start was not added
     */
    public Optional<String> begin(String id, String champion, long progress) throws IOException {
        return change(stored -> {
            if (stored.ids().contains(id)) {
                return stored.champion;
            }
            stored.starts.removeIf(
                    start -> progress > new JsonFields(start).whole(PROGRESS).orElse(0));
            if (stored.starts.size() >= MAX_STARTS) {
                return Optional.empty();
            }
            JsonObject start = new JsonObject();
            start.addProperty("id", id);
            start.addProperty("started", clock.instant().toString());
            if (progress > 0) {
                start.addProperty(PROGRESS, progress);
            }
            stored.starts.add(start);
            stored.champion = Optional.of(stored.champion.orElse(champion));
            write(stored);
            return stored.champion;
        });
    }

    /** Reports that a start is alive: changes the generation. Does nothing if the start is not there. */
    public void beat(String id) throws IOException {
        change(stored -> {
            for (JsonObject start : stored.starts) {
                if (id.equals(new JsonFields(start).text("id"))) {
                    start.addProperty("alive", clock.instant().toString());
                    write(stored);
                    break;
                }
            }
            return stored.champion;
        });
    }

    /** Removes a start. Does nothing if it is not there. The champion of the first start stays. */
    public void end(String id) throws IOException {
        change(stored -> {
            if (stored.starts.removeIf(start -> id.equals(new JsonFields(start).text("id")))) {
                write(stored);
            }
            return stored.champion;
        });
    }

    private static final class Stored {
        private Optional<String> champion;
        private final List<JsonObject> starts;
        private final long generation;
        private final Instant changed;

        Stored(Optional<String> champion, List<JsonObject> starts, long generation, Instant changed) {
            this.champion = champion;
            this.starts = starts;
            this.generation = generation;
            this.changed = changed;
        }

        List<String> ids() {
            return starts.stream()
                    .map(start -> new JsonFields(start).text("id"))
                    .toList();
        }
    }

    @FunctionalInterface
    private interface Change {
        Optional<String> apply(Stored stored) throws IOException;
    }

    private Optional<String> change(Change change) throws IOException {
        for (int tries = 1; true; tries++) {
            try {
                return change.apply(read());
            } catch (PreconditionFailedException e) {
                if (tries == MAX_TRIES) {
                    throw e;
                }
            }
        }
    }

    private Stored read() throws IOException {
        Optional<StoredObject> object = bucket.read(name);
        if (object.isEmpty()) {
            return new Stored(Optional.empty(), new ArrayList<>(), Bucket.ABSENT, Instant.EPOCH);
        }
        ObjectInfo info = object.get().info();
        JsonObject json = registry.parsed(object.get());
        List<JsonObject> starts = new ArrayList<>();
        new JsonFields(json).array("starts").forEach(start -> {
            if (start instanceof JsonObject known) {
                starts.add(known);
            }
        });
        Optional<String> champion =
                json.get("champion") instanceof JsonPrimitive text ? Optional.of(text.getAsString()) : Optional.empty();
        return new Stored(champion, starts, info.generation(), info.created());
    }

    private void write(Stored stored) throws IOException {
        JsonArray starts = new JsonArray();
        stored.starts.forEach(starts::add);
        JsonObject json = new JsonObject();
        stored.champion.ifPresent(champion -> json.addProperty("champion", champion));
        json.add("starts", starts);
        bucket.write(name, IndentedJson.bytes(json), stored.generation);
    }
}
