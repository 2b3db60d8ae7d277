package dev.dropfit.trainer.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.Pulse;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that scores files is killed at random moments; its event comes again. {@code -Ddropfit.kills=200} kills more often. */
final class BatchCrashTest {
    private static final int KILLS = Integer.getInteger("dropfit.kills", 6);
    private static final int ROWS = 60_000;
    private static final long SMALL_PARTS = 300_000;

    @Test
    void aFileWhoseScoringIsKilledHasEachRowOnce(@TempDir Path folder) throws Exception {
        String data = folder.resolve("data").toUri().toString();
        String models = folder.resolve("models").toUri().toString();
        byte[] model = Prices.model("20261122T084101Z-00000001", 3);
        String csv = Prices.rows(ROWS);
        String expected = Prices.predictions(model, csv);
        Random moments = new Random(4);
        try (Bucket dataBucket = Buckets.open(data);
                Bucket modelBucket = Buckets.open(models)) {
            modelBucket.write(Prices.LATEST, model, Bucket.ABSENT);
            for (int kill = 0; kill < KILLS; kill++) {
                drop(dataBucket, csv);
                killAfter(moments.nextInt(900), data, models);

                BatchRun.Result result = run(dataBucket, modelBucket);

                assertThat(result).isInstanceOf(BatchRun.Result.Ended.class);
                assertThat(((BatchRun.Result.Ended) result).summary().rows()).isEqualTo(ROWS);
                assertThat(new String(
                                modelBucket
                                        .read(Prices.MAY.predictions())
                                        .orElseThrow()
                                        .readAllBytes(),
                                UTF_8))
                        .isEqualTo(expected);
                assertThat(modelBucket.names("prices/predictions/"))
                        .containsExactly(Prices.MAY.predictions(), Prices.MAY.errors(), Prices.MAY.summary());
            }
        }
    }

    /** The same rows again are a new generation. */
    private static void drop(Bucket data, String csv) throws IOException {
        long present = data.find(Prices.MAY.plain()).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
        data.write(Prices.MAY.plain(), csv.getBytes(UTF_8), present);
    }

    private static void killAfter(int millis, String data, String models) throws Exception {
        Process scoring = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Scoring.class.getName(),
                        data,
                        models)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = scoring.inputReader(UTF_8)) {
            assertThat(output.readLine()).isEqualTo("ready");
            Thread.sleep(millis);
        } finally {
            scoring.destroyForcibly().waitFor();
        }
    }

    private static BatchRun.Result run(Bucket data, Bucket models) throws IOException {
        return new BatchRun(
                        data,
                        models,
                        Clock.systemUTC(),
                        Retries.within(Duration.ofSeconds(10)),
                        Pulse.NONE,
                        Duration.ofMinutes(5),
                        SMALL_PARTS)
                .run(Prices.MAY, OptionalLong.empty());
    }

    /** The process that is killed. */
    static final class Scoring {
        private Scoring() {}

        public static void main(String[] arguments) throws IOException {
            try (Bucket data = Buckets.open(arguments[0]);
                    Bucket models = Buckets.open(arguments[1])) {
                System.out.println("ready");
                run(data, models);
            }
        }
    }
}
