package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.ClassDecision;
import dev.dropfit.core.registry.facts.ConfusionMatrix;
import dev.dropfit.core.registry.facts.ThresholdCounts;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How the settings decide between two classes. */
final class DecisionTest {
    private static final String COSTS = "\"costs\": {\"false_positive\": 1, \"false_negative\": 9}";

    @Test
    void costsLowerTheThresholdAndTheCostOfTheHoldout() throws Exception {
        Training training = train("{" + COSTS + "}");

        ClassDecision decision =
                RunRecord.of(training.model()).model().decision().orElseThrow();
        ConfusionMatrix confusion = training.holdout().orElseThrow().confusion().orElseThrow();

        assertThat(training.model().pipeline().threshold()).hasValue(0.1);
        assertThat(decision.positive()).isEqualTo("yes");
        assertThat(decision.threshold()).isEqualTo(0.1);
        double cost = confusion.counts().get(0).get(1)
                + 9.0 * confusion.counts().get(1).get(0);
        assertThat(decision.cost().orElseThrow().value())
                .isCloseTo(cost / training.holdout().orElseThrow().rows(), within(1e-12))
                .isLessThan(decision.costAtHalf());
        assertThat(decision.cost().orElseThrow().interval()).isPresent();
    }

    @Test
    void probabilitiesDoNotDependOnTheThreshold() throws Exception {
        Training plain = train("{}");
        Training careful = train("{\"threshold\": 0.1}");

        double[] own = new double[2];
        double[] other = new double[2];
        plain.model().scorer().score(new double[] {30}, own);
        careful.model().scorer().score(new double[] {30}, other);

        assertThat(own).isEqualTo(other);
        assertThat(plain.model().pipeline().threshold()).isEmpty();
        assertThat(decision(plain).threshold()).isEqualTo(0.5);
        assertThat(decision(careful).threshold()).isEqualTo(0.1);
        assertThat(decision(careful).thresholds()).isEqualTo(decision(plain).thresholds());
    }

    @Test
    void theCountsOfAThresholdAreThoseOfAModelThatHasIt() throws Exception {
        List<ThresholdCounts> counts = decision(train("{}")).thresholds();

        for (String threshold : List.of("0.07", "0.29", "0.57", "0.58")) {
            Training training = train("{\"threshold\": " + threshold + "}");
            List<List<Integer>> confusion =
                    training.holdout().orElseThrow().confusion().orElseThrow().counts();
            ThresholdCounts told = counts.get((int) Math.round(100 * Double.parseDouble(threshold)));
            assertThat(told)
                    .as(threshold)
                    .isEqualTo(new ThresholdCounts(
                            Double.parseDouble(threshold),
                            confusion.get(1).get(1),
                            confusion.get(0).get(1)));
        }
        assertThat(counts).hasSize(100);
        assertThat(counts.get(0).truePositives() + counts.get(0).falsePositives())
                .isEqualTo(train("{}").holdout().orElseThrow().rows());
    }

    private static ClassDecision decision(Training training) {
        return RunRecord.of(training.model()).model().decision().orElseThrow();
    }

    @Test
    void onlyALabelWithTwoClassesHasAThreshold() {
        assertThatThrownBy(() -> read(
                        Tables.csv("a,b", 60, row -> row % 7 + "," + "xyz".charAt(row % 3)), "{\"threshold\": 0.3}"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(
                        "dropfit.json: threshold is set, but the label 'b' has 3 classes; accepted is a label with two"
                                + " classes");
        assertThatThrownBy(() -> read(Tables.csv("a,b", 60, row -> row % 7 + "," + row / 7.0), "{" + COSTS + "}"))
                .hasMessage("dropfit.json: costs is set, but the label 'b' is a number; accepted is a label with two"
                        + " classes");
    }

    private static Training train(String settings) throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        String csv = Tables.csv("age,sick", 1000, row -> {
            double age = random.nextDouble(20, 80);
            return age + "," + (random.nextDouble() < 1 / (1 + Math.exp(0.1 * (60 - age))) ? "yes" : "no");
        });
        return Training.of(
                LinearDataset.of(read(csv, settings)), RunOrigin.ofFile(new Version("20261122T084133Z-1f0c2a9b")));
    }

    private static Dataset read(String csv, String settings) throws Exception {
        return Dataset.read(
                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), SettingsReader.read(settings));
    }
}
