package dev.dropfit.monitor.dashboard;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StorageUnavailableException;
import dev.dropfit.core.bucket.StoredObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A bucket whose reads are counted, and that fails while it is told to. */
final class CountedBucket implements Bucket {
    private final Bucket bucket;
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger lists = new AtomicInteger();
    private volatile boolean down;

    CountedBucket(Bucket bucket) {
        this.bucket = bucket;
    }

    void down(boolean now) {
        down = now;
    }

    /** How many objects were read since this was asked last. */
    int reads() {
        return reads.getAndSet(0);
    }

    /** How many listings and looks at single objects there were since this was asked last. */
    int looks() {
        return lists.getAndSet(0);
    }

    private void operate(AtomicInteger counter) throws IOException {
        counter.incrementAndGet();
        if (down) {
            throw new StorageUnavailableException("down");
        }
    }

    @Override
    public String url() {
        return bucket.url();
    }

    @Override
    public Optional<ObjectInfo> find(String name) throws IOException {
        operate(lists);
        return bucket.find(name);
    }

    @Override
    public Optional<StoredObject> read(String name) throws IOException {
        operate(reads);
        return bucket.read(name);
    }

    @Override
    public Optional<StoredObject> read(String name, long generation) throws IOException {
        operate(reads);
        return bucket.read(name, generation);
    }

    @Override
    public ObjectInfo write(String name, byte[] content, long expected) throws IOException {
        operate(lists);
        return bucket.write(name, content, expected);
    }

    @Override
    public List<ObjectInfo> list(String prefix) throws IOException {
        operate(lists);
        return bucket.list(prefix);
    }

    @Override
    public List<String> names(String prefix) throws IOException {
        operate(lists);
        return bucket.names(prefix);
    }

    @Override
    public List<String> folders() throws IOException {
        operate(lists);
        return bucket.folders();
    }

    @Override
    public void delete(String name, long expected) throws IOException {
        operate(lists);
        bucket.delete(name, expected);
    }

    @Override
    public void close() {
        bucket.close();
    }
}
