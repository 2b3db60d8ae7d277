package dev.dropfit.core.live.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import dev.dropfit.core.BoundedJson;
import dev.dropfit.core.Cache;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.ObjectTooLargeException;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.live.LiveCounts;
import dev.dropfit.core.live.TrainingBins;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/** Reads and writes counts of live traffic. Thread-safe, and safe between processes. */
public final class LiveBucket {
    private static final int MAX_BYTES = 16 << 20;
    private static final int MAX_VALUES = 1_000_000;
    private static final int MAX_STRING = 1 << 16;
    private static final int MAX_KNOWN = 1000;

    private final Bucket bucket;
    private final Executor readers;
    /** An object of an hour that is over does not change. */
    private final Cache<Known, LiveCounts> known = new Cache<>(MAX_KNOWN);

    private final Cache<ObjectInfo, Long> knownRows = new Cache<>(MAX_KNOWN);

    /** @param columns of the bins: counts are also read without their columns */
    private record Known(ObjectInfo object, int columns) {}

    /** A bucket whose objects are read one after the other. The caller closes the bucket. */
    public LiveBucket(Bucket bucket) {
        this(bucket, Runnable::run);
    }

    /**
     * A live bucket. The caller closes the bucket.
     *
     * @param readers reads several days at a time
     */
    public LiveBucket(Bucket bucket, Executor readers) {
        this.bucket = bucket;
        this.readers = readers;
    }

    /** The object of an instance. */
    public static String name(ModelName model, Version version, Hour hour, String instance) {
        return folder(model, version) + hour + "/" + instance + ".json";
    }

    private static String folder(ModelName model, Version version) {
        return model + "/" + version + "/";
    }

    /**
     * Replaces the counts of an instance.
     *
     * @param name of an object that only this instance writes
     * @param known the generation that its last write returned, {@link Bucket#ABSENT} for the first write
     * @return the new generation
     */
    public long write(String name, LiveCounts counts, long known) throws IOException {
        byte[] content = counts.toJson().toString().getBytes(StandardCharsets.UTF_8);
        try {
            return bucket.write(name, content, known).generation();
        } catch (PreconditionFailedException e) {
            // An earlier write has succeeded, but its response was lost, or the object is deleted.
            long present = bucket.find(name).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
            return bucket.write(name, content, present).generation();
        }
    }

    /**
     * The counts of each hour, of all instances together. Objects that are damaged, or are counts of other bins, are left out.
     *
     * @param from the first hour
     * @param to the hour after the last one
     */
    public NavigableMap<Hour, LiveCounts> read(ModelName model, Version version, TrainingBins bins, Hour from, Hour to)
            throws IOException {
        List<FutureTask<NavigableMap<Hour, LiveCounts>>> days = new ArrayList<>();
        for (Hour day = from; day.compareTo(to) < 0; day = nextDay(day)) {
            String prefix = folder(model, version) + day.day();
            days.add(new FutureTask<>(() -> readDay(prefix, bins)));
        }
        days.forEach(readers::execute);
        NavigableMap<Hour, LiveCounts> hours = new TreeMap<>();
        for (FutureTask<NavigableMap<Hour, LiveCounts>> day : days) {
            hours.putAll(result(day));
        }
        return new TreeMap<>(hours.subMap(from, true, to, false));
    }

    private static <T> T result(FutureTask<T> task) throws IOException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while reading counts of live traffic");
        }
    }

    private NavigableMap<Hour, LiveCounts> readDay(String prefix, TrainingBins bins) throws IOException {
        NavigableMap<Hour, LiveCounts> hours = new TreeMap<>();
        for (ObjectInfo object : bucket.list(prefix)) {
            Optional<Hour> hour = hour(object.name());
            if (hour.isPresent()) {
                counts(object, bins).ifPresent(counts -> hours.merge(hour.get(), counts, LiveCounts::plus));
            }
        }
        return hours;
    }

    private Optional<LiveCounts> counts(ObjectInfo object, TrainingBins bins) throws IOException {
        Known key = new Known(object, bins.all().size());
        Optional<LiveCounts> read =
                known.find(key).filter(counts -> counts.bins().equals(bins));
        if (read.isEmpty()) {
            read = read(object.name(), bins);
            read.ifPresent(counts -> {
                known.put(key, counts);
                knownRows.put(object, counts.rows());
            });
        }
        return read;
    }

    private static Hour nextDay(Hour hour) {
        Hour next = hour.plus(1);
        while (next.day().equals(hour.day())) {
            next = next.plus(1);
        }
        return next;
    }

    private static Optional<Hour> hour(String name) {
        String[] parts = name.split("/", -1);
        return parts.length == 4 && name.endsWith(".json") ? Hour.parse(parts[2]) : Optional.empty();
    }

    private Optional<LiveCounts> read(String name, TrainingBins bins) throws IOException {
        Optional<StoredObject> stored = bucket.read(name);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        try (StoredObject object = stored.get()) {
            JsonElement json =
                    BoundedJson.parse(new ByteArrayInputStream(object.readAllBytes(MAX_BYTES)), MAX_VALUES, MAX_STRING);
            return json.isJsonObject() ? LiveCounts.read(bins, json.getAsJsonObject()) : Optional.empty();
        } catch (JsonParseException | BoundedJson.TooLargeException | ObjectTooLargeException e) {
            return Optional.empty();
        }
    }

    /**
     * The number of rows of each hour that all versions of a model predicted.
     *
     * @param from the first hour
     * @param to the hour after the last one
     */
    public NavigableMap<Hour, Long> rows(ModelName model, Hour from, Hour to) throws IOException {
        NavigableMap<Hour, Long> rows = new TreeMap<>();
        // One listing of all versions: a listing of each day of each version would cost more than all counting.
        for (ObjectInfo object : bucket.list(model + "/")) {
            Optional<Hour> hour =
                    hour(object.name()).filter(found -> found.compareTo(from) >= 0 && found.compareTo(to) < 0);
            if (hour.isPresent()) {
                Optional<Long> known = knownRows.find(object);
                long count = known.isPresent()
                        ? known.get()
                        : counts(object, TrainingBins.NONE)
                                .map(LiveCounts::rows)
                                .orElse(0L);
                rows.merge(hour.get(), count, Long::sum);
            }
        }
        return rows;
    }

    /** The versions of a model of which rows were counted, sorted: the newest last. */
    public List<Version> versions(ModelName model) throws IOException {
        String folder = model + "/";
        return bucket.names(folder).stream()
                .map(name -> name.substring(folder.length()))
                .filter(name -> name.indexOf('/') > 0)
                .map(name -> name.substring(0, name.indexOf('/')))
                .distinct()
                .map(Version::parse)
                .flatMap(Optional::stream)
                .sorted()
                .toList();
    }
}
