package dev.dropfit.core.bucket;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts operations, and fails all of them while it is set to be down. Thread-safe. */
public final class CountingBucket extends ForwardingBucket {
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger others = new AtomicInteger();
    private volatile boolean down;

    public CountingBucket(Bucket bucket) {
        super(bucket);
    }

    public void down(boolean now) {
        down = now;
    }

    /** The number of objects that were read since the last call of this method. */
    public int reads() {
        return reads.getAndSet(0);
    }

    /** The number of operations other than reads since the last call of this method. */
    public int looks() {
        return others.getAndSet(0);
    }

    @Override
    protected <T> T operate(Operation operation, String name, Call<T> call) throws IOException {
        (operation == Operation.READ ? reads : others).incrementAndGet();
        if (down) {
            throw new StorageUnavailableException("The bucket is down");
        }
        return call.run();
    }
}
