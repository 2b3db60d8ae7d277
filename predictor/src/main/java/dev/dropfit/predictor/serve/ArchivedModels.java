package dev.dropfit.predictor.serve;

import dev.dropfit.core.Cache;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.UnknownVersionException;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;
import java.io.IOException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Models of the archive, read at their first request. The few that were used last stay in memory, as long as the latest models leave room
 * for them. Thread-safe.
 */
public final class ArchivedModels {
    /** The number of models in memory: enough to compare a version with its predecessors. */
    static final int MAX_MODELS = 4;

    /** The number of short names of versions in memory. */
    private static final int MAX_NAMES = 1000;

    private final ModelSource source;
    private final SharedWork<ArchiveKey, Optional<ServedModel>> loading;
    private final Map<ArchiveKey, Archived> models = new ConcurrentHashMap<>();

    private final SharedWork<NameKey, Optional<Version>> naming;
    private final Cache<NameKey, Version> names = new Cache<>(MAX_NAMES);

    private record NameKey(ModelName model, String name) {}

    private record ArchiveKey(ModelName model, Version version) {}

    public ArchivedModels(ModelSource source) {
        this.source = source;
        loading = source.sharedWork();
        naming = source.sharedWork();
    }

    /**
     * The archived model; empty when the archive does not have this version.
     *
     * @throws IOException when it can't be read, or differs from what its run wrote
     */
    Optional<ServedModel> find(ModelName model, Version version) throws IOException {
        ArchiveKey key = new ArchiveKey(model, version);
        Archived found = models.get(key);
        if (found == null) {
            return loading.get(key, arrived -> read(key));
        }
        found.lastUse = source.clock.now();
        return Optional.of(found.model);
    }

    /**
     * The version with a short name, such as {@code v14}; empty when there is none. A name never changes its version, so each is looked up once.
     *
     * @throws IOException when the names can't be read
     */
    Optional<Version> named(ModelName model, String name) throws IOException {
        if (!VersionNumbers.isName(name)) {
            return Optional.empty();
        }
        NameKey key = new NameKey(model, name.toLowerCase(Locale.ROOT));
        Optional<Version> known = names.find(key);
        return known.isPresent() ? known : naming.get(key, arrived -> readName(key));
    }

    private Optional<Version> readName(NameKey key) throws IOException {
        try {
            Version version = source.registry.numbers(key.model).find(key.name);
            names.put(key, version);
            return Optional.of(version);
        } catch (UnknownVersionException e) {
            return Optional.empty();
        }
    }

    private Optional<ServedModel> read(ArchiveKey key) throws IOException {
        Optional<ObjectInfo> archive = source.registry.findArchive(key.model, key.version);
        if (archive.isEmpty()) {
            return Optional.empty();
        }
        ServedModel served = source.reader.readArchived(
                source.registry, key.model, key.version, archive.get().generation());
        keep(key, new Archived(key, served));
        return Optional.of(served);
    }

    private void keep(ArchiveKey key, Archived read) {
        models.put(key, read);
        source.memory.add(key, read);
        long now = source.clock.now();
        while (models.size() > MAX_MODELS) {
            models.values().stream()
                    .min(Comparator.comparingLong(archived -> archived.lastUse - now))
                    .ifPresent(least -> {
                        least.unload();
                        source.memory.remove(least.key);
                    });
        }
    }

    /** A model in memory. */
    private final class Archived implements ModelMemory.Resident {
        private final ArchiveKey key;
        private final ServedModel model;
        private volatile long lastUse = source.clock.now();

        Archived(ArchiveKey key, ServedModel model) {
            this.key = key;
            this.model = model;
        }

        @Override
        public long heapBytes() {
            return model.heapBytes();
        }

        @Override
        public long lastUse() {
            return lastUse;
        }

        @Override
        public boolean isLoaded() {
            return models.get(key) == this;
        }

        @Override
        public void unload() {
            models.remove(key, this);
        }
    }
}
