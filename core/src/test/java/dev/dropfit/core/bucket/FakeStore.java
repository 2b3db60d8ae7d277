package dev.dropfit.core.bucket;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The buckets of the fake store and what is in them. Every method is one atomic step. */
final class FakeStore {
    private final Map<String, FakeBucket> buckets = new HashMap<>();
    private long lastGeneration;

    private static final class FakeBucket {
        private final boolean versioned;
        private final TreeMap<String, FakeObject> live = new TreeMap<>();
        private final Map<String, Map<Long, FakeObject>> old = new HashMap<>();

        private FakeBucket(boolean versioned) {
            this.versioned = versioned;
        }
    }

    /** Makes a bucket; false when there is one of this name. */
    synchronized boolean create(String bucket, boolean versioned) {
        return buckets.putIfAbsent(bucket, new FakeBucket(versioned)) == null;
    }

    synchronized boolean has(String bucket) {
        return buckets.containsKey(bucket);
    }

    /** The present object, or the generation asked for. */
    synchronized Optional<FakeObject> find(String bucket, String name, @Nullable Long generation) {
        FakeBucket found = bucket(bucket);
        FakeObject present = found.live.get(name);
        if (generation == null || (present != null && present.generation() == generation)) {
            return Optional.ofNullable(present);
        }
        return Optional.ofNullable(found.old.getOrDefault(name, Map.of()).get(generation));
    }

    /** The current objects whose names begin with the prefix, by name. */
    synchronized List<FakeObject> list(String bucket, String prefix) {
        return bucket(bucket).live.values().stream()
                .filter(object -> object.name().startsWith(prefix))
                .toList();
    }

    synchronized FakeObject write(
            String bucket, String name, JsonObject given, byte[] content, Preconditions preconditions) {
        FakeBucket target = bucket(bucket);
        preconditions.check(target.live.get(name));
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        // As in the real store: generations are microseconds and differ even for very fast writes.
        lastGeneration = Math.max(lastGeneration + 1, now.toEpochMilli() * 1000);
        FakeObject written = new FakeObject(bucket, name, lastGeneration, now, given, content.clone());
        String crc32c = given.has("crc32c") ? given.get("crc32c").getAsString() : written.crc32c();
        String md5 = given.has("md5Hash") ? given.get("md5Hash").getAsString() : written.md5();
        if (!crc32c.equals(written.crc32c()) || !md5.equals(written.md5())) {
            throw new FakeError(400, "invalid", "Provided hash does not match the calculated one.");
        }
        retire(target, target.live.put(name, written));
        return written;
    }

    synchronized void delete(String bucket, String name, @Nullable Long generation, Preconditions preconditions) {
        FakeBucket target = bucket(bucket);
        FakeObject doomed = find(bucket, name, generation)
                .orElseThrow(() -> new FakeError(404, "notFound", "No such object: " + bucket + "/" + name));
        preconditions.check(doomed);
        if (generation == null) {
            retire(target, target.live.remove(name));
        } else {
            target.live.remove(name, doomed);
            target.old.getOrDefault(name, new HashMap<>()).remove(generation);
        }
    }

    private static void retire(FakeBucket bucket, @Nullable FakeObject object) {
        if (bucket.versioned && object != null) {
            bucket.old.computeIfAbsent(object.name(), name -> new HashMap<>()).put(object.generation(), object);
        }
    }

    private FakeBucket bucket(String name) {
        FakeBucket bucket = buckets.get(name);
        if (bucket == null) {
            throw new FakeError(404, "notFound", "The specified bucket does not exist.");
        }
        return bucket;
    }

    /** What a request asks of the present generation, 0 standing for no object. */
    record Preconditions(@Nullable Long match, @Nullable Long notMatch) {
        void check(@Nullable FakeObject present) {
            long generation = present == null ? 0 : present.generation();
            if (match != null && match != generation) {
                throw new FakeError(
                        412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
            }
            if (notMatch != null && notMatch == generation) {
                throw new FakeError(304, "notModified", "Not Modified");
            }
        }
    }
}
