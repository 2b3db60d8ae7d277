package dev.dropfit.core.registry;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.csv.JoinedCsv;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The dataset of a model: what was written last of {@code dataset.csv}, {@code dataset.csv.gz} and the folder {@code dataset/}. A dataset in a
 * folder is its files {@code part-*.csv} and {@code part-*.csv.gz} in the order of their names, as soon as there is a file {@code _SUCCESS}.
 *
 * @param info the object. Of parts, the name of {@code _SUCCESS}, the generation and time of the newest of all these objects, and the length
 *     of all parts
 * @param parts the objects with the rows, in this order; one for a single file
 */
public record CurrentDataset(ObjectInfo info, List<ObjectInfo> parts) {
    /** Copies the list. */
    public CurrentDataset {
        parts = List.copyOf(parts);
    }

    /** Finds it in the data bucket; empty when there is none. */
    public static Optional<CurrentDataset> find(Bucket data, ModelName model) throws IOException {
        Optional<CurrentDataset> file = newest(data, model.dataset(), model.compressedDataset())
                .map(info -> new CurrentDataset(info, List.of(info)));
        if (data.find(model.partsComplete()).isEmpty()) {
            return file;
        }
        Optional<CurrentDataset> parts = inParts(model, data.list(model.partsFolder()));
        return file.isPresent()
                        && parts.filter(set -> set.generation() > file.get().generation())
                                .isEmpty()
                ? file
                : parts;
    }

    /**
     * The dataset in the folder of parts; empty while it has no part, or no {@code _SUCCESS}.
     *
     * @param objects at least all objects in this folder, sorted by name
     */
    public static Optional<CurrentDataset> inParts(ModelName model, List<ObjectInfo> objects) {
        List<ObjectInfo> parts =
                objects.stream().filter(object -> model.isPart(object.name())).toList();
        Optional<ObjectInfo> complete = objects.stream()
                .filter(object -> object.name().equals(model.partsComplete()))
                .findFirst();
        if (complete.isEmpty() || parts.isEmpty()) {
            return Optional.empty();
        }
        long generation = complete.get().generation();
        Instant created = complete.get().created();
        long size = 0;
        for (ObjectInfo part : parts) {
            generation = Math.max(generation, part.generation());
            created = part.created().isAfter(created) ? part.created() : created;
            size += part.size();
        }
        return Optional.of(new CurrentDataset(new ObjectInfo(complete.get().name(), generation, size, created), parts));
    }

    /** The one of two objects that was written last; empty when there is none. Generations are times, so those of both objects compare. */
    public static Optional<ObjectInfo> newest(Bucket data, String plain, String compressed) throws IOException {
        Optional<ObjectInfo> first = data.find(plain);
        Optional<ObjectInfo> second = data.find(compressed);
        if (first.isEmpty() || second.isEmpty()) {
            return first.isPresent() ? first : second;
        }
        return second.get().generation() > first.get().generation() ? second : first;
    }

    /** A larger one for every change but the deletion of a part. */
    public long generation() {
        return info.generation();
    }

    /** Whether the rows are in parts. */
    public boolean isInParts() {
        return !parts.get(0).name().equals(info.name());
    }

    /** What a version depends on: the generation, and which parts there are. */
    public String identity() {
        StringBuilder identity = new StringBuilder().append(generation());
        if (isInParts()) {
            parts.forEach(part ->
                    identity.append('\n').append(part.name()).append(' ').append(part.generation()));
        }
        return identity.toString();
    }

    /**
     * Opens the rows; those of parts as one CSV, a {@link JoinedCsv}. Empty when the object was replaced or deleted. The caller closes it. The
     * stream fails when a part is replaced or deleted before it is read.
     */
    public Optional<StoredObject> open(Bucket data) throws IOException {
        if (!isInParts()) {
            return data.read(info.name(), info.generation());
        }
        List<JoinedCsv.Part> files = parts.stream()
                .map(part -> new JoinedCsv.Part(
                        part.name().substring(part.name().lastIndexOf('/') + 1),
                        part.size(),
                        () -> content(data, part)))
                .toList();
        return Optional.of(new StoredObject(info, new JoinedCsv(files)));
    }

    private static InputStream content(Bucket data, ObjectInfo part) throws IOException {
        return data.read(part.name(), part.generation())
                .orElseThrow(() -> new IOException(part.name() + " was replaced or deleted before it was read"))
                .content();
    }
}
