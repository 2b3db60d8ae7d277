package dev.dropfit.core.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.dropfit.core.IndentedJson;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The note of the uploads that were not read, {@code _unread/newest.json}: the trainer writes it, the dashboard shows it. It has the newest
 * {@link #MAX_UPLOADS} only, so it stays small whatever is uploaded. Thread-safe, and safe between processes.
 */
public final class UnreadUploads {
    /** The maximum number of uploads in the note. */
    public static final int MAX_UPLOADS = 10;

    /** No model can have the name of this folder. */
    private static final String NAME = "_unread/newest.json";

    /** Of several writers at the same time, each is soon the only one. */
    private static final int ATTEMPTS = 5;

    private final Registry registry;
    private final Bucket models;

    UnreadUploads(Registry registry, Bucket models) {
        this.registry = registry;
        this.models = models;
    }

    /** The newest uploads that were not read, newest first; none if the note is damaged. */
    public List<UnreadUpload> newest() throws IOException {
        return newest(models.read(NAME));
    }

    private List<UnreadUpload> newest(Optional<StoredObject> stored) throws IOException {
        if (stored.isEmpty()) {
            return List.of();
        }
        List<UnreadUpload> uploads = new ArrayList<>();
        if (registry.parsed(stored.get()).get("uploads") instanceof JsonArray array) {
            for (JsonElement element : array) {
                if (uploads.size() < MAX_UPLOADS && element instanceof JsonObject upload) {
                    UnreadUpload.read(new JsonFields(upload)).ifPresent(uploads::add);
                }
            }
        }
        return uploads;
    }

    /**
     * Adds an upload to the note. A repeated event of the same generation changes nothing. If other writers are faster several times, the
     * upload is left out.
     */
    public void add(UnreadUpload upload) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<StoredObject> stored = models.read(NAME);
            long generation = stored.map(object -> object.info().generation()).orElse(Bucket.ABSENT);
            List<UnreadUpload> known = newest(stored);
            if (known.stream().anyMatch(other -> upload.isOf(other) && other.generation() == upload.generation())) {
                return;
            }
            List<UnreadUpload> all = new ArrayList<>(List.of(upload));
            all.addAll(known.stream().filter(other -> !upload.isOf(other)).toList());
            try {
                models.write(NAME, note(all.subList(0, Math.min(all.size(), MAX_UPLOADS))), generation);
                return;
            } catch (PreconditionFailedException anotherWriter) {
                // Reads the note again, with what the other writer has added.
            }
        }
    }

    private static byte[] note(List<UnreadUpload> uploads) {
        JsonArray array = new JsonArray();
        uploads.forEach(upload -> array.add(upload.toJson()));
        JsonObject json = new JsonObject();
        json.add("uploads", array);
        return IndentedJson.bytes(json);
    }
}
