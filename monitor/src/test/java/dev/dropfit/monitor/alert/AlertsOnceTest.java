package dev.dropfit.monitor.alert;

import static dev.dropfit.monitor.alert.RunHistory.HEART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.MovedClock;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.FailingBucket;
import dev.dropfit.core.bucket.FailingBucket.Failure;
import dev.dropfit.core.bucket.FakeGcs;
import dev.dropfit.core.bucket.Fault;
import dev.dropfit.core.bucket.Killed;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.alert.delivery.Deliveries;
import dev.dropfit.monitor.alert.delivery.Destination;
import dev.dropfit.monitor.alert.delivery.NotDeliveredException;
import dev.dropfit.monitor.alert.message.Alert;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every message is sent, and once, however many instances process the event. */
final class AlertsOnceTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Outbox slack = new Outbox("slack");
    private final Outbox mail = new Outbox("mail");

    @Test
    void aThousandDuplicatesOnTwentyInstancesSendOneMessageToEachDestination() throws Exception {
        Bucket bucket = new MemoryBucket(Instant.parse("2026-11-22T08:00:00Z"));
        Version version = new RunHistory(bucket).rejected(0.6);
        slack.failFor(1);

        atOnce(20, 1000, instance -> alerts(bucket).process(HEART, version));

        assertThat(slack.sent()).containsExactly("rejected " + version);
        assertThat(mail.sent()).containsExactly("rejected " + version);
    }

    @Test
    void duplicatesOfSeveralRunsInAnyOrderSendEachMessageOnce() throws Exception {
        for (int seed = 0; seed < 50; seed++) {
            Outbox outbox = new Outbox("slack");
            Bucket bucket = new MemoryBucket(Instant.parse("2026-11-22T08:00:00Z"));
            RunHistory records = new RunHistory(bucket);
            List<Version> versions = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                versions.add(records.write(
                        "{\"verdict\": \"rejected\", \"reasons\": [], \"alert\": {\"cooldown_minutes\": 0}}"));
            }
            Random random = new Random(seed);
            List<Version> events = random.ints(40, 0, 4).mapToObj(versions::get).toList();
            Alerts alerts = new Alerts(bucket, List.of(outbox), Optional.empty(), Clock.systemUTC(), quick());

            atOnce(4, events.size(), event -> alerts.process(HEART, events.get(event)));

            assertThat(outbox.sent()).doesNotHaveDuplicates().hasSize((int)
                    events.stream().distinct().count());
        }
    }

    @Test
    void runsThatFailAtTheSameTimeSendOneMessageInTheCooldown() throws Exception {
        Bucket bucket = new MemoryBucket(Instant.parse("2026-11-22T08:00:00Z"));
        RunHistory records = new RunHistory(bucket);
        List<Version> versions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            versions.add(records.rejected(0.6));
        }

        atOnce(20, 20, event -> alerts(bucket).process(HEART, versions.get(event)));

        assertThat(slack.sent()).hasSize(1);
    }

    @Test
    void instancesOnAFolderSendOneMessage(@TempDir Path folder) throws Exception {
        String url = folder.toUri().toString();
        Version version = new RunHistory(Buckets.open(url)).rejected(0.6);

        atOnce(8, 40, instance -> {
            try (Bucket bucket = Buckets.open(url)) {
                alerts(bucket).process(HEART, version);
            }
        });

        assertThat(slack.sent()).hasSize(1);
        assertThat(mail.sent()).hasSize(1);
    }

    @Test
    void instancesOnCloudStorageSendOneMessageAlthoughResponsesGetLost() throws Exception {
        try (FakeGcs store = new FakeGcs().bucket("models")) {
            System.setProperty("STORAGE_EMULATOR_HOST", store.endpoint());
            try (Bucket bucket = Buckets.open("gs://models")) {
                Version version = new RunHistory(bucket).rejected(0.6);
                AtomicInteger requests = new AtomicInteger();
                store.faults(request -> requests.incrementAndGet() % 7 == 0 ? Fault.DROP_AFTER : Fault.NONE);

                atOnce(8, 24, instance -> alerts(bucket).process(HEART, version));
            } finally {
                System.clearProperty("STORAGE_EMULATOR_HOST");
            }
        }

        assertThat(slack.sent()).hasSize(1);
        assertThat(mail.sent()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void aFailureAtAnyOperationLosesNoMessageAndDuplicatesOnlyAnUnmarkedOne(Failure failure) throws Exception {
        int operation = 0;
        boolean failed;
        int twice = 0;
        do {
            operation++;
            Outbox outbox = new Outbox("slack");
            MemoryBucket memory = new MemoryBucket(Instant.parse("2026-11-22T08:00:00Z"));
            Version version = new RunHistory(memory).rejected(0.6);
            FailingBucket bucket = new FailingBucket(memory, operation, failure);
            MovedClock clock = new MovedClock();
            Alerts alerts = new Alerts(bucket, List.of(outbox), Optional.empty(), clock, clock.retries(PATIENCE));
            boolean killed = false;
            int sentBefore = 0;
            try {
                alerts.process(HEART, version);
            } catch (Killed e) {
                killed = true;
                sentBefore = outbox.sent().size();
            }
            failed = bucket.hasFailed();

            // The event is delivered again, as after a kill, and once more as a duplicate.
            Alerts other = new Alerts(memory, List.of(outbox), Optional.empty(), clock, clock.retries(PATIENCE));
            other.process(HEART, version);
            other.process(HEART, version);

            boolean unnoted = killed && sentBefore == 1 && outbox.sent().size() == 2;
            twice += unnoted ? 1 : 0;
            assertThat(outbox.sent())
                    .as("%s at operation %d", failure, operation)
                    .containsExactlyElementsOf(
                            unnoted
                                    ? List.of("rejected " + version, "rejected " + version)
                                    : List.of("rejected " + version));
        } while (failed);
        assertThat(operation).isGreaterThan(10);
        // Between sending and marking as sent there are a read and a write.
        assertThat(twice).isEqualTo(failure == Failure.KILLED_BEFORE ? 2 : failure == Failure.KILLED_AFTER ? 1 : 0);
    }

    @Test
    void anotherInstanceSendsTheMessageWhenAKilledOnesClaimExpires() throws Exception {
        MemoryBucket bucket = new MemoryBucket(Instant.parse("2026-11-22T08:00:00Z"));
        Version version = new RunHistory(bucket).rejected(0.6);
        MovedClock clock = new MovedClock();
        Destination deadly = new Destination() {
            @Override
            public String name() {
                return "slack";
            }

            @Override
            public void send(Alert alert) {
                throw new Killed();
            }
        };
        try {
            new Alerts(bucket, List.of(deadly), Optional.empty(), clock, clock.retries(PATIENCE))
                    .process(HEART, version);
        } catch (Killed expected) {
            // As when the platform stops an instance.
        }
        Instant before = clock.instant();

        Alerts other =
                new Alerts(bucket, List.of(slack), Optional.empty(), clock, clock.retries(Duration.ofMinutes(5)));
        other.process(HEART, version);

        assertThat(slack.sent()).containsExactly("rejected " + version);
        assertThat(Duration.between(before, clock.instant())).isGreaterThanOrEqualTo(Deliveries.MAX_SEND);
    }

    @Test
    void afterAFailureAnotherInstanceMaySendTheMessageASecondLater() throws Exception {
        MemoryBucket bucket = new MemoryBucket(Instant.parse("2026-11-22T08:00:00Z"));
        Version version = new RunHistory(bucket).rejected(0.6);
        MovedClock clock = new MovedClock();
        slack.failFor(1);
        assertThatThrownBy(() -> once(bucket, clock).process(HEART, version))
                .isInstanceOf(NotDeliveredException.class)
                .hasMessage("slack is down");

        assertThatThrownBy(() -> once(bucket, clock).process(HEART, version))
                .isInstanceOf(NotDeliveredException.class)
                .hasMessageContaining("to slack is not sent before 2026-11-22T09:00:01Z");
        clock.advance(Duration.ofSeconds(1));
        once(bucket, clock).process(HEART, version);

        assertThat(slack.sent()).containsExactly("rejected " + version);
    }

    /** An instance that does not try again itself. */
    private Alerts once(Bucket bucket, MovedClock clock) {
        return new Alerts(bucket, List.of(slack), Optional.empty(), clock, clock.retries(Duration.ZERO));
    }

    @Test
    void aClaimedMessageIsNotReportedAsSent() throws Exception {
        MemoryBucket bucket = new MemoryBucket(Instant.parse("2026-11-22T08:00:00Z"));
        Version version = new RunHistory(bucket).rejected(0.6);
        MovedClock clock = new MovedClock();
        List<String> complaints = new ArrayList<>();
        Alerts other =
                new Alerts(bucket, List.of(slack), Optional.empty(), clock, clock.retries(Duration.ofSeconds(3)));
        Destination slow = new Destination() {
            @Override
            public String name() {
                return "slack";
            }

            @Override
            public void send(Alert alert) throws IOException {
                try {
                    other.process(HEART, version);
                } catch (NotDeliveredException e) {
                    complaints.add(e.getMessage());
                }
                slack.send(alert);
            }
        };

        new Alerts(bucket, List.of(slow), Optional.empty(), clock, clock.retries(PATIENCE)).process(HEART, version);

        assertThat(complaints)
                .singleElement()
                .asString()
                .startsWith("The message about heart/" + version + "/rejected to slack is not sent before ")
                .endsWith("another instance is sending it, or the last attempt failed");
        assertThat(slack.sent()).hasSize(1);
    }

    private Alerts alerts(Bucket bucket) {
        return new Alerts(bucket, List.of(slack, mail), Optional.empty(), Clock.systemUTC(), quick());
    }

    /** Retries with a long limit and short waits. */
    private static Retries quick() {
        return new Retries(PATIENCE, Clock.systemUTC(), pause -> Thread.sleep(pause.toMillis() / 50), new Random(1));
    }

    private interface Event {
        void deliver(int number) throws Exception;
    }

    private static void atOnce(int threads, int events, Event event) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int number = 0; number < events; number++) {
                int delivered = number;
                tasks.add(() -> {
                    event.deliver(delivered);
                    return null;
                });
            }
            for (Future<Void> result : executor.invokeAll(tasks)) {
                result.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
