package dev.dropfit.predictor.serve;

import dev.dropfit.core.bucket.StorageUnavailableException;
import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * All models, for one request. Models that are not in memory are read one after the other, until the time for a request is over: an
 * overview neither waits for long, nor keeps the models that other requests need waiting. Not thread-safe.
 */
public final class Overview {
    private final ServedModels models;
    private final long end;

    /** @param end when the time is over, as {@link System#nanoTime} */
    Overview(ServedModels models, long end) {
        this.models = models;
        this.end = end;
    }

    public List<ModelName> names() throws IOException {
        return models.names();
    }

    /**
     * The model of this name, if one has been promoted; when not all models fit in memory, only if it is in memory.
     *
     * @throws dev.dropfit.core.model.InvalidModelException when it can't be used
     * @throws IOException when it can't be read in time
     */
    public Optional<ServedModel> latest(ModelName name) throws IOException {
        Optional<ServedModel> loaded = models.inMemory(name);
        if (loaded.isPresent() || !models.hasRoomForAll()) {
            return loaded;
        }
        if (System.nanoTime() - end >= 0) {
            throw new StorageUnavailableException("The overview has no time left to read more models");
        }
        return models.find(name, end);
    }

    /** Whether {@link #latest} finds all models. When they do not fit in memory, an overview must not unload the ones in use. */
    public boolean isWhole() throws IOException {
        return models.hasRoomForAll();
    }
}
