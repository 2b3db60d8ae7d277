package dev.dropfit.trainer.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.TrainingRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trainer in a process of its own is killed at random moments; its event comes again. {@code -Ddropfit.kills=200} kills more often. */
final class TrainerCrashTest {
    private static final int KILLS = Integer.getInteger("dropfit.kills", 10);
    private static final ModelName HEART = new ModelName("heart");

    @Test
    void aKilledTrainersRunIsCompletedByTheNext(@TempDir Path folder) throws Exception {
        String data = folder.resolve("data").toUri().toString();
        String models = folder.resolve("models").toUri().toString();
        try (Bucket bucket = Buckets.open(data)) {
            // A comparison of learners would take longer than a trainer lives.
            bucket.write(
                    HEART.settings(),
                    "{\"learner\": \"logistic-regression\"}".getBytes(StandardCharsets.UTF_8),
                    Bucket.ABSENT);
        }
        Random moments = new Random(9);
        for (int kill = 0; kill < KILLS; kill++) {
            killATrainerAfter(moments.nextInt(700), data, models, kill);
            try (Bucket dataBucket = Buckets.open(data);
                    Bucket modelBucket = Buckets.open(models)) {
                checkWhole(modelBucket);
                TrainingRun.Result result = run(dataBucket, modelBucket);
                if (dataBucket.find(HEART.dataset()).isPresent()) {
                    checkCompleted((TrainingRun.Result.Ended) result, modelBucket);
                }
            }
        }
    }

    /** Whatever is there is whole, at any moment. */
    private static void checkWhole(Bucket models) throws IOException {
        for (ObjectInfo object : models.list("heart/models/")) {
            try (StoredObject model = models.read(object.name()).orElseThrow()) {
                ModelFile.read(model.readAllBytes());
            }
        }
    }

    private static void checkCompleted(TrainingRun.Result.Ended run, Bucket models) throws IOException {
        Latest latest = Latest.read(new Registry(models), HEART);
        assertThat(run.record().verdict().text()).isEqualTo("promoted");
        assertThat(latest.version()).contains(run.version());
        List<String> archived = versions(models, "heart/models/", ".zip");
        assertThat(versions(models, "heart/metrics/", ".json")).containsExactlyElementsOf(archived);
        Set<String> promoted = new HashSet<>();
        for (ObjectInfo note : models.list("heart/promotions/")) {
            String version = note.name().substring(note.name().indexOf("Z-") + 2);
            assertThat(promoted.add(version.replace(".json", ""))).as(version).isTrue();
        }
        assertThat(promoted).containsExactlyInAnyOrderElementsOf(archived);
    }

    private static List<String> versions(Bucket models, String folder, String suffix) throws IOException {
        return models.list(folder).stream()
                .map(object -> object.name().substring(folder.length()).replace(suffix, ""))
                .filter(version -> !version.equals("latest"))
                .collect(Collectors.toList());
    }

    private static void killATrainerAfter(int millis, String data, String models, int number) throws Exception {
        Process trainer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Trainer.class.getName(),
                        data,
                        models,
                        Integer.toString(number))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = trainer.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("ready");
            Thread.sleep(millis);
        } finally {
            trainer.destroyForcibly().waitFor();
        }
    }

    private static TrainingRun.Result run(Bucket data, Bucket models) throws IOException {
        return new TrainingRun(
                        data,
                        new Registry(models),
                        "revision",
                        Clock.systemUTC(),
                        Retries.within(Duration.ofSeconds(10)))
                .run(HEART, OptionalLong.empty());
    }

    /** The process that is killed: drops one good dataset after another, and trains on each. */
    static final class Trainer {
        private Trainer() {}

        public static void main(String[] arguments) throws IOException {
            try (Bucket data = Buckets.open(arguments[0]);
                    Bucket models = Buckets.open(arguments[1])) {
                System.out.println("ready");
                for (int i = 0; true; i++) {
                    byte[] csv = Tables.ages(300 + Integer.parseInt(arguments[2]) + i)
                            .getBytes(StandardCharsets.UTF_8);
                    long present = data.find(HEART.dataset())
                            .map(ObjectInfo::generation)
                            .orElse(Bucket.ABSENT);
                    data.write(HEART.dataset(), csv, present);
                    run(data, models);
                }
            }
        }
    }
}
