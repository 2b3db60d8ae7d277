package dev.dropfit.core.registry;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
        models.write(file.summary(), Registry.bytes(summary.toJson()), expected);
    }

    /** A scored file of a model. */
    public record Scored(BatchFile file, BatchSummary summary) {}

    /**
     * The files of a model that were scored last, newest first.
     *
     * @param limit the maximum number
     */
    public List<Scored> newest(ModelName model, int limit) throws IOException {
        String folder = BatchFile.folder(model);
        List<ObjectInfo> summaries = models.list(folder).stream()
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
                summary(file.get()).ifPresent(summary -> newest.add(new Scored(file.get(), summary)));
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
