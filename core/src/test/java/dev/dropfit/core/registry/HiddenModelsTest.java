package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.DirectoryBucket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HiddenModelsTest {
    private static final Instant TIME = Instant.parse("2026-11-26T08:00:00Z");
    private static final ModelName SALES = new ModelName("sales");
    private static final ModelName CHURN = new ModelName("churn");

    @TempDir
    private Path folder;

    private Bucket bucket;
    private HiddenModels hidden;

    @BeforeEach
    void open() throws IOException {
        bucket = new DirectoryBucket(folder, Clock.systemUTC());
        hidden = new Registry(bucket).hiddenModels();
    }

    @Test
    void atFirstNothingIsHidden() throws IOException {
        assertThat(hidden.read()).isEmpty();
    }

    @Test
    void aHiddenModelStaysHiddenUntilItIsShownAgain() throws IOException {
        hidden.hide(SALES, TIME, "ada");
        hidden.hide(CHURN, TIME, "");
        hidden.hide(SALES, TIME.plusSeconds(60), "bob");

        assertThat(hidden.read()).containsExactlyInAnyOrder(SALES, CHURN);
        assertThat(Files.readString(folder.resolve("_hidden/models.json")))
                .contains("\"who\": \"ada\"", "\"time\": \"2026-11-26T08:00:00Z\"")
                .doesNotContain("bob");

        hidden.show(SALES);
        hidden.show(SALES);
        assertThat(hidden.read()).containsExactly(CHURN);
    }

    @Test
    void theFolderOfTheObjectIsNoModel() throws IOException {
        hidden.hide(SALES, TIME, "ada");

        assertThat(new Registry(bucket).models()).isEmpty();
    }

    @Test
    void aDamagedObjectHidesNothingAndIsReplaced() throws IOException {
        bucket.write("_hidden/models.json", "{\"models\": [".getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);

        assertThat(hidden.read()).isEmpty();
        hidden.hide(SALES, TIME, "ada");
        assertThat(hidden.read()).containsExactly(SALES);
    }

    @Test
    void peopleWhoHideAtTheSameTimeLoseNothing() throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(4);
        List<Callable<Void>> changes = IntStream.range(0, 20)
                .<Callable<Void>>mapToObj(i -> () -> {
                    new Registry(bucket).hiddenModels().hide(new ModelName("m" + i), TIME, "");
                    return null;
                })
                .toList();
        for (Future<Void> change : people.invokeAll(changes)) {
            change.get();
        }
        people.shutdown();

        assertThat(hidden.read()).hasSize(20);
    }
}
