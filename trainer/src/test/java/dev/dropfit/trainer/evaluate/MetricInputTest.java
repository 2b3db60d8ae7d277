package dev.dropfit.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricInputTest {
    @ParameterizedTest
    @EnumSource(Metric.class)
    void aSampleHasTheMetricsOfItsRows(Metric metric) {
        SplittableRandom random = new SplittableRandom(5);
        int outputs = metric.classification() ? 3 : 1;
        Target target =
                metric.classification() ? new Target.Classes(List.of("a", "b", "c"), Map.of()) : new Target.Quantity();
        // Few different scores, so that many are equal.
        Scores scores = new Scores(
                outputs,
                random.ints(300L * outputs, 1, 9).mapToDouble(i -> i / 10.0).toArray(),
                random.ints(300, 0, 3).mapToDouble(i -> i).toArray());
        int[] rows = random.ints(200, 0, 300).toArray();
        MetricInput all = new MetricInput(scores, target);
        MetricFunctions.of(metric, all);

        double sampled = MetricFunctions.of(metric, all.sample(rows));

        assertThat(sampled).isEqualTo(MetricFunctions.of(metric, scores.sample(rows), target));
    }
}
