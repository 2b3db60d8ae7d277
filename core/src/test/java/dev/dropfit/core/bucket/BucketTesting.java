package dev.dropfit.core.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Shared by the tests of buckets. */
final class BucketTesting {
    private BucketTesting() {}

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static String content(Bucket bucket, String name) throws IOException {
        try (StoredObject object = bucket.read(name).orElseThrow()) {
            return new String(object.readAllBytes(), UTF_8);
        }
    }

    /** The work of a thread; the argument is its number, from 0. */
    @FunctionalInterface
    interface Task<T> {
        T run(int thread) throws Exception;
    }

    /** Runs a task in several threads at the same time; returns the results in the order of the threads. */
    static <T> List<T> inParallel(int threads, Task<T> task) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<T>> tasks = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                tasks.add(() -> task.run(number));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : executor.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }
}
