package dev.dropfit.core.bucket;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Named objects with generations: the little of an object store that Dropfit needs.
 *
 * <p>An object's name is one or more segments joined by {@code /}; a segment is 1 to 255 characters of {@code [A-Za-z0-9._-]} that does
 * not begin with a dot. Other names are an {@link IllegalArgumentException}. Objects that others put into the bucket under names that
 * do not fit are left out of every answer.
 *
 * <p>Writes are atomic: a reader sees the old generation or the new one, whole, after a crash of the writer too. Generations of a name
 * only grow. All methods may be called from many threads and many processes at once.
 *
 * <p>Every method throws {@link IOException} when the store can't be reached or answers with an error; the message names the object and
 * says what the store said.
 */
public interface Bucket extends AutoCloseable {
    /** The generation to expect of an object that must not exist yet. */
    long ABSENT = 0;

    /** Where this bucket is, as it was opened: {@code gs://name} or {@code file:///path}. */
    String url();

    /** The object's present generation, without its content; empty when there is no such object. */
    Optional<ObjectInfo> find(String name) throws IOException;

    /** Opens the object's present generation; empty when there is no such object. The caller closes it. */
    Optional<StoredObject> read(String name) throws IOException;

    /**
     * Opens exactly this generation. Empty when it is not to be had any more: replaced, in a bucket that keeps no old generations, or
     * deleted. The caller closes it.
     */
    Optional<StoredObject> read(String name, long generation) throws IOException;

    /**
     * Writes an object if it is still at the generation that the caller has seen.
     *
     * @param expected the present generation, or {@link #ABSENT}
     * @return what was written, with its new generation
     * @throws PreconditionFailedException when the object is at another generation; nothing was written
     */
    ObjectInfo write(String name, byte[] content, long expected) throws IOException;

    /** Every object whose name begins with this prefix, sorted by name. The prefix may be empty or end within a segment. */
    List<ObjectInfo> list(String prefix) throws IOException;

    /** The names of what {@link #list} finds; may cost less. */
    default List<String> names(String prefix) throws IOException {
        return list(prefix).stream().map(ObjectInfo::name).toList();
    }

    /** The first segments of all names of more than one segment, sorted, each once: the top-level folders. */
    List<String> folders() throws IOException;

    /**
     * Deletes an object if it is still at the generation that the caller has seen; no object at all is fine too.
     *
     * @throws PreconditionFailedException when the object is at another generation; nothing was deleted
     */
    void delete(String name, long expected) throws IOException;

    /** Releases connections. Objects opened before stay readable to their end or fail with an {@link IOException}. */
    @Override
    void close();
}
