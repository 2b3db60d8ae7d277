package dev.dropfit.core.live.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.live.TrialCounts;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.Champion;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Trial;
import dev.dropfit.core.registry.Verdict;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.DatasetFacts;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.MetricValues;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.core.registry.facts.ResidualFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrialRuleTest {
    private static final Version SERVED = new Version("20261122T080000Z-00000001");
    private static final Version TRIED = new Version("20261122T080000Z-00000002");
    private static final List<Long> EVEN = List.of(1000L, 1000L, 1000L, 1000L);

    private static RunRecord run(Version version, Verdict verdict, Metric metric, double value, double champion) {
        ModelFacts model = new ModelFacts(
                ModelFacts.NONE.task(),
                "",
                "",
                Optional.empty(),
                "",
                Optional.empty(),
                ModelFacts.NONE.gateThreshold(),
                Optional.empty(),
                0,
                Double.NaN,
                Evaluation.ofNumbers(100, new MetricValues(Map.of(metric, value)), ResidualFacts.NONE),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                ModelFacts.NONE.trees(),
                List.of(),
                List.of(),
                ModelFacts.NONE.labels(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                ModelFacts.NONE.dependence(),
                ModelFacts.NONE.worstRows());
        return RunRecord.of(RunOrigin.ofFile(version), DatasetFacts.NONE, model)
                .judged(
                        verdict,
                        List.of(),
                        List.of(),
                        Optional.of(new Champion(SERVED.value(), new MetricValues(Map.of(metric, champion)))),
                        Optional.empty(),
                        new byte[0]);
    }

    private static TrialReport report(TrialCounts counts, Verdict verdict, Metric metric, double... values) {
        Trial trial = new Trial(
                Trial.Kind.CANARY,
                TRIED,
                SERVED,
                1,
                Instant.EPOCH,
                List.of(new Trial.Step(5, 1)),
                0,
                Optional.empty(),
                "",
                "");
        return new TrialReport(
                trial,
                false,
                Instant.EPOCH,
                counts,
                counts.scores().isEmpty() ? List.of() : EVEN,
                Optional.of(run(TRIED, verdict, metric, values[0], values[1])),
                Optional.of(run(SERVED, Verdict.PROMOTED, metric, values[2], Double.NaN)),
                Optional.empty());
    }

    private static TrialCounts agreeing(long rows, long agreed) {
        return new TrialCounts(rows, 0, rows, 0, agreed, 0, List.of(), List.of());
    }

    @Test
    void twoGoodVersionsThatDisagreeMoreThanTheyCanSpeakAgainstTheTriedOne() {
        assertThat(TrialRule.objection(report(agreeing(1000, 700), Verdict.PROMOTED, Metric.VAL_ACC, 90, 90, 90)))
                .contains("It predicts the same class as the served version in 70.0 % of 1,000 rows; two versions as"
                        + " good as promised agree in at least 80.0 %");
        assertThat(TrialRule.objection(report(agreeing(1000, 810), Verdict.PROMOTED, Metric.VAL_ACC, 90, 90, 90)))
                .isEmpty();
    }

    @Test
    void aDifferenceThatMayBeChanceDoesNot() {
        assertThat(TrialRule.objection(report(agreeing(200, 150), Verdict.PROMOTED, Metric.VAL_ACC, 90, 90, 90)))
                .isEmpty();
        assertThat(TrialRule.objection(report(agreeing(199, 0), Verdict.PROMOTED, Metric.VAL_ACC, 90, 90, 90)))
                .isEmpty();
    }

    @Test
    void aNewModelMayDisagreeWithOneThatIsBadOnTheNewDataset() {
        assertThat(TrialRule.objection(report(agreeing(1000, 550), Verdict.PROMOTED, Metric.VAL_ACC, 90, 60, 90)))
                .isEmpty();
    }

    @Test
    void aVersionThatTheGateDidNotAcceptHasToBeAsGoodAsTheServedOneWas() {
        assertThat(TrialRule.objection(report(agreeing(1000, 200), Verdict.REJECTED, Metric.VAL_ACC, 90, 10, 90)))
                .isPresent();
    }

    @Test
    void numbersMayDifferByBothMeanErrors() {
        TrialCounts near = new TrialCounts(1000, 0, 1000, 0, 400, 2_000_000_000L, List.of(), List.of());
        TrialCounts far = new TrialCounts(1000, 0, 1000, 0, 100, 4_000_000_000L, List.of(), List.of());

        assertThat(TrialRule.objection(report(near, Verdict.PROMOTED, Metric.MAE, 10, 10, 10)))
                .isEmpty();
        assertThat(TrialRule.objection(report(far, Verdict.PROMOTED, Metric.MAE, 10, 10, 10)))
                .contains("Its predictions differ from those of the served version by 40 on average, in 1,000 rows; two"
                        + " versions as good as promised differ by at most 20");
    }

    @Test
    void scoresThatAreUnlikeBothTheServedVersionAndTheHoldoutSpeakAgainstIt() {
        List<Long> shifted = List.of(100L, 100L, 100L, 700L);
        List<Long> usual = List.of(250L, 250L, 250L, 250L);

        assertThat(TrialRule.objection(report(scored(shifted, usual), Verdict.PROMOTED, Metric.VAL_ACC, 60, 60, 60)))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("Its scores are distributed unlike those of the served version (PSI "));
        // The rows have changed, and both versions see that.
        assertThat(TrialRule.objection(report(scored(shifted, shifted), Verdict.PROMOTED, Metric.VAL_ACC, 60, 60, 60)))
                .isEmpty();
        // The new dataset has other shares of classes, and live traffic too.
        assertThat(TrialRule.objection(report(scored(usual, shifted), Verdict.PROMOTED, Metric.VAL_ACC, 60, 60, 60)))
                .isEmpty();
    }

    private static TrialCounts scored(List<Long> scores, List<Long> served) {
        return new TrialCounts(1000, 0, 1000, 0, 900, 0, scores, served);
    }

    @Test
    void twoFailuresOfManyRequestsAreNotEnough() {
        TrialCounts few = new TrialCounts(100, 2, 98, 0, 98, 0, List.of(), List.of());

        assertThat(TrialRule.objection(report(few, Verdict.PROMOTED, Metric.VAL_ACC, 90, 90, 90)))
                .isEmpty();
    }

    /** Two versions with independent errors, checked each hour for a day. {@code -Ddropfit.trials} repeats it more often. */
    @ParameterizedTest
    @ValueSource(doubles = {0.6, 0.8, 0.95})
    void versionsThatAreAsGoodAsPromisedAreNotRolledBack(double accuracy) {
        SplittableRandom random = new SplittableRandom(1);
        List<Integer> rolledBack = new ArrayList<>();
        for (int trial = 0; trial < Integer.getInteger("dropfit.trials", 100); trial++) {
            long rows = 0;
            long agreed = 0;
            for (int check = 0; check < 24; check++) {
                for (int row = 0; row < 100; row++) {
                    boolean first = random.nextDouble() < accuracy;
                    boolean second = random.nextDouble() < accuracy;
                    agreed += first == second ? 1 : 0;
                    rows++;
                }
                TrialReport report = report(
                        agreeing(rows, agreed),
                        Verdict.PROMOTED,
                        Metric.VAL_ACC,
                        100 * accuracy,
                        100 * accuracy,
                        100 * accuracy);
                if (TrialRule.objection(report).isPresent()) {
                    rolledBack.add(trial);
                }
            }
        }
        assertThat(rolledBack).isEmpty();
    }
}
