package dev.dropfit.core.bucket;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A bucket whose operations a test sees before they are done. It may count them, do something first, or have them fail. */
public final class WatchedBucket implements Bucket {
    private final Bucket bucket;
    private final Watcher watcher;

    /** Sees operations. */
    @FunctionalInterface
    public interface Watcher {
        /**
         * An operation is about to be done.
         *
         * @param name of the object, or the prefix of names
         * @throws IOException to have the operation fail without being done
         */
        void before(Operation operation, String name) throws IOException;
    }

    /** What is done. */
    public enum Operation {
        FIND,
        READ,
        WRITE,
        LIST,
        DELETE
    }

    public WatchedBucket(Bucket bucket, Watcher watcher) {
        this.bucket = bucket;
        this.watcher = watcher;
    }

    @Override
    public String url() {
        return bucket.url();
    }

    @Override
    public Optional<ObjectInfo> find(String name) throws IOException {
        watcher.before(Operation.FIND, name);
        return bucket.find(name);
    }

    @Override
    public Optional<StoredObject> read(String name) throws IOException {
        watcher.before(Operation.READ, name);
        return bucket.read(name);
    }

    @Override
    public Optional<StoredObject> read(String name, long generation) throws IOException {
        watcher.before(Operation.READ, name);
        return bucket.read(name, generation);
    }

    @Override
    public ObjectInfo write(String name, byte[] content, long expected) throws IOException {
        watcher.before(Operation.WRITE, name);
        return bucket.write(name, content, expected);
    }

    @Override
    public List<ObjectInfo> list(String prefix) throws IOException {
        watcher.before(Operation.LIST, prefix);
        return bucket.list(prefix);
    }

    @Override
    public List<String> names(String prefix) throws IOException {
        watcher.before(Operation.LIST, prefix);
        return bucket.names(prefix);
    }

    @Override
    public List<String> folders() throws IOException {
        watcher.before(Operation.LIST, "");
        return bucket.folders();
    }

    @Override
    public void delete(String name, long expected) throws IOException {
        watcher.before(Operation.DELETE, name);
        bucket.delete(name, expected);
    }

    @Override
    public void close() {
        bucket.close();
    }
}
