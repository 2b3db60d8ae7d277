package dev.dropfit.core.bucket;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A bucket in memory, for tests that need many buckets. It has its own clock: every write is a second later than the one before, so that
 * tests are deterministic.
 *
 * <p>Thread-safe.
 */
public final class MemoryBucket implements Bucket {
    private final TreeMap<String, Entry> objects = new TreeMap<>();
    private final List<ObjectInfo> writes = new ArrayList<>();
    private Instant time;

    @SuppressWarnings("ArrayRecordComponent") // Never compared, and the bytes never change.
    private record Entry(ObjectInfo info, byte[] content) {}

    /** An empty bucket. */
    public MemoryBucket(Instant start) {
        time = start.truncatedTo(ChronoUnit.MILLIS);
    }

    /** A copy of another bucket. */
    public MemoryBucket(MemoryBucket other) {
        synchronized (other) {
            time = other.time;
            objects.putAll(other.objects);
            writes.addAll(other.writes);
        }
    }

    /** All writes so far, in order, even if the object was deleted since. */
    public synchronized List<ObjectInfo> writes() {
        return List.copyOf(writes);
    }

    /** Sets the clock; generations increase nevertheless. */
    public synchronized void setTime(Instant now) {
        time = now.truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public String url() {
        return "memory:";
    }

    @Override
    public synchronized Optional<ObjectInfo> find(String name) {
        return Optional.ofNullable(objects.get(ObjectName.check(name))).map(Entry::info);
    }

    @Override
    public synchronized Optional<StoredObject> read(String name) {
        return Optional.ofNullable(objects.get(ObjectName.check(name)))
                .map(entry -> new StoredObject(entry.info(), new ByteArrayInputStream(entry.content())));
    }

    @Override
    public synchronized Optional<StoredObject> read(String name, long generation) {
        return read(name).filter(object -> object.info().generation() == generation);
    }

    @Override
    public synchronized ObjectInfo write(String name, byte[] content, long expected) throws IOException {
        if (find(name).map(ObjectInfo::generation).orElse(ABSENT) != expected) {
            throw new PreconditionFailedException(name, expected);
        }
        time = time.plusSeconds(1);
        ObjectInfo info = new ObjectInfo(name, writes.size() + 1L, content.length, time);
        objects.put(name, new Entry(info, content.clone()));
        writes.add(info);
        return info;
    }

    @Override
    public synchronized List<ObjectInfo> list(String prefix) {
        SortedMap<String, Entry> from = objects.tailMap(prefix);
        List<ObjectInfo> found = new ArrayList<>();
        for (Entry entry : from.values()) {
            if (!entry.info().name().startsWith(prefix)) {
                break;
            }
            found.add(entry.info());
        }
        return found;
    }

    @Override
    public synchronized List<String> folders() {
        TreeSet<String> folders = new TreeSet<>();
        for (String name : objects.keySet()) {
            if (name.contains("/")) {
                folders.add(name.substring(0, name.indexOf('/')));
            }
        }
        return List.copyOf(folders);
    }

    @Override
    public synchronized void delete(String name, long expected) throws IOException {
        Optional<ObjectInfo> present = find(name);
        if (present.isPresent() && present.get().generation() != expected) {
            throw new PreconditionFailedException(name, expected);
        }
        objects.remove(name);
    }

    @Override
    public void close() {
        // There is nothing to release.
    }
}
