package dev.dropfit.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.facts.ClassCurve;
import dev.dropfit.core.registry.facts.ClassFacts;
import dev.dropfit.core.registry.facts.Estimate;
import dev.dropfit.core.registry.facts.Interval;
import dev.dropfit.core.registry.facts.ResidualFacts;
import dev.dropfit.core.registry.facts.SliceFacts;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldoutTablesTest {
    private static final Estimate HALF = new Estimate(0.5, Optional.of(new Interval(0.4, 0.6)));

    @Test
    void aClassHasItsFiguresWithIntervals() {
        assertThat(HoldoutTables.classes(
                                List.of(new ClassFacts("yes", 1200, HALF, HALF, Estimate.NONE, ClassCurve.NONE)))
                        .lines())
                .containsExactly(
                        "class   rows  precision               recall                  f1",
                        "yes    1,200  0.500 (0.400 to 0.600)  0.500 (0.400 to 0.600)  -");
    }

    @Test
    void ofManyClassesTheFirstAreShown() {
        List<ClassFacts> classes = IntStream.range(0, 13)
                .mapToObj(k -> new ClassFacts("class " + k, 1, HALF, HALF, HALF, ClassCurve.NONE))
                .toList();

        assertThat(HoldoutTables.classes(classes).lines()).hasSize(12).last().isEqualTo("3 more in the record");
    }

    @Test
    void aSliceSaysWhyItIsBad() {
        assertThat(HoldoutTables.slices(List.of(
                                new SliceFacts("town", "is north", 230, Metric.ROC_AUC, HALF, true),
                                new SliceFacts("age", "is below 30", 51, Metric.ROC_AUC, HALF, false)))
                        .lines())
                .containsExactly(
                        "worst where      rows  roc_auc",
                        "town is north     230  0.500 (0.400 to 0.600)  wrong more often than its probabilities say",
                        "age is below 30    51  0.500 (0.400 to 0.600)");
        assertThat(HoldoutTables.slices(List.of(new SliceFacts("town", "is north", 230, Metric.RMSE, HALF, true)))
                        .lines())
                .last()
                .asString()
                .endsWith("larger error than on all rows");
    }

    @Test
    void errorsAreShownByPrediction() {
        assertThat(HoldoutTables.errors(new ResidualFacts(
                                new TreeMap<>(), List.of(new ResidualFacts.Group(20, 1000, 1200.5, HALF))))
                        .lines())
                .containsExactly(
                        "mean prediction  rows  mean label  mae",
                        "           1000    20        1201  0.500 (0.400 to 0.600)");
    }
}
