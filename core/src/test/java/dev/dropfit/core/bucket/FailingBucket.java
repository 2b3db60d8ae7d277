package dev.dropfit.core.bucket;

import java.io.IOException;
import java.util.Set;

/** Fails one operation, and forwards all others. For one thread. */
public final class FailingBucket extends ForwardingBucket {
    private final Set<Operation> counted;
    private final Failure failure;
    private int left;

    /** How the operation fails. */
    public enum Failure {
        /** The process ends before the operation. */
        KILLED_BEFORE,
        /** The process ends after the operation. */
        KILLED_AFTER,
        /** The store does nothing and reports an error. */
        FAILED_BEFORE,
        /** The store does what was asked, but its response is lost. */
        FAILED_AFTER
    }

    /** @param number which operation fails, from 1 */
    public FailingBucket(Bucket bucket, int number, Failure failure) {
        this(bucket, Set.of(Operation.values()), number, failure);
    }

    private FailingBucket(Bucket bucket, Set<Operation> counted, int number, Failure failure) {
        super(bucket);
        this.counted = counted;
        this.left = number;
        this.failure = failure;
    }

    /**
     * Fails one of the writes.
     *
     * @param number which write fails, from 1
     */
    public static FailingBucket atWrite(Bucket bucket, int number, Failure failure) {
        return new FailingBucket(bucket, Set.of(Operation.WRITE), number, failure);
    }

    public boolean hasFailed() {
        return left <= 0;
    }

    @Override
    protected <T> T operate(Operation operation, String name, Call<T> call) throws IOException {
        if (!counted.contains(operation) || --left != 0) {
            return call.run();
        }
        if (failure == Failure.KILLED_AFTER || failure == Failure.FAILED_AFTER) {
            call.run();
        }
        if (failure == Failure.KILLED_BEFORE || failure == Failure.KILLED_AFTER) {
            throw new Killed();
        }
        throw new StorageUnavailableException("The bucket fails at this operation");
    }
}
