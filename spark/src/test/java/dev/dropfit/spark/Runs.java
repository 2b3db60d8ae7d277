package dev.dropfit.spark;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.trainer.TrainingRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Two buckets with a model, and its runs. */
final class Runs implements AutoCloseable {
    static final ModelName MODEL = new ModelName("sales");

    private final Path folder;
    private final Bucket data;
    private final Bucket models;

    Runs(Path folder) throws IOException {
        this.folder = folder;
        data = Buckets.open(dataFolder().toUri().toString());
        models = Buckets.open(modelsFolder().toUri().toString());
    }

    Path dataFolder() {
        return folder.resolve("data");
    }

    Path modelsFolder() {
        return folder.resolve("models");
    }

    Bucket models() {
        return models;
    }

    void settings(String json) throws IOException {
        write(MODEL.settings(), json);
    }

    /** Drops a dataset; returns its generation. */
    long drop(String csv) throws IOException {
        return write(MODEL.dataset(), csv);
    }

    private long write(String name, String content) throws IOException {
        long before = data.find(name).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return data.write(name, new ByteArrayInputStream(bytes), before).generation();
    }

    /** Trains in this process, as the function does. */
    TrainingRun.Result inOneProcess() throws IOException {
        return new TrainingRun(data, new Registry(models), "here", Clock.systemUTC(), Retries.within(Duration.ZERO))
                .run(MODEL, OptionalLong.empty());
    }

    void forget() throws IOException {
        for (ObjectInfo object : models.list("")) {
            models.delete(object.name(), object.generation());
        }
    }

    /** A part of the served model file. */
    byte[] served(String part) throws IOException {
        try (StoredObject latest = models.read(MODEL + "/models/latest.zip").orElseThrow();
                ZipInputStream zip = new ZipInputStream(latest.content())) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(part)) {
                    return zip.readAllBytes();
                }
            }
        }
        throw new AssertionError("no " + part);
    }

    /** Rows with numbers, units, categories, and quotes with line ends of all kinds. */
    static String csv(String task, int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String[] ends = {"\n", "\r\n", "\r"};
        StringBuilder csv = new StringBuilder("weight,share,kind,note,label\n");
        for (int row = 0; row < rows; row++) {
            double weight = random.nextGaussian() * 10;
            int share = random.nextInt(101);
            int kind = random.nextInt(4);
            double score = weight / 8 + share / 40.0 + kind - 2.5 + random.nextGaussian();
            String label = switch (task) {
                case "binary" -> score > 0 ? "yes" : "no";
                case "several" -> score > 1 ? "high" : score < -1 ? "low" : "\"mid,\n\"\"dle\"\"\"";
                default -> String.format(Locale.ROOT, "%.3f", score);
            };
            String[] kinds = {"red", row % 3 == 0 ? "Blue" : "blue", "\"a\nb\"", "\"say \"\"x\"\"\r\n,\""};
            csv.append(row % 31 == 0 ? "" : String.format(Locale.ROOT, "%.4f", weight))
                    .append(',')
                    .append(share)
                    .append(" %,")
                    .append(kinds[kind])
                    .append(row % 7 == 0 ? ",\"line\rline\nline\r\n\"," : ",plain,")
                    .append(label)
                    .append(ends[random.nextInt(3)]);
        }
        return csv.toString();
    }

    @Override
    public void close() {
        data.close();
        models.close();
    }
}
