package dev.dropfit.core.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Named objects with generations: the part of an object store that Dropfit needs.
 *
 * <p>An object's name is one or more segments joined by {@code /}; a segment is 1 to 255 characters of {@code [A-Za-z0-9._-]} that does
 * not begin with a dot. Other names cause an {@link IllegalArgumentException}. If the bucket contains objects with other names, no method
 * returns them.
 *
 * <p>Writes are atomic: a reader sees the complete old generation or the complete new one, even after a crash of the writer. The
 * generations of a name only increase. All methods may be called by many threads and processes at the same time.
 *
 * <p>Every method throws {@link IOException} when the store can't be reached or returns an error; the message names the object and
 * contains the error of the store.
 */
public interface Bucket extends AutoCloseable {
    /** The expected generation of an object that must not exist yet. */
    long ABSENT = 0;

    /** Whether an object may be a file that another program is still writing, without the guarantees of this bucket. */
    default boolean mayGrow() {
        return false;
    }

    /** The URL of this bucket: {@code gs://name} or {@code file:///path}. */
    String url();

    /** The current generation of the object, without its content; empty when there is no such object. */
    Optional<ObjectInfo> find(String name) throws IOException;

    /** Opens the current generation of the object; empty when there is no such object. The caller closes it. */
    Optional<StoredObject> read(String name) throws IOException;

    /**
     * Opens exactly this generation. Empty when the bucket no longer has it: it was deleted, or replaced in a bucket that keeps no old
     * generations. The caller closes it.
     */
    Optional<StoredObject> read(String name, long generation) throws IOException;

    /**
     * Opens exactly this generation, from a byte on. What is read is not checked as a whole: the generation may be replaced meanwhile, so ask for it
     * again at the end. Empty when the bucket no longer has it. The caller closes it.
     *
     * @param offset the number of bytes to leave out, at most the length of the object
     */
    default Optional<InputStream> readFrom(String name, long generation, long offset) throws IOException {
        Optional<StoredObject> object = read(name, generation);
        if (object.isPresent()) {
            object.get().content().skipNBytes(offset);
        }
        return object.map(StoredObject::content);
    }

    /**
     * Writes an object if its generation is still the expected one.
     *
     * @param expected the current generation, or {@link #ABSENT}
     * @return the object with its new generation
     * @throws PreconditionFailedException when the object has another generation; nothing was written
     */
    ObjectInfo write(String name, byte[] content, long expected) throws IOException;

    /**
     * Writes an object of any size from a stream, which stays open. Nothing is written when the stream fails.
     *
     * @param expected the current generation, or {@link #ABSENT}
     * @return the object with its new generation
     * @throws PreconditionFailedException when the object has another generation; nothing was written
     */
    default ObjectInfo write(String name, InputStream content, long expected) throws IOException {
        return write(name, content.readAllBytes(), expected);
    }

    /** All objects whose names begin with this prefix, sorted by name. The prefix may be empty or end within a segment. */
    List<ObjectInfo> list(String prefix) throws IOException;

    /** The names of the objects that {@link #list} returns; may be cheaper. */
    default List<String> names(String prefix) throws IOException {
        return list(prefix).stream().map(ObjectInfo::name).toList();
    }

    /** The top-level folders: the first segments of all names with more than one segment, sorted, each once. */
    List<String> folders() throws IOException;

    /**
     * Deletes an object if its generation is still the expected one. Does nothing when there is no such object.
     *
     * @throws PreconditionFailedException when the object has another generation; nothing was deleted
     */
    void delete(String name, long expected) throws IOException;

    /** Releases connections. Objects that are still open stay readable to their end or fail with an {@link IOException}. */
    @Override
    void close();
}
