package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.dropfit.cli.Datasets;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.run.Drop;
import dev.dropfit.cli.run.EndedRuns;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.trainer.TrainingRun;
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
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The receiver with a real trainer in this process, in place of the function. */
class TrainerReceiverTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final ModelName CHURN = new ModelName("churn");

    private final MemoryBucket data = new MemoryBucket(NOON);
    private final Registry registry = new Registry(new MemoryBucket(NOON));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private HttpServer function;
    private int status = 204;
    private boolean trains = true;

    @BeforeEach
    void start() throws IOException {
        function = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        function.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (trains) {
                train();
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

    private void train() {
        try {
            new TrainingRun(data, registry, "test", Clock.systemUTC(), Retries.within(Duration.ofSeconds(1)))
                    .run(CHURN, OptionalLong.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TrainerReceiver receiver() {
        return new TrainerReceiver(
                new EventSender(
                        URI.create("http://localhost:" + function.getAddress().getPort() + "/"), "data"),
                data,
                new EndedRuns(registry),
                "http://localhost:8080",
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
    void aNewModelIsReportedWithItsAddressAndARequestToTry() throws Exception {
        assertThat(receiver().deliver(drop(CHURN.dataset(), Datasets.classes(400, 1))))
                .isEmpty();

        assertThat(printed())
                .startsWith("churn  promoted in ")
                .containsPattern("    serving v\\d+ at http://localhost:8080/churn\n")
                .contains("    try: curl -s http://localhost:8080/churn ")
                .doesNotContain("reason: ");
    }

    @Test
    void aNewModelWithARolloutIsReportedAsTriedNextToTheServedOne() throws Exception {
        System.setProperty("DROPFIT_LIVE", "file:///counted");
        try {
            TrainerReceiver receiver = receiver();
            data.write(
                    CHURN.settings(),
                    "{\"rollout\": {\"shadow_hours\": 24}}".getBytes(StandardCharsets.UTF_8),
                    Bucket.ABSENT);
            receiver.deliver(drop(CHURN.dataset(), Datasets.classes(400, 1)));
            assertThat(printed()).contains("    serving v1 at ").doesNotContain("is tried");
            out.reset();

            receiver.deliver(drop(CHURN.dataset(), Datasets.classes(500, 1)));

            assertThat(printed())
                    .startsWith("churn  promoted in ")
                    .contains("    serving v1 at http://localhost:8080/churn\n"
                            + "    v2 is tried on live traffic before it is served: it answers no request."
                            + " 'dropfit live churn' shows the comparison\n");
        } finally {
            System.clearProperty("DROPFIT_LIVE");
        }
    }

    @Test
    void anInvalidFirstDatasetIsReportedWithItsReasonAndWithoutARequest() throws Exception {
        assertThat(receiver().deliver(drop(CHURN.dataset(), "age,target\n1,2,3\n")))
                .isEmpty();

        assertThat(printed())
                .startsWith("churn  invalid in ")
                .contains("    reason: line 2: found 3 cells, the header has 2; put each cell that contains the"
                        + " separator in double quotes\n"
                        + "    no model is served yet\n")
                .doesNotContain("try: ");
    }

    @Test
    void aFailedRunNextToAModelShowsWhatIsServedAndNoRequest() throws Exception {
        TrainerReceiver receiver = receiver();
        receiver.deliver(drop(CHURN.dataset(), Datasets.classes(400, 1)));
        out.reset();

        receiver.deliver(drop(CHURN.dataset(), "age,colour,target\n1,blue,yes\n2,red\n"));

        assertThat(printed())
                .startsWith("churn  invalid in ")
                .contains("    serving ")
                .doesNotContain("try: ");
    }

    @Test
    void aRunIsReportedOnce() throws Exception {
        TrainerReceiver receiver = receiver();
        Drop drop = drop(CHURN.dataset(), Datasets.classes(400, 1));
        receiver.deliver(drop);
        String first = printed();

        receiver.deliver(drop);

        assertThat(printed()).isEqualTo(first);
    }

    @Test
    void afterARestartAnEarlierModelIsReportedInOneLine() throws Exception {
        Drop drop = drop(CHURN.dataset(), Datasets.classes(400, 1));
        train();

        receiver().deliver(drop);

        assertThat(printed()).matches("churn  serving v\\d+ at http://localhost:8080/churn\n");
    }

    @Test
    void afterARestartALaterRejectionIsReportedNextToTheModel() throws Exception {
        drop(CHURN.dataset(), Datasets.classes(400, 1));
        train();
        Drop drop = drop(CHURN.dataset(), "age,target\n1,2,3\n");
        train();

        receiver().deliver(drop);

        assertThat(printed())
                .matches("churn  serving v\\d+ at \\S+ \\(newest run: invalid: line 2: found 3 cells, the header has 2;"
                        + " put each cell that contains the separator in double quotes\\)\n");
    }

    @Test
    void afterARestartAFailedFirstRunIsReported() throws Exception {
        Drop drop = drop(CHURN.dataset(), "age,target\n1,2,3\n");
        train();

        receiver().deliver(drop);

        assertThat(printed())
                .isEqualTo(
                        "churn  no model is served; newest run: invalid: line 2: found 3 cells, the header has 2; put"
                                + " each cell that contains the separator in double quotes\n");
    }

    @Test
    void settingsWithoutADatasetAreReported() throws Exception {
        trains = false;

        receiver().deliver(drop(CHURN.settings(), "{}"));

        assertThat(printed()).isEqualTo("churn  has settings but no dataset yet; drop data/churn/dataset.csv\n");
    }

    @Test
    void anEmptyDatasetIsLeftToTheWarningOfTheTrainer() throws Exception {
        trains = false;

        receiver().deliver(drop(CHURN.dataset(), ""));

        assertThat(printed()).isEmpty();
    }

    @Test
    void anErrorOfTheTrainerIsAFailureToRepeat() throws Exception {
        status = 500;

        assertThat(receiver().deliver(drop(CHURN.dataset(), Datasets.classes(400, 1))))
                .hasValue("the trainer responded with HTTP status 500");
        assertThat(printed()).isEmpty();
    }

    @Test
    void aTrainerThatCanNotBeReachedIsAFailureToRepeat() throws Exception {
        function.stop(0);

        assertThat(receiver().deliver(drop(CHURN.dataset(), "a,b\n"))).isPresent();
    }

    @Test
    void failuresSayWhenTheNextAttemptIsAndWhatToDoInTheEnd() throws Exception {
        Drop drop = drop(CHURN.dataset(), "a,b\n");

        receiver().failed(drop, "disk full", Duration.ofSeconds(4));
        receiver().expired(drop, "disk full");

        assertThat(printed())
                .isEqualTo("churn  not trained yet: disk full; next attempt in 4 s\n"
                        + "churn  given up: training failed for a day, last because disk full; to try again, touch"
                        + " data/churn/dataset.csv\n");
    }
}
