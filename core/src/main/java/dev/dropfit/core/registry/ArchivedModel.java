package dev.dropfit.core.registry;

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
 * An archived model that may be served: complete, of the version that it is archived as, unchanged since its run wrote it, and able to predict.
 *
 * @param model without the arrays and objects of its record
 * @param file the model file's bytes; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record ArchivedModel(Model model, byte[] file) {
    /**
     * Reads an archived model and tries it.
     *
     * @throws InvalidModelException when it is missing, damaged, or not what the run wrote; the message continues after its version
     */
    public static ArchivedModel read(Registry registry, ModelName name, Version version) throws IOException {
        Optional<StoredObject> stored = registry.readArchive(name, version);
        if (stored.isEmpty()) {
            throw new InvalidModelException("is not in the archive");
        }
        try (StoredObject object = stored.get()) {
            byte[] file = ModelFile.bytes(object);
            Optional<RunRecord> record = registry.readRecord(name, version);
            return new ArchivedModel(tried(file, version, record), file);
        } catch (InvalidModelException e) {
            throw new InvalidModelException("can't be served: " + e.getMessage(), e);
        }
    }

    private static Model tried(byte[] file, Version version, Optional<RunRecord> record) throws InvalidModelException {
        Model model = ModelFile.readToPredict(file);
        if (!model.version().equals(version.value())) {
            throw new InvalidModelException("the model in its archive says that it is " + model.version());
        }
        if (record.isPresent() && record.get().verdict() == Verdict.UNREADABLE) {
            throw new InvalidModelException("the record of its run can't be read, so its archive can't be checked");
        }
        String digest = record.map(RunRecord::archiveSha256).orElse("");
        if (!digest.isEmpty() && !digest.equals(digest(file))) {
            throw new InvalidModelException("its archive has been changed since the run wrote it");
        }
        FirstPredictions.check(model);
        return model;
    }

    /** What a run's record notes of its archive. */
    static String digest(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
