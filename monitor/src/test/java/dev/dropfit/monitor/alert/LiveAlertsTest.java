package dev.dropfit.monitor.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.MovedClock;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.live.store.LiveReports;
import dev.dropfit.core.live.watch.LiveWatch;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.LiveTraffic;
import dev.dropfit.monitor.alert.message.Alert;
import dev.dropfit.monitor.dashboard.TrainedBuckets;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change of live traffic is found within an hour, and sent once. */
final class LiveAlertsTest {
    private static final ModelName CHURN = new ModelName("churn");
    private static final LiveTraffic.Change NONE = row -> {};
    private static final LiveTraffic.Change OLDER = row -> row[0] += 15;
    private static final LiveTraffic.Change WITHOUT_COLOUR = row -> row[1] = -1;

    private final MovedClock clock = new MovedClock();
    private final TrainedBuckets buckets = new TrainedBuckets();
    private final Bucket live = new MemoryBucket(clock.instant());
    private final LiveTraffic traffic = new LiveTraffic(buckets.registry(), live);
    private final Outbox slack = new Outbox("slack");
    private final Outbox mail = new Outbox("mail");

    private Version version;

    @BeforeEach
    void train() throws IOException {
        version = buckets.train("churn", TrainedBuckets.classes(1000));
    }

    private Alerts alerts(Retries retries) {
        return new Alerts(
                buckets.models(), List.of(slack, mail), Optional.of("https://dashboard.example"), clock, retries);
    }

    private LiveWatch watch() {
        return new LiveWatch(
                buckets.models(), new LiveReports(buckets.registry(), Optional.of(live), Runnable::run, clock), clock);
    }

    private void check() throws IOException {
        alerts(clock.retries(Duration.ofMinutes(2))).checkLive(watch());
    }

    /** Counts rows of the current hour, then lets an hour pass. */
    private void hour(int rows, LiveTraffic.Change change) throws Exception {
        traffic.count("churn", version, clock.instant(), rows, change);
        clock.advance(Duration.ofHours(1));
    }

    private static List<String> reasons(Outbox outbox) {
        return outbox.alerts().stream()
                .flatMap(alert -> alert.reasons().stream())
                .toList();
    }

    @Test
    void aColumnThatMovedIsNamedOnce() throws Exception {
        hour(500, OLDER);
        check();
        check();
        hour(500, OLDER);
        check();

        assertThat(slack.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.id()).isEqualTo("churn/20261122T10Z/live");
            assertThat(alert.title()).isEqualTo("churn: live traffic changed");
            assertThat(alert.sentence())
                    .startsWith("The rows that clients send to churn changed: ")
                    .endsWith(" in the last 24 hours. Version " + version + " is served.");
            assertThat(alert.reasons().get(0)).startsWith("'age' is higher than in training: ");
            assertThat(alert.dashboard()).contains("https://dashboard.example/churn#live");
            assertThat(alert.runs()).isEmpty();
        });
        assertThat(mail.alerts()).hasSize(1);
    }

    @Test
    void anotherChangeIsSentAndAChangeThatIsOverForThreeDaysIsSentAgain() throws Exception {
        hour(500, OLDER);
        check();
        hour(500, WITHOUT_COLOUR);
        check();
        assertThat(reasons(slack))
                .filteredOn(reason -> reason.contains("'colour'"))
                .singleElement()
                .asString()
                .startsWith("In 50.0 % of the rows, 'colour' is a category that training has not seen");

        for (int day = 0; day < 9; day++) {
            hour(500, NONE);
            check();
            clock.advance(Duration.ofHours(23));
        }
        int before = slack.alerts().size();
        hour(500, OLDER);
        check();

        assertThat(slack.alerts()).hasSize(before + 1);
        assertThat(slack.alerts().get(before).reasons().get(0)).startsWith("'age' is higher");
    }

    @Test
    void trafficLikeThatOfTrainingSendsNothing() throws Exception {
        for (int i = 0; i < 30; i++) {
            hour(500, NONE);
            check();
        }

        assertThat(slack.alerts()).isEmpty();
    }

    @Test
    void aChangeSinceTheWeekBeforeIsNamedAlthoughTheLiveRowsNeverWereLikeTraining() throws Exception {
        for (int day = 0; day < 7; day++) {
            hour(500, OLDER);
            check();
            clock.advance(Duration.ofHours(23));
        }
        int before = slack.alerts().size();
        for (int i = 0; i < 20; i++) {
            hour(500, row -> row[0] -= 15);
        }
        check();

        assertThat(slack.alerts().size()).isGreaterThan(before);
        assertThat(reasons(slack)).anyMatch(reason -> reason.contains("'age' is lower than in"));
    }

    @Test
    void theSettingsOfTheNewestRunTurnMessagesOffAndThePageStillHasTheAlert() throws Exception {
        hour(500, OLDER);
        Version invalid = buckets.train("churn", "age,target\n", "{\"alert\": {\"live\": false}}");
        check();

        assertThat(invalid).isNotEqualTo(version);
        assertThat(slack.alerts()).isEmpty();
        assertThat(watch().alerts(CHURN)).hasSize(1);

        buckets.train("churn", "age,target\n", "{\"alert\": {\"live\": true}}");
        check();

        assertThat(slack.alerts()).hasSize(1);
    }

    @Test
    void trafficThatStopsIsNamed() throws Exception {
        for (int day = 0; day < 8; day++) {
            hour(500, NONE);
            check();
            clock.advance(Duration.ofHours(23));
        }
        assertThat(slack.alerts()).isEmpty();
        clock.advance(Duration.ofHours(2));
        check();

        assertThat(reasons(slack))
                .containsExactly("0 rows in the last 24 hours; on each of the seven days before, at least 500");
    }

    @Test
    void aDestinationThatIsDownGetsTheMessageLaterAndTheOtherOnceOnly() throws Exception {
        mail.failFor(1000);
        hour(500, OLDER);
        assertThatThrownBy(this::check).isInstanceOf(IOException.class);
        mail.failFor(0);
        clock.advance(Duration.ofHours(1));
        check();

        assertThat(slack.alerts()).hasSize(1);
        assertThat(mail.alerts()).hasSize(1);
    }

    @Test
    void aCheckThatWasKilledBeforeItSentIsCompletedByTheNext() throws Exception {
        hour(500, OLDER);
        assertThat(watch().check(CHURN, version)).hasSize(1);

        check();
        clock.advance(Duration.ofHours(5));
        check();

        assertThat(slack.alerts()).hasSize(1);
    }

    @Test
    void instancesThatCheckAtTheSameTimeSendOneMessage() throws Exception {
        hour(500, OLDER);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                try {
                    // Waiting must not move the clock of the others, or their claims would expire.
                    alerts(Retries.within(Duration.ofMinutes(1))).checkLive(watch());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(slack.alerts()).extracting(Alert::id).containsExactly("churn/20261122T10Z/live");
    }
}
