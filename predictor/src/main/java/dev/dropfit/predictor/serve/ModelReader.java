package dev.dropfit.predictor.serve;

import dev.dropfit.core.Figures;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StorageUnavailableException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.ModelTooLargeException;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.model.file.ModelLimits;
import dev.dropfit.core.registry.ArchivedModel;
import dev.dropfit.core.registry.FirstPredictions;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.predictor.live.LiveCounters;
import dev.dropfit.predictor.live.PredictionIds;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads models into memory. Several files may arrive at a time, up to a number of bytes; one at a time is unpacked, because that takes
 * several times the memory of its file. Thread-safe.
 */
final class ModelReader {
    private static final int KILOBYTE = 1 << 10;
    private static final int MAX_KILOBYTES = 3 * ModelLimits.MAX_FILE_BYTES / 2 / KILOBYTE;

    /** How long a file waits for others that arrive. */
    private static final int MAX_WAIT_SECONDS = 30;

    private final ServeSettings settings;
    private final @Nullable LiveCounters live;
    private final Semaphore kilobytes = new Semaphore(MAX_KILOBYTES, true);
    private final Object unpacking = new Object();
    private final Object archive = new Object();

    /**
     * A reader.
     *
     * @param settings with the maximum heap memory of a model, and the models that are strict
     * @param live counts the rows of models; null if they are not counted
     */
    ModelReader(ServeSettings settings, @Nullable LiveCounters live) {
        this.settings = settings;
        this.live = live;
    }

    /**
     * Reads a model file, and lets the model predict once.
     *
     * @param arrived called when the file has arrived from storage
     * @throws dev.dropfit.core.model.InvalidModelException when the model can't be used
     */
    ServedModel read(ModelName name, StoredObject object, Runnable arrived) throws IOException {
        ObjectInfo info = object.info();
        int needed = (int) Math.min(MAX_KILOBYTES, info.size() / KILOBYTE + 1);
        acquire(needed);
        try {
            byte[] file = ModelFile.bytes(object);
            arrived.run();
            synchronized (unpacking) {
                Model model = ModelFile.readToPredict(file);
                FirstPredictions.check(model);
                return weighed(name, counted(name, model, file), info.generation(), Optional.of(info.created()));
            }
        } finally {
            kilobytes.release(needed);
        }
    }

    /** Reads a model of the archive, if it is as its run wrote it. One at a time: the run's record is read too. */
    ServedModel readArchived(Registry registry, ModelName name, Version version, long generation) throws IOException {
        synchronized (archive) {
            ArchivedModel archived = ArchivedModel.read(registry, name, version);
            return weighed(name, counted(name, archived.model(), archived.file()), generation, Optional.empty());
        }
    }

    private Model counted(ModelName name, Model model, byte[] file) {
        return live == null ? model : live.counted(name, model, file);
    }

    private void acquire(int needed) throws IOException {
        try {
            if (kilobytes.tryAcquire(needed, MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for other models");
        }
        throw new StorageUnavailableException("Other models have been arriving for " + MAX_WAIT_SECONDS + " s");
    }

    private ServedModel weighed(ModelName name, Model model, long generation, Optional<Instant> promoted)
            throws ModelTooLargeException {
        PredictionIds ids = live == null ? new PredictionIds(model) : live.ids(name, model);
        ServedModel served = new ServedModel(name, model, ids, generation, promoted);
        if (served.heapBytes() > settings.maxBytes()) {
            throw new ModelTooLargeException("The model takes " + Figures.bytes(served.heapBytes())
                    + " of memory; the maximum for all models is " + Figures.bytes(settings.maxBytes())
                    + ". Give the predictor more memory (--memory), or set " + ServeSettings.MEMORY);
        }
        return settings.isStrict(name) ? served.strict() : served;
    }
}
