package dev.dropfit.trainer.batch;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StorageUnavailableException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.file.ModelFile;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * The model that scores a generation of a file: a copy of what was served when its first start began. So all starts have the same model,
 * whatever is promoted, rolled back or deleted meanwhile.
 *
 * @param started when the first start began
 */
record PinnedModel(Model model, Instant started) {
    private static final String NAME = "model.zip";

    /**
     * The model of a file.
     *
     * @param folder of the parts of the file
     * @param latest opens what is served
     * @return empty when there is none, and nothing is served
     * @throws InvalidModelException when the model can't be read
     */
    static Optional<PinnedModel> of(Bucket models, String folder, Latest latest)
            throws IOException, InvalidModelException {
        Optional<PinnedModel> pinned = read(models, folder);
        if (pinned.isPresent()) {
            return pinned;
        }
        Optional<StoredObject> served = latest.open();
        if (served.isEmpty()) {
            return Optional.empty();
        }
        byte[] file;
        try (StoredObject object = served.get()) {
            file = ModelFile.bytes(object);
        }
        // What can't be read is not kept.
        ModelFile.readToPredict(file);
        try {
            models.write(folder + NAME, file, Bucket.ABSENT);
        } catch (PreconditionFailedException e) {
            // Another start was first: its model counts.
        }
        pinned = read(models, folder);
        if (pinned.isEmpty()) {
            throw new StorageUnavailableException("Object " + folder + NAME + " was deleted while it was used");
        }
        return pinned;
    }

    /** Opens what is served. */
    @FunctionalInterface
    interface Latest {
        Optional<StoredObject> open() throws IOException;
    }

    private static Optional<PinnedModel> read(Bucket models, String folder) throws IOException, InvalidModelException {
        Optional<StoredObject> stored = models.read(folder + NAME);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        try (StoredObject object = stored.get()) {
            return Optional.of(new PinnedModel(
                    ModelFile.readToPredict(ModelFile.bytes(object)),
                    object.info().created()));
        }
    }
}
