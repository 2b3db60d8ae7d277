package dev.dropfit.monitor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.MovedClock;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Outcomes;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.Interval;
import dev.dropfit.core.registry.facts.MetricValues;
import dev.dropfit.monitor.dashboard.TrainedBuckets;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A version that predicts worse than promised is reported once. */
final class OutcomeAlertsTest {
    private static final ModelName CHURN = new ModelName("churn");

    private final MovedClock clock = new MovedClock();
    private final TrainedBuckets buckets = new TrainedBuckets();
    private final Outbox slack = new Outbox("slack");

    private Version version;

    @BeforeEach
    void train() throws IOException {
        version = buckets.train("churn", TrainedBuckets.classes(300));
    }

    private void process(Version of, long rows, boolean below) throws IOException {
        Outcomes outcomes = new Outcomes(
                clock.instant(),
                List.of(),
                0,
                0,
                List.of(new Outcomes.OfVersion(
                        of,
                        Metric.ROC_AUC,
                        rows,
                        metric(0.7, 0.6, 0.78),
                        metric(0.9, 0.87, 0.93),
                        200,
                        below,
                        List.of())));
        Bucket models = buckets.models();
        buckets.registry()
                .writeOutcomes(
                        CHURN, outcomes, buckets.registry().readOutcomes(CHURN).generation());
        new Alerts(models, List.of(slack), Optional.empty(), clock, clock.retries(Duration.ofMinutes(2)))
                .processOutcomes(CHURN);
    }

    private static MetricValues metric(double value, double low, double high) {
        return new MetricValues(Map.of(Metric.ROC_AUC, value), Map.of(Metric.ROC_AUC, new Interval(low, high)));
    }

    @Test
    void aBrokenPromiseIsSentOnceWhateverLabelsFollow() throws Exception {
        process(version, 40, false);
        assertThat(slack.alerts()).isEmpty();

        process(version, 130, true);
        process(version, 130, true);
        process(version, 190, true);

        assertThat(slack.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.id()).isEqualTo("churn/outcome-" + version + "/outcome");
            assertThat(alert.sentence())
                    .isEqualTo("130 labels of churn have come true, and the predictions were worse than the holdout"
                            + " promised, beyond chance. Version " + version + " is served.");
            assertThat(alert.reasons())
                    .containsExactly(
                            "roc_auc 0.700 (0.600 to 0.780), promised 0.900 (0.870 to 0.930) on 200 rows of the"
                                    + " holdout");
        });
    }

    @Test
    void aVersionThatIsNotServedAnyMoreNeedsNoPerson() throws Exception {
        process(new Version("20261101T000000Z-00000001"), 130, true);

        assertThat(slack.alerts()).isEmpty();
    }
}
