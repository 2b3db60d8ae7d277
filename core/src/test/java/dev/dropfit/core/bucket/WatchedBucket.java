package dev.dropfit.core.bucket;

import java.io.IOException;

/** Shows a test every operation before it is done. The test may count operations, do something first, or let one fail. */
public final class WatchedBucket extends ForwardingBucket {
    private final Watcher watcher;

    /** Sees operations. */
    @FunctionalInterface
    public interface Watcher {
        /**
         * Called before an operation.
         *
         * @param name the object's name, or the prefix of the names to list
         * @throws IOException to fail the operation; it is not done
         */
        void before(Operation operation, String name) throws IOException;
    }

    public WatchedBucket(Bucket bucket, Watcher watcher) {
        super(bucket);
        this.watcher = watcher;
    }

    @Override
    protected <T> T operate(Operation operation, String name, Call<T> call) throws IOException {
        watcher.before(operation, name);
        return call.run();
    }
}
