package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.read.HeapBudget;
import dev.dropfit.trainer.read.TooLargeTableException;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.LearnerName;
import dev.dropfit.trainer.settings.SettingsReader;
import dev.dropfit.trainer.table.Table;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class AffordableLearnerTest {
    private static final long PLENTY = 1L << 31;

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void withoutASettingLearnersAreCompared() throws Exception {
        AffordableLearner learner = learner("{}", 2_000, PLENTY);

        assertThat(learner.name()).isEqualTo(LearnerName.AUTO);
        assertThat(learner.note()).isEmpty();
    }

    @Test
    void ifOnlyALinearModelFitsIntoMemoryItIsFittedAndTheNoteSaysHowMuchTheOthersNeed() throws Exception {
        AffordableLearner learner = learner("{}", 2_000, 20L << 20);

        assertThat(learner.name()).isEqualTo(LearnerName.LOGISTIC_REGRESSION);
        assertThat(learner.note().map(Anomaly::name)).contains("only-linear");
        assertThat(learner.note().map(Anomaly::message).orElseThrow())
                .matches("only a linear model fits into the memory of 20 MB, so it is fitted without a comparison with"
                        + " trees\\. To compare them, give the trainer more memory: on Cloud Functions,"
                        + " --memory=\\d+Mi");
    }

    @Test
    void ifTreesTakeTooLongALinearModelIsFitted() throws Exception {
        AffordableLearner learner = learner("{\"budget\": {\"seconds\": 1}}", 60_000, PLENTY);

        assertThat(learner.name()).isEqualTo(LearnerName.LOGISTIC_REGRESSION);
        assertThat(learner.note().map(Anomaly::message))
                .contains("trees would take too long for this many rows, columns and classes, so a linear model is"
                        + " fitted without a comparison with them. Fewer rows or columns, or a larger budget in"
                        + " dropfit.json, would allow trees");
    }

    @Test
    void whereALargerPlaceCouldCompareTreesTheDatasetIsTooLargeHere() {
        assertThatThrownBy(() -> learner("{}", 2_000, 20L << 20, false))
                .isInstanceOf(TooLargeTableException.class)
                .hasMessageContaining("The dataset does not fit into memory: about 2,000 rows need a heap of");
    }

    @Test
    void aLearnerOfTheSettingsStays() throws Exception {
        AffordableLearner learner = learner("{\"learner\": \"gradient-boosting\"}", 2_000, 1 << 20);

        assertThat(learner).extracting(AffordableLearner::name).isEqualTo(LearnerName.GRADIENT_BOOSTING);
    }

    @Test
    void whileADatasetIsReadTheModelThatNeedsLeastMemoryCounts() throws Exception {
        Table table = table(2_000);
        Schema schema = SchemaInference.infer(table, SettingsReader.read("{}"));

        double least = HeapBudget.heap(table, schema, AffordableLearner.leastMemory(LearnerName.AUTO, 0.2, 60));

        assertThat(least)
                .isEqualTo(HeapBudget.heap(table, schema, new FittingMemory(LearnerName.LOGISTIC_REGRESSION, 0.2, 60)))
                .isLessThan(HeapBudget.heap(table, schema, new FittingMemory(LearnerName.AUTO, 0.2, 60)));
    }

    private AffordableLearner learner(String settings, int rows, long heap) throws Exception {
        return learner(settings, rows, heap, true);
    }

    private AffordableLearner learner(String settings, int rows, long heap, boolean largest) throws Exception {
        Table table = table(rows);
        var said = SettingsReader.read(settings);
        return AffordableLearner.of(
                said,
                table,
                SchemaInference.infer(table, said),
                20L * rows,
                new Capacity("function", heap, 540, largest));
    }

    private Table table(int rows) throws Exception {
        return Tables.read(Tables.csv(
                "a,b,c,d,target",
                rows,
                row -> random.nextGaussian() + "," + random.nextGaussian() + "," + random.nextGaussian() + ","
                        + random.nextGaussian() + "," + (random.nextBoolean() ? "yes" : "no")));
    }
}
