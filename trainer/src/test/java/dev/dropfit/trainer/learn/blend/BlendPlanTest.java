package dev.dropfit.trainer.learn.blend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.trainer.feature.ColumnSize;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.learn.boost.BoostingLearner;
import dev.dropfit.trainer.learn.forest.ForestLearner;
import dev.dropfit.trainer.learn.linear.LinearLearner;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.settings.Settings;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlendPlanTest {
    @Test
    void aSmallTableTriesEverythingOnAllFolds() {
        BlendPlan plan = plan(5_000, 20, 2, Settings.DEFAULT_BUDGET);

        assertThat(plan.folds()).isEqualTo(5);
        assertThat(plan.members()).hasSize(8);
        assertThat(plan.rows()).isEqualTo(50_000);
    }

    @Test
    void aTableOfFewRowsTriesNoLargeTrees() {
        assertThat(plan(399, 13, 2, Settings.DEFAULT_BUDGET).members())
                .contains(new Member.Boosted(6))
                .doesNotContain(new Member.Boosted(BoostingLearner.DEFAULT_LEAVES));
    }

    @ParameterizedTest
    @ValueSource(ints = {5_000, 40_000})
    void smallTreesTakeThePlaceOfLargeOnesWhereAClassIsRare(int rows) {
        BlendPlan plan = plan(rows, 14, 2, Settings.DEFAULT_BUDGET);

        assertThat(plan.members(400)).isEqualTo(plan.members());
        assertThat(plan.members(399))
                .containsOnlyOnce(new Member.Boosted(4))
                .doesNotContain(new Member.Boosted(BoostingLearner.DEFAULT_LEAVES))
                .contains(new Member.Forest(ForestLearner.Kind.EXTRA_TREES));
    }

    @Test
    void aSmallTableOfManyClassesTriesEverythingToo() {
        assertThat(plan(690, 10, 11, Settings.DEFAULT_BUDGET))
                .returns(5, BlendPlan::folds)
                .extracting(BlendPlan::members)
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(8);
    }

    @Test
    void lessWorkMeansFewerMembersFoldsAndRows() {
        List<BlendPlan> plans = List.of(plan(5_000, 20, 2, 60), plan(5_000, 20, 2, 8), plan(5_000, 20, 2, 0.1));

        for (int i = 1; i < plans.size(); i++) {
            assertThat(work(plans.get(i), 5_000, 20, 2)).isLessThan(work(plans.get(i - 1), 5_000, 20, 2));
        }
        assertThat(plans.get(2).members()).hasSizeLessThan(8);
    }

    @ParameterizedTest
    @CsvSource({"5000, 20, 2", "6000, 30, 2", "50000, 30, 2", "20000, 16, 10", "200000, 30, 2"})
    void thePlanStaysWithinTheBudget(int rows, int columns, int outputs) {
        BlendPlan plan = plan(rows, columns, outputs, Settings.DEFAULT_BUDGET);

        assertThat(work(plan, rows, columns, outputs))
                .isLessThanOrEqualTo(Settings.DEFAULT_BUDGET * BlendPlan.UNITS_PER_SECOND);
    }

    @Test
    void treesOfSeveralSizesAreNotComparedOnASmallPartOfTheRows() {
        assertThat(plan(1_000_000, 13, 2, Settings.DEFAULT_BUDGET).members())
                .containsExactly(
                        new Member.Linear(LinearLearner.DEFAULT_PENALTY),
                        new Member.Boosted(BoostingLearner.DEFAULT_LEAVES));
    }

    @Test
    void aLinearModelWithTooManyWeightsIsNotTried() {
        BlendPlan plan = plan(20_000, 500, 1_000, Settings.DEFAULT_BUDGET);

        assertThat(plan.members()).noneMatch(Member.Linear.class::isInstance);
    }

    @Test
    void treesAloneAreFittedWhereTheWeightsOfALinearModelWouldTakeTooLong() {
        List<ColumnSize> codes = Collections.nCopies(90, new ColumnSize(ColumnKind.CATEGORICAL, 250, true));

        assertThat(BlendPlan.of(2_195, ModelSize.of(60, codes), codes, Settings.DEFAULT_BUDGET)
                        .members())
                .containsExactly(new Member.Boosted(BoostingLearner.DEFAULT_LEAVES));
    }

    private static BlendPlan plan(int rows, int columns, int outputs, double seconds) {
        return BlendPlan.of(rows, ModelSize.of(outputs, columns(columns)), columns(columns), seconds);
    }

    private static double work(BlendPlan plan, int rows, int columns, int outputs) {
        return plan.work(rows, ModelSize.of(outputs, columns(columns)), columns(columns));
    }

    private static List<ColumnSize> columns(int count) {
        return Collections.nCopies(count, new ColumnSize(ColumnKind.NUMERIC, 500, true));
    }
}
