package dev.dropfit.trainer.batch;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.scoring.RowCounts;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a generation of a file that are scored. Each part is its rows, its rows with errors if there are any, and a record, which is
 * written last: a part without a record does not count. Of two starts that write the same part, the record of the first one counts.
 *
 * <p>Not thread-safe.
 */
final class Parts {
    private static final Gson GSON = new Gson();
    private static final int MAX_RECORD_BYTES = 1 << 12;

    private final Bucket models;
    private final String folder;
    private final List<Part> parts = new ArrayList<>();

    /** @param folder ends in a slash */
    private Parts(Bucket models, String folder) {
        this.models = models;
        this.folder = folder;
    }

    /** Reads which parts there are. */
    static Parts read(Bucket models, String folder) throws IOException {
        Parts parts = new Parts(models, folder);
        for (Optional<Part> next = parts.record(0); next.isPresent(); next = parts.record(parts.rows())) {
            parts.parts.add(next.get());
        }
        return parts;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** The number of rows in all parts, from the first row of the file. */
    long rows() {
        return parts.isEmpty() ? 0 : parts.get(parts.size() - 1).end();
    }

    /** The counts of all parts. */
    RowCounts counts() {
        return parts.stream().map(Part::counts).reduce(RowCounts.NONE, RowCounts::plus);
    }

    /**
     * Adds the next part.
     *
     * @throws PreconditionFailedException when another start has added another part there
     */
    void add(Part part, Pieces predicted, Pieces unusable) throws IOException {
        writeIfAbsent(predictedName(part), predicted);
        if (!unusable.isEmpty()) {
            writeIfAbsent(unusableName(part), unusable);
        }
        JsonObject json = new JsonObject();
        json.addProperty("rows", part.counts().rows());
        json.addProperty("errors", part.counts().unusable());
        json.addProperty("missing", part.counts().missingValues());
        json.addProperty("unseen", part.counts().unseenCategories());
        json.addProperty("implausible", part.counts().implausibleNumbers());
        try {
            models.write(recordName(part.first()), json.toString().getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);
        } catch (PreconditionFailedException e) {
            if (!record(part.first()).equals(Optional.of(part))) {
                throw e;
            }
        }
        parts.add(part);
    }

    private void writeIfAbsent(String name, Pieces content) throws IOException {
        try {
            models.write(name, content.stream(), Bucket.ABSENT);
        } catch (PreconditionFailedException alreadyThere) {
            // An earlier start has written it: the same rows by the same model have the same bytes.
        }
    }

    private Optional<Part> record(long first) throws IOException {
        String name = recordName(first);
        Optional<StoredObject> stored = models.read(name);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        try (StoredObject object = stored.get()) {
            @Nullable
            JsonObject json = GSON.fromJson(
                    new String(object.readAllBytes(MAX_RECORD_BYTES), StandardCharsets.UTF_8), JsonObject.class);
            if (json == null) {
                throw new IOException("Object " + name + " is empty");
            }
            return Optional.of(new Part(
                    first,
                    new RowCounts(
                            number(json, "rows"),
                            number(json, "errors"),
                            number(json, "missing"),
                            number(json, "unseen"),
                            // The start of an earlier release has not counted them.
                            json.has("implausible") ? number(json, "implausible") : 0)));
        } catch (JsonParseException | NumberFormatException e) {
            throw new IOException("Object " + name + " is damaged; delete the folder " + folder, e);
        }
    }

    private static long number(JsonObject json, String field) {
        if (json.get(field) instanceof JsonPrimitive number) {
            return number.getAsLong();
        }
        throw new JsonParseException("it has no " + field);
    }

    /** The rows with predictions of all parts. The parts are opened one after another; the caller closes the stream. */
    InputStream predicted() {
        return content(parts.stream().map(this::predictedName));
    }

    /** The rows with errors of all parts, like {@link #predicted}. */
    InputStream unusable() {
        return content(
                parts.stream().filter(part -> part.counts().unusable() > 0).map(this::unusableName));
    }

    private InputStream content(Stream<String> names) {
        return new SequenceInputStream(Collections.enumeration(
                names.map(name -> new LateStream(models, name)).toList()));
    }

    /** Deletes all objects of a folder that belong to a generation up to this one. */
    static void delete(Bucket models, String folder, long lastGeneration) throws IOException {
        for (ObjectInfo object : models.list(folder)) {
            String rest = object.name().substring(folder.length());
            int slash = rest.indexOf('/');
            if (slash > 0 && generation(rest.substring(0, slash)) <= lastGeneration) {
                try {
                    models.delete(object.name(), object.generation());
                } catch (PreconditionFailedException e) {
                    // Another start has just reported that it is alive. It deletes the folder at its end.
                }
            }
        }
    }

    private static long generation(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private String recordName(long first) {
        return folder + number(first) + ".json";
    }

    /** The range is in the name: starts of two releases may make parts of different lengths. */
    private String predictedName(Part part) {
        return folder + number(part.first()) + "-" + number(part.end()) + ".csv";
    }

    private String unusableName(Part part) {
        return folder + number(part.first()) + "-" + number(part.end()) + ".errors.csv";
    }

    private static String number(long rows) {
        return String.format(Locale.ROOT, "%012d", rows);
    }
}
