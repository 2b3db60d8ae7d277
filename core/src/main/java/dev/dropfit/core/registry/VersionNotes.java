package dev.dropfit.core.registry;

import dev.dropfit.core.Text;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What people have written about a version.
 *
 * @param notes oldest first
 * @param tags in the order in which they were added; each name once
 */
public record VersionNotes(List<Note> notes, List<Tag> tags) {
    /** Nothing. */
    public static final VersionNotes NONE = new VersionNotes(List.of(), List.of());

    public VersionNotes {
        notes = List.copyOf(notes);
        tags = List.copyOf(tags);
    }

    /**
     * A note.
     *
     * @param who the person; empty if it is not known
     * @param text of 1 to {@link #MAX_TEXT} characters, in one line
     */
    public record Note(Instant time, String who, String text) {
        /** The maximum length of a note. */
        public static final int MAX_TEXT = 500;

        private static final Pattern BREAK = Pattern.compile("\\s+");

        /** @throws IllegalArgumentException when the text is empty or too long, in words for a person */
        public Note {
            text = BREAK.matcher(text.strip()).replaceAll(" ");
            if (text.isEmpty() || text.length() > MAX_TEXT) {
                throw new IllegalArgumentException(
                        "the note has " + text.length() + " characters; accepted are 1 to " + MAX_TEXT);
            }
        }
    }

    /**
     * A tag.
     *
     * @param name lower-case letters, digits and hyphens, at most 30
     * @param who the person; empty if it is not known
     */
    public record Tag(String name, Instant time, String who) {
        /** What a name is like. */
        public static final String ACCEPTED = "[a-z0-9][a-z0-9\\-]{0,29}";

        private static final Pattern NAME = Pattern.compile(ACCEPTED);

        /** @throws IllegalArgumentException when the name is not accepted, in words for a person */
        public Tag {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("'" + Text.truncate(name, 40)
                        + "' is no tag; accepted are lower-case letters, digits and hyphens, at most 30, such as"
                        + " before-easter");
            }
        }
    }

    /** The names of the tags. */
    public List<String> tagNames() {
        return tags.stream().map(Tag::name).toList();
    }
}
