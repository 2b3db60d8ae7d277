package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.file.ModelFile;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An archived model that may be served: whole, of the version that it is archived as, as its run wrote it, and able to predict.
 *
 * @param file the model file's bytes; nobody changes them
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record ArchivedModel(Model model, byte[] file) {
    private static final String DIGEST = "archive_sha256";

    /**
     * Reads an archived model and tries it.
     *
     * @throws InvalidModelException when it is missing, damaged, or not what the run wrote; the message goes behind its version
     */
    public static ArchivedModel read(Registry registry, ModelName name, Version version) throws IOException {
        Optional<StoredObject> stored = registry.readArchive(name, version);
        if (stored.isEmpty()) {
            throw new InvalidModelException("is not in the archive");
        }
        try (StoredObject object = stored.get()) {
            byte[] file = object.readAllBytes();
            Optional<JsonObject> record = registry.readRecord(name, version);
            return new ArchivedModel(tried(file, version, record), file);
        } catch (InvalidModelException e) {
            throw new InvalidModelException("can't be served: " + e.getMessage(), e);
        }
    }

    private static Model tried(byte[] file, Version version, Optional<JsonObject> record) throws InvalidModelException {
        Model model = ModelFile.read(file);
        if (!model.version().equals(version.value())) {
            throw new InvalidModelException("the model in its archive says that it is " + model.version());
        }
        if (record.isPresent()
                && record.get().has(DIGEST)
                && !record.get().get(DIGEST).getAsString().equals(digest(file))) {
            throw new InvalidModelException("its archive has been changed since the run wrote it");
        }
        Canary.check(model);
        return model;
    }

    /** Notes in a run's record what its archive must be. */
    public static void addDigest(JsonObject record, byte[] file) {
        record.addProperty(DIGEST, digest(file));
    }

    private static String digest(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
