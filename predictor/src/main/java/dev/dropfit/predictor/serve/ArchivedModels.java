package dev.dropfit.predictor.serve;

import dev.dropfit.core.Cache;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.registry.ArchivedModel;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.util.Optional;

/** Models of the archive, read at their first request. The few that were used last stay in memory. Thread-safe. */
public final class ArchivedModels {
    /** The number of models in memory: enough to compare a version with its predecessors. */
    static final int MAX_MODELS = 4;

    private final Registry registry;
    private final Cache<ArchiveKey, ServedModel> models = new Cache<>(MAX_MODELS);

    private record ArchiveKey(ModelName model, Version version) {}

    public ArchivedModels(Registry registry) {
        this.registry = registry;
    }

    /**
     * The archived model; empty when the archive does not have this version.
     *
     * @throws IOException when it can't be read, or differs from what its run wrote
     */
    Optional<ServedModel> find(ModelName model, Version version) throws IOException {
        ArchiveKey key = new ArchiveKey(model, version);
        Optional<ServedModel> found = models.find(key);
        return found.isPresent() ? found : read(key);
    }

    private Optional<ServedModel> read(ArchiveKey key) throws IOException {
        Optional<ObjectInfo> archive = registry.findArchive(key.model, key.version);
        if (archive.isEmpty()) {
            return Optional.empty();
        }
        ServedModel served = new ServedModel(
                key.model,
                ArchivedModel.read(registry, key.model, key.version).model(),
                archive.get().generation(),
                Optional.empty());
        models.put(key, served);
        return Optional.of(served);
    }
}
