package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.Bucket;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What people have written about the versions of a model, in the object {@code {model}/notes.json}. Changes are compare-and-swaps, so two people
 * may write at the same time. Changes throw {@link DamagedObjectException} for an object that can't be read completely. Thread-safe, and safe between processes.
 */
public final class Notebook {
    /** The maximum number of notes, and of tags, of all versions of a model. */
    public static final int MAX_ENTRIES = 2000;

    /** The maximum number of tags of a version. */
    public static final int MAX_TAGS = 10;

    private static final String KEY = "versions";

    private final String name;
    private final SharedJson object;

    Notebook(Bucket bucket, ModelName model) {
        this.name = model + "/notes.json";
        this.object = SharedJson.kept(bucket, name);
    }

    /** The notes and tags of the versions that have some. */
    public Map<Version, VersionNotes> read() throws IOException {
        return notes(object.read());
    }

    /**
     * Adds a note to a version.
     *
     * @throws IllegalArgumentException when there are too many, in words for a person
     */
    public void add(Version version, VersionNotes.Note note) throws IOException {
        change(version, present -> new VersionNotes(with(present.notes(), note), present.tags()));
    }

    /**
     * Adds a tag to a version. One of this name stays as it is.
     *
     * @throws IllegalArgumentException when there are too many, in words for a person
     */
    public void tag(Version version, VersionNotes.Tag tag) throws IOException {
        change(version, present -> {
            if (present.tagNames().contains(tag.name())) {
                return present;
            }
            if (present.tags().size() == MAX_TAGS) {
                throw new IllegalArgumentException(
                        "the version has " + MAX_TAGS + " tags, which is the maximum; remove one first");
            }
            return new VersionNotes(present.notes(), with(present.tags(), tag));
        });
    }

    /** Removes a tag from a version, if it is there. */
    public void untag(Version version, String name) throws IOException {
        change(
                version,
                present -> new VersionNotes(
                        present.notes(),
                        present.tags().stream()
                                .filter(tag -> !tag.name().equals(name))
                                .toList()));
    }

    private static <T> List<T> with(List<T> present, T added) {
        List<T> all = new ArrayList<>(present);
        all.add(added);
        return all;
    }

    private void change(Version version, UnaryOperator<VersionNotes> change) throws IOException {
        object.change(content -> {
            Map<Version, VersionNotes> all = notes(content);
            if (content.filter(stored -> !stored.equals(json(all))).isPresent()) {
                // What this release can't read would be lost.
                throw new DamagedObjectException(name);
            }
            VersionNotes present = all.getOrDefault(version, VersionNotes.NONE);
            VersionNotes changed = change.apply(present);
            if (changed.equals(present)) {
                return Optional.empty();
            }
            all.put(version, changed);
            checkSize(all);
            return Optional.of(json(all));
        });
    }

    private static void checkSize(Map<Version, VersionNotes> all) {
        long entries = all.values().stream()
                .mapToLong(notes -> Math.max(notes.notes().size(), notes.tags().size()))
                .sum();
        if (entries > MAX_ENTRIES) {
            throw new IllegalArgumentException("the model has " + MAX_ENTRIES + " notes or tags, which is the maximum");
        }
    }

    /** What can be read of the notes. */
    private static Map<Version, VersionNotes> notes(Optional<JsonObject> content) {
        Map<Version, VersionNotes> notes = new TreeMap<>();
        JsonFields versions =
                content.map(json -> new JsonFields(json).object(KEY)).orElseGet(() -> new JsonFields(new JsonObject()));
        for (String key : versions.keys()) {
            JsonFields json = versions.object(key);
            Version.parse(key)
                    .ifPresent(version -> notes.put(
                            version,
                            new VersionNotes(
                                    json.objects("notes").stream()
                                            .flatMap(Notebook::note)
                                            .toList(),
                                    json.objects("tags").stream()
                                            .flatMap(Notebook::tag)
                                            .toList())));
        }
        return notes;
    }

    private static Stream<VersionNotes.Note> note(JsonFields json) {
        try {
            return Stream.of(new VersionNotes.Note(time(json), json.text("who"), json.text("text")));
        } catch (IllegalArgumentException ofAnotherRelease) {
            return Stream.empty();
        }
    }

    private static Stream<VersionNotes.Tag> tag(JsonFields json) {
        try {
            return Stream.of(new VersionNotes.Tag(json.text("tag"), time(json), json.text("who")));
        } catch (IllegalArgumentException ofAnotherRelease) {
            return Stream.empty();
        }
    }

    private static Instant time(JsonFields json) {
        try {
            return Instant.parse(json.text("time"));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonObject json(Map<Version, VersionNotes> all) {
        JsonObject versions = new JsonObject();
        all.forEach((version, notes) -> {
            if (!notes.equals(VersionNotes.NONE)) {
                versions.add(version.value(), json(notes));
            }
        });
        JsonObject json = new JsonObject();
        json.add(KEY, versions);
        return json;
    }

    /** The notes and tags of a version. */
    public static JsonObject json(VersionNotes notes) {
        JsonObject json = new JsonObject();
        JsonFields.addObjects(json, "notes", notes.notes(), note -> {
            JsonObject entry = entry(note.time(), note.who());
            entry.addProperty("text", note.text());
            return entry;
        });
        JsonFields.addObjects(json, "tags", notes.tags(), tag -> {
            JsonObject entry = entry(tag.time(), tag.who());
            entry.addProperty("tag", tag.name());
            return entry;
        });
        return json;
    }

    private static JsonObject entry(Instant time, String who) {
        JsonObject entry = new JsonObject();
        entry.addProperty("time", time.toString());
        JsonFields.addText(entry, "who", who);
        return entry;
    }
}
