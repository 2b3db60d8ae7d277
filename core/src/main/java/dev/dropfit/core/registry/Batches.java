package dev.dropfit.core.registry;

import dev.dropfit.core.IndentedJson;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The scored files of models in the model bucket. Thread-safe, and safe between processes. */
public final class Batches {
    private static final String SUMMARY = ".json";

    private final Registry registry;
    private final Bucket models;

    Batches(Registry registry, Bucket models) {
        this.registry = registry;
        this.models = models;
    }

    /** How a file was scored; empty if it was not, or its summary is damaged. */
    public Optional<BatchSummary> summary(BatchFile file) throws IOException {
        Optional<StoredObject> stored = models.read(file.summary());
        return stored.isPresent() ? BatchSummary.read(new JsonFields(registry.parsed(stored.get()))) : Optional.empty();
    }

    /** Writes a summary, if the one that is there has this generation. */
    public void write(BatchFile file, BatchSummary summary, long expected) throws IOException {
        models.write(file.summary(), IndentedJson.bytes(summary.toJson()), expected);
    }

    /**
     * A scored file of a model.
     *
     * @param bytes the length of its predictions, 0 if there are none
     * @param errorBytes the length of its rows with errors, 0 if there are none
     */
    public record Scored(BatchFile file, BatchSummary summary, long bytes, long errorBytes) {}

    /**
     * The files of a model that were scored last, newest first.
     *
     * @param limit the maximum number
     */
    public List<Scored> newest(ModelName model, int limit) throws IOException {
        String folder = BatchFile.folder(model);
        List<ObjectInfo> objects = models.list(folder);
        Map<String, Long> sizes = objects.stream().collect(Collectors.toMap(ObjectInfo::name, ObjectInfo::size));
        List<ObjectInfo> summaries = objects.stream()
                .filter(object ->
                        object.name().endsWith(SUMMARY) && object.name().indexOf('/', folder.length()) < 0)
                .sorted(Comparator.comparing(ObjectInfo::created).reversed())
                .limit(limit)
                .toList();
        List<Scored> newest = new ArrayList<>();
        for (ObjectInfo object : summaries) {
            String name = object.name().substring(folder.length(), object.name().length() - SUMMARY.length());
            Optional<BatchFile> file = BatchFile.of(model + "/" + BatchFile.FOLDER + "/" + name + ".csv");
            if (file.isPresent()) {
                summary(file.get())
                        .ifPresent(summary -> newest.add(new Scored(
                                file.get(),
                                summary,
                                sizes.getOrDefault(file.get().predictions(), 0L),
                                sizes.getOrDefault(file.get().errors(), 0L))));
            }
        }
        return newest;
    }

    /** Opens the predictions of a file; empty if there are none. The caller closes them. */
    public Optional<StoredObject> predictions(BatchFile file) throws IOException {
        return models.read(file.predictions());
    }

    /** Opens the errors of a file; empty if there are none. The caller closes them. */
    public Optional<StoredObject> errors(BatchFile file) throws IOException {
        return models.read(file.errors());
    }
}
