package dev.dropfit.trainer.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.FakeGcs;
import dev.dropfit.core.bucket.Fault;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.Pulse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A large file in buckets of Cloud Storage, while the store fails now and then. */
final class BatchInCloudStorageTest {
    private static final long SMALL_PARTS = 40_000;

    @Test
    void faultsOfTheStoreLoseNoRowAndRepeatNone() throws Exception {
        byte[] model = Prices.model("20261122T084101Z-00000001", 3);
        String csv = Prices.rows(6_000);
        List<Fault> faults = List.of(Fault.status(503), Fault.DROP_BEFORE, Fault.DROP_AFTER, Fault.CUT_HALF);
        try (FakeGcs gcs = new FakeGcs().bucket("data").bucket("models")) {
            System.setProperty("STORAGE_EMULATOR_HOST", gcs.endpoint());
            try (Bucket data = Buckets.open("gs://data");
                    Bucket models = Buckets.open("gs://models")) {
                data.write(Prices.MAY.plain(), csv.getBytes(UTF_8), Bucket.ABSENT);
                models.write(Prices.LATEST, model, Bucket.ABSENT);
                AtomicInteger requests = new AtomicInteger();
                gcs.faults(request -> {
                    int number = requests.incrementAndGet();
                    return number % 9 == 0 ? faults.get(number / 9 % faults.size()) : Fault.NONE;
                });

                BatchRun.Result result = new BatchRun(
                                data,
                                models,
                                Clock.systemUTC(),
                                Retries.within(Duration.ofMinutes(2)),
                                Pulse.NONE,
                                Duration.ofMinutes(5),
                                SMALL_PARTS)
                        .run(Prices.MAY, OptionalLong.empty());

                gcs.faults(request -> Fault.NONE);
                assertThat(result).isInstanceOf(BatchRun.Result.Ended.class);
                assertThat(new String(
                                models.read(Prices.MAY.predictions())
                                        .orElseThrow()
                                        .readAllBytes(),
                                UTF_8))
                        .isEqualTo(Prices.predictions(model, csv));
                assertThat(models.names("prices/predictions/"))
                        .containsExactlyInAnyOrder(Prices.MAY.predictions(), Prices.MAY.errors(), Prices.MAY.summary());
                assertThat(requests).hasValueGreaterThan(40);
            }
        } finally {
            System.clearProperty("STORAGE_EMULATOR_HOST");
        }
    }
}
