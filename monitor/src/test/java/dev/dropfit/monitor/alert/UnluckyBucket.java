package dev.dropfit.monitor.alert;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StorageUnavailableException;
import dev.dropfit.core.bucket.StoredObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A bucket of which one operation meets with an accident. */
final class UnluckyBucket implements Bucket {
    private final Bucket bucket;
    private final AlertsOnceTest.Accident accident;
    private int left;

    /** @param operation which one, from 1 */
    UnluckyBucket(Bucket bucket, int operation, AlertsOnceTest.Accident accident) {
        this.bucket = bucket;
        this.left = operation;
        this.accident = accident;
    }

    boolean hasHappened() {
        return left <= 0;
    }

    private interface Operation<T> {
        T run() throws IOException;
    }

    private <T> T unlucky(Operation<T> operation) throws IOException {
        left--;
        if (left != 0) {
            return operation.run();
        }
        switch (accident) {
            case KILLED_BEFORE -> throw new Killed();
            case FAILED_BEFORE -> throw new StorageUnavailableException("not done");
            case KILLED_AFTER -> {
                operation.run();
                throw new Killed();
            }
            case FAILED_AFTER -> {
                operation.run();
                throw new StorageUnavailableException("done, but nobody knows");
            }
        }
        throw new IllegalStateException("there is no other accident");
    }

    @Override
    public String url() {
        return bucket.url();
    }

    @Override
    public Optional<ObjectInfo> find(String name) throws IOException {
        return unlucky(() -> bucket.find(name));
    }

    @Override
    public Optional<StoredObject> read(String name) throws IOException {
        return unlucky(() -> bucket.read(name));
    }

    @Override
    public Optional<StoredObject> read(String name, long generation) throws IOException {
        return unlucky(() -> bucket.read(name, generation));
    }

    @Override
    public ObjectInfo write(String name, byte[] content, long expected) throws IOException {
        return unlucky(() -> bucket.write(name, content, expected));
    }

    @Override
    public List<ObjectInfo> list(String prefix) throws IOException {
        return unlucky(() -> bucket.list(prefix));
    }

    @Override
    public List<String> folders() throws IOException {
        return unlucky(bucket::folders);
    }

    @Override
    public void delete(String name, long expected) throws IOException {
        unlucky(() -> {
            bucket.delete(name, expected);
            return name;
        });
    }

    @Override
    public void close() {
        bucket.close();
    }
}
