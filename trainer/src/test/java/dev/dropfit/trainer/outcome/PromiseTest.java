package dev.dropfit.trainer.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.registry.ArchivedModel;
import dev.dropfit.core.registry.Outcomes;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.MetricValues;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Live figures cover the truth, and a promise that is kept hardly ever looks broken. */
final class PromiseTest {
    private static final int SIMULATIONS = 500;

    /** Of probabilities that are evenly distributed and exactly right. */
    private static final double TRUE_AUC = 5.0 / 6;

    private static Version version;
    private static Model model;
    private static RunRecord record;

    @BeforeAll
    static void train() throws IOException {
        MemoryBucket models = new MemoryBucket(Loans.START);
        version = Loans.train(new MemoryBucket(Loans.START), models, 1);
        Registry registry = new Registry(models);
        model = ArchivedModel.read(registry, Loans.MODEL, version).model();
        record = registry.readRecord(Loans.MODEL, version).orElseThrow();
    }

    /** @param wrong the share of labels that are chance */
    private static Outcomes.OfVersion simulated(int rows, double wrong, SplittableRandom random) {
        PredictingVersion simulated = new PredictingVersion(version, model, record);
        for (int i = 0; i < rows; i++) {
            double probability = random.nextDouble();
            boolean chance = random.nextDouble() < wrong;
            double label = random.nextDouble() < (chance ? 0.5 : probability) ? 1 : 0;
            simulated.add(new Labelled(i, 1, label, new double[] {1 - probability, probability}, null));
        }
        return simulated.figures().orElseThrow();
    }

    @Test
    void theIntervalOfTheLiveMetricCoversTheTruthIn95PercentOf500Simulations() {
        SplittableRandom random = new SplittableRandom(5);
        int covered = 0;
        for (int i = 0; i < SIMULATIONS; i++) {
            Outcomes.OfVersion figures = simulated(60 + i, 0, random);
            var interval = figures.metrics().interval(Metric.ROC_AUC).orElseThrow();
            covered += interval.low() <= TRUE_AUC && TRUE_AUC <= interval.high() ? 1 : 0;
        }

        System.getLogger("live")
                .log(System.Logger.Level.INFO, "the interval covers in {0} of {1}", covered, SIMULATIONS);
        // 95 % of 500 are 475; the standard deviation is 5.
        assertThat(covered).isBetween(461, 489);
    }

    @Test
    void aPromiseThatIsKeptHardlyEverLooksBrokenAndABrokenOneIsFound() {
        SplittableRandom random = new SplittableRandom(6);
        int broken = 0;
        int found = 0;
        for (int i = 0; i < SIMULATIONS; i++) {
            MetricValues promised = simulated(200, 0, random).metrics();
            broken += Promise.isBroken(Metric.ROC_AUC, simulated(300, 0, random).metrics(), 300, promised) ? 1 : 0;
            found +=
                    Promise.isBroken(Metric.ROC_AUC, simulated(300, 0.6, random).metrics(), 300, promised) ? 1 : 0;
        }

        assertThat(broken).isLessThanOrEqualTo(3);
        assertThat(found).isGreaterThan(SIMULATIONS * 8 / 10);
    }

    @Test
    void fewRowsBreakNoPromise() {
        SplittableRandom random = new SplittableRandom(7);
        MetricValues promised = simulated(500, 0, random).metrics();
        MetricValues live = simulated(49, 1, random).metrics();

        assertThat(Promise.isBroken(Metric.ROC_AUC, live, 49, promised)).isFalse();
    }
}
