package dev.dropfit.trainer.faults;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ForwardingBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import java.io.IOException;

/** A bucket as one actor sees it: every operation is a step of that actor. */
final class SteppedBucket extends ForwardingBucket {
    private final Bucket bucket;
    private final Actor actor;
    private final Written written;

    /** Receives every object that is written. */
    @FunctionalInterface
    interface Written {
        void written(Actor by, ObjectInfo object, byte[] content);
    }

    SteppedBucket(Bucket bucket, Actor actor, Written written) {
        super(bucket);
        this.bucket = bucket;
        this.actor = actor;
        this.written = written;
    }

    @Override
    public ObjectInfo write(String name, byte[] content, long expected) throws IOException {
        return operate(Operation.WRITE, name, () -> {
            ObjectInfo object = bucket.write(name, content, expected);
            written.written(actor, object, content);
            return object;
        });
    }

    @Override
    protected <T> T operate(Operation operation, String name, Call<T> call) throws IOException {
        return actor.operate(call);
    }
}
