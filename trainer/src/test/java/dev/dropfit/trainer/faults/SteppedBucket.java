package dev.dropfit.trainer.faults;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StoredObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A bucket as one actor sees it: every operation is a step of that actor. */
final class SteppedBucket implements Bucket {
    private final Bucket bucket;
    private final Actor actor;
    private final Written written;

    /** Hears of every object that is written. */
    @FunctionalInterface
    interface Written {
        void written(Actor by, ObjectInfo object, byte[] content);
    }

    SteppedBucket(Bucket bucket, Actor actor, Written written) {
        this.bucket = bucket;
        this.actor = actor;
        this.written = written;
    }

    @Override
    public String url() {
        return bucket.url();
    }

    @Override
    public Optional<ObjectInfo> find(String name) throws IOException {
        return actor.operate(() -> bucket.find(name));
    }

    @Override
    public Optional<StoredObject> read(String name) throws IOException {
        return actor.operate(() -> bucket.read(name));
    }

    @Override
    public Optional<StoredObject> read(String name, long generation) throws IOException {
        return actor.operate(() -> bucket.read(name, generation));
    }

    @Override
    public ObjectInfo write(String name, byte[] content, long expected) throws IOException {
        return actor.operate(() -> {
            ObjectInfo object = bucket.write(name, content, expected);
            written.written(actor, object, content);
            return object;
        });
    }

    @Override
    public List<ObjectInfo> list(String prefix) throws IOException {
        return actor.operate(() -> bucket.list(prefix));
    }

    @Override
    public List<String> folders() throws IOException {
        return actor.operate(bucket::folders);
    }

    @Override
    public void delete(String name, long expected) throws IOException {
        actor.operate(() -> {
            bucket.delete(name, expected);
            return name;
        });
    }

    @Override
    public void close() {
        bucket.close();
    }
}
