package dev.dropfit.trainer.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.FakeGcs;
import dev.dropfit.core.bucket.Fault;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.TrainingRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Three trainers in processes of their own, duplicated and shuffled events, a Cloud Storage that fails at random, and kills, all at once. {@code
 * -Ddropfit.storm=200} kills more often.
 */
final class TrainerStormTest {
    private static final int KILLS = Integer.getInteger("dropfit.storm", 6);
    private static final int GENERATIONS = 2 + KILLS / 2;
    private static final int TRAINERS = 3;
    private static final int FAULTY = 40;
    private static final List<Fault> FAULTS = List.of(
            Fault.DROP_BEFORE,
            Fault.DROP_AFTER,
            Fault.CUT_HALF,
            Fault.status(503),
            Fault.status(429),
            Fault.delay(Duration.ofMillis(200)));
    private static final ModelName HEART = new ModelName("heart");

    private final LinkedBlockingQueue<Long> events = new LinkedBlockingQueue<>();
    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicBoolean dropped = new AtomicBoolean();

    @Test
    void everyGenerationIsRecordedAtMostOnceAndTheNewestPromotedOneIsServed() throws Exception {
        try (FakeGcs cloud = new FakeGcs().bucket("data").bucket("models")) {
            cloud.put(
                    "data",
                    HEART.settings(),
                    "{\"learner\": \"logistic-regression\"}".getBytes(StandardCharsets.UTF_8));
            ExecutorService threads = Executors.newFixedThreadPool(TRAINERS);
            System.setProperty("STORAGE_EMULATOR_HOST", cloud.endpoint());
            try (Bucket data = Buckets.open("gs://data");
                    Bucket models = Buckets.open("gs://models")) {
                List<Future<?>> deliveries = new ArrayList<>();
                for (int i = 0; i < TRAINERS; i++) {
                    Callable<Void> delivery = () -> deliver(cloud.endpoint());
                    deliveries.add(threads.submit(delivery));
                }

                List<Long> generations = drop(cloud, data);
                dropped.set(true);
                for (Future<?> delivery : deliveries) {
                    delivery.get();
                }
                cloud.faults(request -> Fault.NONE);

                assertThat(kills.get()).isGreaterThanOrEqualTo(KILLS);
                check(models, generations);
            } finally {
                System.clearProperty("STORAGE_EMULATOR_HOST");
                threads.shutdownNow();
            }
        }
    }

    /** Drops datasets, each while the events of those before are on their way; every fourth is not a table. Returns their generations. */
    private List<Long> drop(FakeGcs cloud, Bucket data) throws Exception {
        Random random = new Random(11);
        List<Long> generations = new ArrayList<>();
        for (int g = 0; g < GENERATIONS; g++) {
            cloud.faults(request -> Fault.NONE);
            String csv = g % 4 == 3 ? "age,target\n50,1\n50,1,1\n" : Tables.ages(300 + g);
            cloud.put("data", HEART.dataset(), csv.getBytes(StandardCharsets.UTF_8));
            generations.add(data.find(HEART.dataset()).orElseThrow().generation());
            cloud.faults(request -> {
                ThreadLocalRandom chance = ThreadLocalRandom.current();
                return chance.nextInt(FAULTY) == 0 ? FAULTS.get(chance.nextInt(FAULTS.size())) : Fault.NONE;
            });
            List<Long> delivered = new ArrayList<>(List.of(generations.get(g), generations.get(g)));
            delivered.add(generations.get(random.nextInt(generations.size())));
            Collections.shuffle(delivered, random);
            events.addAll(delivered);
            Thread.sleep(random.nextInt(1_000));
        }
        return generations;
    }

