package dev.dropfit.trainer.learn.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With enough rows for a start from a sample, whose factors are reused. */
final class NewtonSolverTest {
    private static final int ROWS = 150_000;
    private static final Loss LOSS = new Loss.Logistic();

    private static Table table;
    private static FeatureTable features;
    private static Split split;
    private static Target target;

    @BeforeAll
    static void readTheRows() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        table = Tables.read(Tables.csv("a,b,c,target", ROWS, row -> {
            int a = random.nextInt(1_000);
            int b = random.nextInt(1_000);
            int c = random.nextInt(9);
            double margin = a / 200.0 - b / 500.0 + (c % 3) - 2.5;
            boolean yes = random.nextDouble() < 1 / (1 + Math.exp(-margin));
            return a + "," + b + ",k" + c + "," + (yes ? "yes" : "no");
        }));
        Schema schema = SchemaInference.infer(table, Settings.NONE);
        split = Split.of(0.2);
        features = new FeatureTable(table, new FeatureFitter(table, split).fit(schema));
        target = schema.target();
    }

    @Test
    void noStepIsLeftAtTheMinimum() {
        LinearObjective objective = objective();
        LinearObjective.Iterate end = objective.withHessianAt(NewtonSolver.minimise(objective));

        double[] left = CholeskyFactors.of(end.hessian, end.gradient.length)
                .orElseThrow()
                .solve(end.gradient);

        assertThat(Arrays.stream(left).map(Math::abs).max().orElseThrow()).isLessThan(1e-11);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void theMinimumHasTheSameBitsInAnyNumberOfParts(int parts) {
        double[] whole = NewtonSolver.minimise(objective());

        assertThat(NewtonSolver.minimise(objective(rows().inParts(parts)))).isEqualTo(whole);
    }

    @Test
    void partsAreMergedInTheirOrderOnly() {
        PartialSums first = new PartialSums(0, List.of(new double[] {1}, new double[] {1e16}));
        PartialSums second = new PartialSums(2, List.of(new double[] {-1e16}));

        assertThat(first.merge(second).total()).containsExactly(0);
        assertThatThrownBy(() -> second.merge(first))
                .hasMessage("A part that begins with group 0 does not follow one that ends before group 3");
    }

    private static LinearObjective objective() {
        return objective(rows());
    }

    private static LinearObjective objective(TableRows rows) {
        return new LinearObjective(rows, LOSS, 1, new Work(Double.POSITIVE_INFINITY));
    }

    private static TableRows rows() {
        return new TableRows(features, Targets.ofMargins(table, target), split, LOSS);
    }
}
