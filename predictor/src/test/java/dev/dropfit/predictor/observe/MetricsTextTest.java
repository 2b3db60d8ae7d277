package dev.dropfit.predictor.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.registry.ModelName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The text of metrics, without a server. */
final class MetricsTextTest {
    private static final ModelName HEART = new ModelName("heart");

    private final Metrics metrics = new Metrics();

    private static Tally tally(int rows) {
        Tally tally = new Tally();
        tally.dialect("plain");
        tally.model(HEART, "1");
        tally.rows(rows);
        tally.warn(Tally.Warning.MISSING_VALUE);
        return tally;
    }

    @Test
    void aDurationBelongsToTheBucketOfItsUpperBound() {
        metrics.count(200, tally(1), 100_000);
        metrics.count(200, tally(1), 100_001);
        metrics.count(200, tally(1), TimeUnit.SECONDS.toNanos(60));

        assertThat(metrics.text(List.of()))
                .contains("dropfit_request_duration_seconds_bucket{dialect=\"plain\",le=\"1.0E-4\"} 1\n")
                .contains("dropfit_request_duration_seconds_bucket{dialect=\"plain\",le=\"2.5E-4\"} 2\n")
                .contains("dropfit_request_duration_seconds_bucket{dialect=\"plain\",le=\"10.0\"} 2\n")
                .contains("dropfit_request_duration_seconds_bucket{dialect=\"plain\",le=\"+Inf\"} 3\n")
                .contains("dropfit_request_duration_seconds_sum{dialect=\"plain\"} 60.000200001\n")
                .contains("dropfit_request_duration_seconds_count{dialect=\"plain\"} 3\n");
    }

    @Test
    void rowsAndWarningsOfFailedRequestsDoNotCount() {
        metrics.count(200, tally(3), 1);
        metrics.count(400, tally(5), 1);
        metrics.count(500, tally(7), 1);

        assertThat(metrics.text(List.of()))
                .contains("dropfit_rows_total{model=\"heart\"} 3\n")
                .contains("dropfit_warnings_total{model=\"heart\",kind=\"missing_value\"} 1\n")
                .contains("dropfit_requests_total{dialect=\"plain\",status=\"500\"} 1\n");
    }

    @Test
    void modelsInMemoryAreSortedWithTheTimeOfTheirPromotionIfItIsKnown() {
        String text = metrics.text(List.of(
                new LoadedModel(HEART, "2", Optional.empty()),
                new LoadedModel(new ModelName("flat"), "1", Optional.of(Instant.ofEpochSecond(7)))));

        assertThat(text)
                .contains("""
                        dropfit_model_info{model="flat",version="1"} 1
                        dropfit_model_info{model="heart",version="2"} 1
                        """)
                .contains("dropfit_model_promoted_timestamp_seconds{model=\"flat\"} 7\n")
                .doesNotContain("dropfit_model_promoted_timestamp_seconds{model=\"heart\"}");
    }
}
