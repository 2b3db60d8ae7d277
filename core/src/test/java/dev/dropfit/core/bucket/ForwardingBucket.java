package dev.dropfit.core.bucket;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A bucket in front of another. Every operation on objects passes {@link #operate}, where a subclass counts it, delays it or lets it fail. */
public abstract class ForwardingBucket implements Bucket {
    private final Bucket bucket;

    /** The kinds of operations. */
    public enum Operation {
        FIND,
        READ,
        WRITE,
        LIST,
        DELETE
    }

    /** An operation on the other bucket. */
    @FunctionalInterface
    public interface Call<T> {
        T run() throws IOException;
    }

    protected ForwardingBucket(Bucket bucket) {
        this.bucket = bucket;
    }

    /**
     * Runs the call: once, several times or never.
     *
     * @param name the object's name, or the prefix of the names to list
     */
    protected abstract <T> T operate(Operation operation, String name, Call<T> call) throws IOException;

    @Override
    public String url() {
        return bucket.url();
    }

    @Override
    public Optional<ObjectInfo> find(String name) throws IOException {
        return operate(Operation.FIND, name, () -> bucket.find(name));
    }

    @Override
    public Optional<StoredObject> read(String name) throws IOException {
        return operate(Operation.READ, name, () -> bucket.read(name));
    }

    @Override
    public Optional<StoredObject> read(String name, long generation) throws IOException {
        return operate(Operation.READ, name, () -> bucket.read(name, generation));
    }

    @Override
    public ObjectInfo write(String name, byte[] content, long expected) throws IOException {
        return operate(Operation.WRITE, name, () -> bucket.write(name, content, expected));
    }

    @Override
    public List<ObjectInfo> list(String prefix) throws IOException {
        return operate(Operation.LIST, prefix, () -> bucket.list(prefix));
    }

    @Override
    public List<String> names(String prefix) throws IOException {
        return operate(Operation.LIST, prefix, () -> bucket.names(prefix));
    }

    @Override
    public List<String> folders() throws IOException {
        return operate(Operation.LIST, "", bucket::folders);
    }

    @Override
    public void delete(String name, long expected) throws IOException {
        operate(Operation.DELETE, name, () -> {
            bucket.delete(name, expected);
            return name;
        });
    }

    @Override
    public void close() {
        bucket.close();
    }
}
