package dev.dropfit.predictor.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.predictor.TrainedModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The predictor as it is deployed, as a process with its heap, under inputs that are made to end it, 40 at the same time. Each gets a
 * response, and a client of another model notices nothing. {@code -Ddropfit.hostile=3000} makes it longer.
 */
final class NoInputEndsTheProcessTest {
    private static final int INPUTS = Integer.getInteger("dropfit.hostile", 300);
    private static final long SEED = Long.getLong("dropfit.hostile.seed", 1);
    /** In the short form most bodies are smaller, so that it ends within a minute. */
    private static final int MAX_BYTES = INPUTS > 300 ? 16_700_000 : 4_000_000;

    private static final int AT_ONCE = 40;

    @TempDir
    private Path folder;

    private PredictorProcess predictor;

    @BeforeEach
    void startTheProcess() throws Exception {
        Bucket models = Buckets.open(folder.resolve("models").toUri().toString());
        TrainedModels.publish(models, "patients", TrainedModels.patients("01"));
        TrainedModels.publish(models, "flat", TrainedModels.quantity("01"));
        predictor = new PredictorProcess(
                folder, Map.of("DROPFIT_MODELS", models.url(), "DROPFIT_DEFAULT_MODEL", "patients"));
        assertThat(predict()).isEqualTo(200);
    }

    @AfterEach
    void endTheProcess() {
        predictor.close();
    }

    /** A request of a client that wants nothing else. */
    private int predict() throws IOException, InterruptedException {
        return predictor.post("/flat", "{\"area\":50}").statusCode();
    }

    @Test
    void everyInputGetsAResponseAndOtherClientsNoticeNothing() throws Exception {
        List<HostileInput> inputs = new ArrayList<>(HostileInputs.known());
        inputs.addAll(new HostileInputs(SEED, MAX_BYTES).generate(INPUTS - inputs.size()));
        Collections.shuffle(inputs, new java.util.Random(SEED));
        Map<Integer, Integer> statuses = Collections.synchronizedMap(new TreeMap<>());
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        AtomicBoolean running = new AtomicBoolean(true);
        ExecutorService fast = Executors.newFixedThreadPool(AT_ONCE);
        // Those that wait for most of their time do so together.
        ExecutorService slow = Executors.newCachedThreadPool();
        Future<List<Long>> bystander = slow.submit(() -> predictWhile(running, failures));

        List<Future<?>> sent = new ArrayList<>();
        for (HostileInput input : inputs) {
            ExecutorService executor = input.manner().isSlow() ? slow : fast;
            sent.add(executor.submit(() -> send(input, statuses, failures)));
        }
        for (Future<?> each : sent) {
            each.get();
        }
        running.set(false);
        print(statuses, bystander.get());
        fast.shutdown();
        slow.shutdown();

        assertThat(failures).as(predictor.log()).isEmpty();
        assertThat(predictor.isAlive()).isTrue();
        assertThat(predict()).isEqualTo(200);
    }

    private void send(HostileInput input, Map<Integer, Integer> statuses, Queue<String> failures) {
        try {
            int status = input.send(predictor.port());
            statuses.merge(status, 1, Integer::sum);
            if (status / 100 != 2 && status / 100 != 4 && status != 503 && status != HostileInput.CLOSED) {
                failures.add(status + " for " + input);
            }
        } catch (IOException e) {
            failures.add(e + " for " + input);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Long> predictWhile(AtomicBoolean running, Queue<String> failures) throws InterruptedException {
        List<Long> nanos = new ArrayList<>();
        while (running.get()) {
            long start = System.nanoTime();
            try {
                int status = predict();
                if (status != 200) {
                    failures.add(status + " for another client");
                }
            } catch (IOException e) {
                failures.add(e + " for another client");
            }
            nanos.add(System.nanoTime() - start);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return nanos;
    }

    private static void print(Map<Integer, Integer> statuses, List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "hostile inputs by status: %s; another client: %d predictions, median %d ms, p99 %d ms, longest %d ms%n",
                statuses,
                sorted.length,
                TimeUnit.NANOSECONDS.toMillis(sorted[sorted.length / 2]),
                TimeUnit.NANOSECONDS.toMillis(sorted[sorted.length * 99 / 100]),
                TimeUnit.NANOSECONDS.toMillis(Arrays.stream(sorted).max().orElse(0)));
    }
}
