package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.dropfit.cli.Datasets;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.run.Drop;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.trainer.TrainingRun;
import dev.dropfit.trainer.outcome.OutcomeRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The receiver with a real trainer in this process, in place of the function. */
class LabelReceiverTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Clock LATER = Clock.fixed(NOON.plus(Duration.ofHours(1)), ZoneOffset.UTC);
    private static final Retries RETRIES = Retries.within(Duration.ofSeconds(1));
    private static final ModelName CHURN = new ModelName("churn");
    private static final String LABELS = "churn/labels.csv";

    private final MemoryBucket data = new MemoryBucket(NOON.plus(Duration.ofHours(2)));
    private final Registry registry = new Registry(new MemoryBucket(NOON));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private HttpServer function;
    private int status = 204;
    private int events;

    @BeforeEach
    void start() throws IOException {
        drop(CHURN.settings(), "{\"learner\": \"logistic-regression\"}");
        drop(CHURN.dataset(), Datasets.classes(400, 1));
        new TrainingRun(data, registry, "test", LATER, RETRIES).run(CHURN, OptionalLong.empty());
        function = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        function.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            events++;
            if (status == 204) {
                read();
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        function.start();
    }

    @AfterEach
    void stop() {
        function.stop(0);
    }

    private void read() {
        try {
            new OutcomeRun(data, registry, Optional.empty(), LATER, RETRIES).run(CHURN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LabelReceiver receiver() {
        return new LabelReceiver(
                new EventSender(
                        URI.create("http://localhost:" + function.getAddress().getPort() + "/"), "data"),
                registry,
                new Console(new PrintStream(out, true, StandardCharsets.UTF_8), false, false));
    }

    private Drop drop(String object, String content) throws IOException {
        long before = data.find(object).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
        return new Drop(CHURN, data.write(object, content.getBytes(StandardCharsets.UTF_8), before));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void whatCameTrueIsReportedNextToWhatWasPromised() throws Exception {
        assertThat(receiver().deliver(drop(LABELS, Datasets.classes(100, 2)))).isEmpty();

        assertThat(printed()).matches("""
                        churn  labels read: labels\\.csv
                            v\\d+: 100 rows, roc_auc \\S+ \\(\\S+ to \\S+\\), promised \\S+ \\(.*\\)
                        """).doesNotContain("worse than promised");
    }

    @Test
    void aVersionThatIsWorseThanPromisedIsNamed() throws Exception {
        String swapped = Datasets.classes(200, 2)
                .replace(",yes\n", ",?\n")
                .replace(",no\n", ",yes\n")
                .replace(",?\n", ",no\n");

        receiver().deliver(drop(LABELS, swapped));

        assertThat(printed()).endsWith("; this is worse than promised\n");
    }

    @Test
    void theProblemsOfThisFileAreReportedAndThoseOfOthersAreNot() throws Exception {
        drop("churn/labels/older.csv", "something\n1\n");

        receiver().deliver(drop(LABELS, "prediction_id,target\nmine#0,yes\n"));

        assertThat(printed())
                .startsWith("churn  labels read: labels.csv\n    line 2: prediction_id is 'mine#0'; accepted")
                .doesNotContain("something");
    }

    @Test
    void aFileIsReadAndReportedOnceAndAgainWhenItIsReplaced() throws Exception {
        LabelReceiver receiver = receiver();
        Drop first = drop(LABELS, Datasets.classes(100, 2));
        receiver.deliver(first);
        receiver.deliver(first);
        assertThat(receiver.isDone(first)).isTrue();
        assertThat(events).isEqualTo(1);

        Drop second = drop(LABELS, Datasets.classes(100, 3));
        assertThat(receiver.isDone(second)).isFalse();
        receiver.deliver(second);

        assertThat(events).isEqualTo(2);
        assertThat(printed().split("labels read", -1)).hasSize(3);
    }

    @Test
    void anErrorOfTheTrainerIsAFailureToRepeat() throws Exception {
        status = 500;

        assertThat(receiver().deliver(drop(LABELS, Datasets.classes(100, 2))))
                .hasValue("the trainer responded with HTTP status 500");
        assertThat(printed()).isEmpty();
    }

    @Test
    void failuresSayWhenTheNextAttemptIsAndWhatToDoInTheEnd() throws Exception {
        Drop drop = drop(LABELS, "a,b\n");

        receiver().failed(drop, "disk full", Duration.ofSeconds(4));
        receiver().expired(drop, "disk full");

        assertThat(printed())
                .isEqualTo("churn  not read yet: labels.csv: disk full; next attempt in 4 s\n"
                        + "churn  given up: labels.csv could not be read for a day, last because disk full;"
                        + " to try again, touch data/churn/labels.csv\n");
    }
}
