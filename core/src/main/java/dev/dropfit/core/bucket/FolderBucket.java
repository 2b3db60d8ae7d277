package dev.dropfit.core.bucket;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A bucket for reading, whose only top-level folder is a folder of another bucket, under a name of its own: {@code name/a} is
 * {@code some/path/a} there. Thread-safe.
 */
final class FolderBucket implements Bucket {
    private final Bucket bucket;
    private final String folder;
    private final String name;

    /**
     * A folder of a bucket, which is closed with this one.
     *
     * @param folder empty for all of the bucket, or a path that ends with a slash
     * @param name of the top-level folder
     */
    FolderBucket(Bucket bucket, String folder, String name) {
        this.bucket = bucket;
        this.folder = folder;
        this.name = ObjectName.check(name) + '/';
    }

    @Override
    public String url() {
        return bucket.url() + (folder.isEmpty() ? "" : "/" + folder.substring(0, folder.length() - 1));
    }

    /** The name in the other bucket; empty if it can't be in the folder. */
    private Optional<String> inner(String object) {
        ObjectName.check(object);
        return object.startsWith(name) ? Optional.of(folder + object.substring(name.length())) : Optional.empty();
    }

    private ObjectInfo outer(ObjectInfo info) {
        return new ObjectInfo(
                name + info.name().substring(folder.length()), info.generation(), info.size(), info.created());
    }

    private StoredObject outer(StoredObject stored) {
        return new StoredObject(outer(stored.info()), stored.content());
    }

    @Override
    public Optional<ObjectInfo> find(String object) throws IOException {
        Optional<String> inner = inner(object);
        return inner.isEmpty() ? Optional.empty() : bucket.find(inner.get()).map(this::outer);
    }

    @Override
    public Optional<StoredObject> read(String object) throws IOException {
        Optional<String> inner = inner(object);
        return inner.isEmpty() ? Optional.empty() : bucket.read(inner.get()).map(this::outer);
    }

    @Override
    public Optional<StoredObject> read(String object, long generation) throws IOException {
        Optional<String> inner = inner(object);
        return inner.isEmpty()
                ? Optional.empty()
                : bucket.read(inner.get(), generation).map(this::outer);
    }

    @Override
    public List<ObjectInfo> list(String prefix) throws IOException {
        if (!prefix.startsWith(name) && !name.startsWith(prefix)) {
            return List.of();
        }
        String rest = prefix.length() < name.length() ? "" : prefix.substring(name.length());
        return bucket.list(folder + rest).stream().map(this::outer).toList();
    }

    @Override
    public List<String> folders() {
        return List.of(name.substring(0, name.length() - 1));
    }

    @Override
    public ObjectInfo write(String object, byte[] content, long expected) throws IOException {
        throw new IOException("Object " + object + " can't be written: " + url() + " is for reading");
    }

    @Override
    public void delete(String object, long expected) throws IOException {
        throw new IOException("Object " + object + " can't be deleted: " + url() + " is for reading");
    }

    @Override
    public void close() {
        bucket.close();
    }
}