    /** Delivers events to a trainer until it has taken them, as Eventarc does, and kills it now and then. */
    private @Nullable Void deliver(String endpoint) throws Exception {
        Trainer trainer = new Trainer(endpoint);
        try {
            while (!dropped.get() || !events.isEmpty()) {
                Long generation = events.poll(100, TimeUnit.MILLISECONDS);
                if (generation == null) {
                    continue;
                }
                trainer.send(generation);
                if (isKilled()) {
                    Thread.sleep(ThreadLocalRandom.current().nextInt(600));
                    trainer.kill();
                    trainer = new Trainer(endpoint);
                    events.add(generation);
                } else if (!trainer.hasTaken()) {
                    events.add(generation);
                }
            }
        } finally {
            trainer.kill();
        }
        return null;
    }

    private boolean isKilled() {
        boolean last = dropped.get() && events.isEmpty();
        return (last || ThreadLocalRandom.current().nextInt(3) == 0) && kills.getAndIncrement() < KILLS;
    }

    private static void check(Bucket models, List<Long> dropped) throws IOException {
        Map<Long, String> versions = new HashMap<>();
        List<String> trained = new ArrayList<>();
        List<String> promoted = new ArrayList<>();
        long newest = 0;
        String served = "none";
        for (ObjectInfo object : models.list("heart/metrics/")) {
            var recorded = World.json(content(models, object.name()));
            String version = recorded.get("version").getAsString();
            String verdict = recorded.get("verdict").getAsString();
            long generation =
                    recorded.getAsJsonObject("dataset").get("generation").getAsLong();
            assertThat(versions.put(generation, version))
                    .as("another record of %s", generation)
                    .isNull();
            if (!verdict.equals("invalid")) {
                trained.add("heart/models/" + version + ".zip");
            }
            if (verdict.equals("promoted")) {
                promoted.add(version);
                if (generation > newest) {
                    newest = generation;
                    served = version;
                }
            }
        }
        assertThat(versions.keySet()).isSubsetOf(dropped).contains(dropped.get(dropped.size() - 1));
        assertThat(models.list("heart/models/").stream().map(ObjectInfo::name)).containsAll(trained);
        assertThat(ModelFile.read(content(models, World.LATEST)).version()).isEqualTo(served);
        assertThat(models.list("heart/promotions/").stream()
                        .map(note -> note.name()
                                .substring(note.name().indexOf("Z-") + 2)
                                .replace(".json", "")))
                .containsExactlyInAnyOrderElementsOf(promoted);
        // A dataset may be replaced before its killed run is started again; the next run removes what is left of that.
        assertThat(models.list("heart/attempts/").stream()
                        .map(start -> start.name()
                                .substring("heart/attempts/".length())
                                .replace(".json", "")))
                .as("starts of runs that have a record")
                .doesNotContainAnyElementsOf(versions.values());
    }

    private static byte[] content(Bucket bucket, String name) throws IOException {
        try (StoredObject object = bucket.read(name).orElseThrow()) {
            return object.readAllBytes();
        }
    }

    /** A process that runs each generation it reads. */
    static final class Trainer {
        private final Process process;
        private final BufferedReader output;

        Trainer(String endpoint) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-DSTORAGE_EMULATOR_HOST=" + endpoint,
                            "-cp",
                            System.getProperty("java.class.path"),
                            Trainer.class.getName())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            output = process.inputReader(StandardCharsets.UTF_8);
        }

        void send(long generation) throws IOException {
            process.getOutputStream().write((generation + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }

        boolean hasTaken() throws IOException {
            return "ended".equals(output.readLine());
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        public static void main(String[] arguments) throws IOException {
            try (Bucket data = Buckets.open("gs://data");
                    Bucket models = Buckets.open("gs://models");
                    BufferedReader input =
                            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                for (String line = input.readLine(); line != null; line = input.readLine()) {
                    TrainingRun run = new TrainingRun(
                            data,
                            new Registry(models),
                            "revision",
                            Clock.systemUTC(),
                            Retries.within(Duration.ofSeconds(5)));
                    try {
                        run.run(HEART, OptionalLong.of(Long.parseLong(line)));
                        System.out.println("ended");
                    } catch (IOException e) {
                        System.out.println("failed");
                    }
                }
            }
        }
    }
}
