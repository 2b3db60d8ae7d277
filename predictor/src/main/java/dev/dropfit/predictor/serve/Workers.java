package dev.dropfit.predictor.serve;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that use storage: a request waits for them for a limited time, so storage that hangs never holds the thread of a request.
 * When the queue is full, more work is rejected.
 *
 * @param loads reads models that requests wait for
 * @param looks looks for newer models
 */
public record Workers(Executor loads, Executor looks) {
    private static final int LOAD_THREADS = 8;
    private static final int LOOK_THREADS = 4;
    private static final int MAX_WAITING = 200;
    private static final int IDLE_SECONDS = 10;

    /** Starts threads as they are needed; they end when they are idle. */
    public static Workers start() {
        return new Workers(threads(LOAD_THREADS, "dropfit-load"), threads(LOOK_THREADS, "dropfit-refresh"));
    }

    private static Executor threads(int count, String name) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
