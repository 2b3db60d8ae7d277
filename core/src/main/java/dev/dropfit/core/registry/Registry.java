package dev.dropfit.core.registry;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * The model bucket by meaning: what is served, the archive, the records of runs and of promotions. Thread-safe, and safe between
 * processes; what the bucket guarantees of a write holds here too. Every method throws {@link IOException} when the bucket does.
 */
public final class Registry {
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create();
    private static final DateTimeFormatter PROMOTION_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final Bucket bucket;

    /** The bucket stays its opener's to close. */
    public Registry(Bucket bucket) {
        this.bucket = bucket;
    }

    /** Every model that has ever had a run, sorted. */
    public List<ModelName> models() throws IOException {
        return bucket.folders().stream()
                .map(ModelName::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The generation of what is served, without reading it; empty when nothing is. */
    public Optional<ObjectInfo> findLatest(ModelName model) throws IOException {
        return bucket.find(latestName(model));
    }

    /** Opens the model file being served; empty when there is none. The caller closes it. */
    public Optional<StoredObject> readLatest(ModelName model) throws IOException {
        return bucket.read(latestName(model));
    }

    /**
     * Serves this model file from now on, if what is served is still what the caller has seen.
     *
     * @param expected the generation of latest, {@link Bucket#ABSENT} if there was none
     * @throws PreconditionFailedException when it is another by now; nothing was changed
     */
    public ObjectInfo publish(ModelName model, byte[] file, long expected) throws IOException {
        return bucket.write(latestName(model), file, expected);
    }

    /** Opens an archived model file; empty when there is none. The caller closes it. */
    public Optional<StoredObject> readArchive(ModelName model, Version version) throws IOException {
        return bucket.read(archiveName(model, version));
    }

    /** Archives a model file. One that is there already stays: the same version has the same bytes. */
    public void archive(ModelName model, Version version, byte[] file) throws IOException {
        writeIfAbsent(archiveName(model, version), file);
    }

    /** The record of a run; empty when that run has not ended. */
    public Optional<JsonObject> readRecord(ModelName model, Version version) throws IOException {
        return readJson(recordName(model, version));
    }

    /** Records a run, once: a record that is there already stays. */
    public void record(ModelName model, Version version, JsonObject metrics) throws IOException {
        writeIfAbsent(recordName(model, version), bytes(metrics));
    }

    /** Whether any run of this model has ended. */
    public boolean hasRecords(ModelName model) throws IOException {
        return !bucket.list(model + "/metrics/").isEmpty();
    }

    /** The versions of all runs that have ended, oldest first. */
    public List<Version> recordedVersions(ModelName model) throws IOException {
        String prefix = model + "/metrics/";
        return bucket.list(prefix).stream()
                .map(ObjectInfo::name)
                .filter(name -> name.endsWith(".json"))
                .map(name -> Version.parse(name.substring(prefix.length(), name.length() - ".json".length())))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Records a change of what is served, once. */
    public void record(ModelName model, Promotion promotion) throws IOException {
        writeIfAbsent(
                model + "/promotions/" + PROMOTION_TIME.format(promotion.time()) + "-" + promotion.to() + ".json",
                bytes(promotion.toJson()));
    }

    /** Whether latest has ever been changed to this version. */
    public boolean wasPromoted(ModelName model, Version version) throws IOException {
        return bucket.list(model + "/promotions/").stream()
                .anyMatch(object -> object.name().endsWith("-" + version + ".json"));
    }

    private void writeIfAbsent(String name, byte[] content) throws IOException {
        try {
            bucket.write(name, content, Bucket.ABSENT);
        } catch (PreconditionFailedException alreadyThere) {
            // Another delivery of the same event was first; what it wrote is as good as this.
        }
    }

    private Optional<JsonObject> readJson(String name) throws IOException {
        Optional<StoredObject> stored = bucket.read(name);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        try (StoredObject object = stored.get()) {
            return Optional.ofNullable(
                    GSON.fromJson(new String(object.readAllBytes(), StandardCharsets.UTF_8), JsonObject.class));
        } catch (JsonParseException e) {
            throw new IOException("Object " + name + " is not JSON: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(JsonObject json) {
        return (GSON.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String latestName(ModelName model) {
        return model + "/models/latest.zip";
    }

    private static String archiveName(ModelName model, Version version) {
        return model + "/models/" + version + ".zip";
    }

    private static String recordName(ModelName model, Version version) {
        return model + "/metrics/" + version + ".json";
    }
}
