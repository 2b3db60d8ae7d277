package dev.dropfit.core.bucket;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A bucket that, while it hangs, does not respond: an operation waits until the bucket is released. Thread-safe. */
public final class HangingBucket extends ForwardingBucket {
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile Predicate<String> hangs = name -> false;
    private volatile CountDownLatch released = new CountDownLatch(0);

    public HangingBucket(Bucket bucket) {
        super(bucket);
    }

    /** Lets operations on these objects hang from now on. */
    public void hang(Predicate<String> names) {
        released = new CountDownLatch(1);
        hangs = names;
    }

    /** Lets all operations go on, those that wait too. */
    public void release() {
        hangs = name -> false;
        released.countDown();
    }

    /** The number of operations that wait. */
    public int waiting() {
        return waiting.get();
    }

    @Override
    protected <T> T operate(Operation operation, String name, Call<T> call) throws IOException {
        if (hangs.test(name)) {
            waiting.incrementAndGet();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Interrupted while the bucket hangs");
            } finally {
                waiting.decrementAndGet();
            }
        }
        return call.run();
    }
}
