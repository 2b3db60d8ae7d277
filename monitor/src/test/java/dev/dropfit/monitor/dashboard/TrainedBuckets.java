package dev.dropfit.monitor.dashboard;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.CountingBucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.TrainingRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;

/** Buckets in memory with real runs. */
public final class TrainedBuckets {
    private static final String NUMBERS_HEADER = "area,floor,price\n";

    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final MemoryBucket data = new MemoryBucket(NOW.minus(Duration.ofDays(3)));
    private final CountingBucket models = new CountingBucket(new MemoryBucket(NOW.minus(Duration.ofDays(3))));
    private final Registry registry = new Registry(models);
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    MemoryBucket data() {
        return data;
    }

    public CountingBucket models() {
        return models;
    }

    public Registry registry() {
        return registry;
    }

    Clock clock() {
        return clock;
    }

    /** Drops a dataset and runs it, with a linear model if there are no settings: it is fitted in a moment. */
    public Version train(String model, String csv) throws IOException {
        ModelName name = new ModelName(model);
        if (data.find(name.settings()).isEmpty()) {
            String learner = csv.startsWith(NUMBERS_HEADER) ? "linear-regression" : "logistic-regression";
            write(name.settings(), "{\"learner\": \"" + learner + "\"}");
        }
        return run(name, csv);
    }

    /** Drops settings and a dataset and runs them. */
    public Version train(String model, String csv, String settings) throws IOException {
        ModelName name = new ModelName(model);
        write(name.settings(), settings);
        return run(name, csv);
    }

    private Version run(ModelName name, String csv) throws IOException {
        write(name.dataset(), csv);
        TrainingRun runs = new TrainingRun(data, registry, "test", clock, Retries.within(Duration.ofSeconds(1)));
        if (runs.run(name, OptionalLong.empty()) instanceof TrainingRun.Result.Ended ended) {
            return ended.version();
        }
        throw new IllegalStateException("The run of " + name + " was skipped");
    }

    private void write(String object, String content) throws IOException {
        long before = data.find(object).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
        data.write(object, content.getBytes(StandardCharsets.UTF_8), before);
    }

    /** Writes copies of a record, one per hour up to now, as an earlier release did: without numbers and index. */
    void multiply(String model, Version version, int times) throws IOException {
        ModelName name = new ModelName(model);
        RunRecord record = registry.readRecord(name, version).orElseThrow();
        for (int i = 1; i <= times; i++) {
            registry.record(name, Version.of(NOW.minus(Duration.ofHours(i)), Integer.toString(i)), record);
        }
        for (String object : List.of("/versions.json", "/runs.json")) {
            ObjectInfo later = models.find(name + object).orElseThrow();
            models.delete(later.name(), later.generation());
        }
    }

    /** Two classes by a number and a category. */
    public static String classes(int rows) {
        Random random = new Random(rows);
        StringBuilder csv = new StringBuilder("age,colour,target\n");
        for (int i = 0; i < rows; i++) {
            double age = 20 + 60 * random.nextDouble();
            csv.append(String.format(Locale.ROOT, "%.1f,", age))
                    .append(random.nextBoolean() ? "red," : "blue,")
                    .append(age + 10 * random.nextGaussian() > 50 ? "yes\n" : "no\n");
        }
        return csv.toString();
    }

    /** A number by two others. */
    public static String numbers(int rows) {
        Random random = new Random(rows);
        StringBuilder csv = new StringBuilder(NUMBERS_HEADER);
        for (int i = 0; i < rows; i++) {
            double area = 20 + 100 * random.nextDouble();
            int floor = random.nextInt(30);
            csv.append(String.format(
                    Locale.ROOT, "%.2f,%d,%.2f%n", area, floor, 7 * area + floor + random.nextGaussian()));
        }
        return csv.toString();
    }
}
