package dev.dropfit.predictor;

import dev.dropfit.core.Cache;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.registry.ArchivedModel;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.util.Optional;

/** Models of the archive, read when they are asked for. The few that were asked for last stay in memory. Thread-safe. */
final class ArchivedModels {
    /** Enough to compare a version with its predecessors. */
    static final int KEPT = 4;

    private final Registry registry;
    private final Cache<Key, Served> models = new Cache<>(KEPT);

    private record Key(ModelName model, Version version) {}

    ArchivedModels(Registry registry) {
        this.registry = registry;
    }

    /**
     * The archived model; empty when there is none of this version.
     *
     * @throws IOException when it can't be read, or is not what its run wrote
     */
    Optional<Served> find(ModelName model, Version version) throws IOException {
        Key key = new Key(model, version);
        Optional<Served> found = models.find(key);
        return found.isPresent() ? found : read(key);
    }

    private Optional<Served> read(Key key) throws IOException {
        Optional<ObjectInfo> archive = registry.findArchive(key.model, key.version);
        if (archive.isEmpty()) {
            return Optional.empty();
        }
        Served served = new Served(
                key.model,
                ArchivedModel.read(registry, key.model, key.version).model(),
                archive.get().generation(),
                Optional.empty());
        models.put(key, served);
        return Optional.of(served);
    }
}
