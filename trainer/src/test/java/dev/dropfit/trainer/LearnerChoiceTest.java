package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import dev.dropfit.core.model.Feature;
import dev.dropfit.trainer.LearnerChoice.Scored;
import dev.dropfit.trainer.settings.LearnerName;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.table.FeatureFitter;
import dev.dropfit.trainer.table.FeatureTable;
import dev.dropfit.trainer.table.Schema;
import dev.dropfit.trainer.table.SchemaInference;
import dev.dropfit.trainer.table.Split;
import dev.dropfit.trainer.table.Table;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LearnerChoiceTest {
    private static final Split SPLIT = Split.of(Settings.DEFAULT_HOLDOUT);

    @Test
    void whereTheTruthIsLinearALinearModelIsChosen() throws Exception {
        Random random = new Random(1);
        String csv = Tables.csv("a,b,c,target", 1_500, row -> {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            double c = random.nextGaussian();
            boolean positive = random.nextDouble() < 1 / (1 + Math.exp(-a - 2 * b + c));
            return a + "," + b + "," + c + "," + (positive ? "yes" : "no");
        });

        LearnerChoice choice = choose(LearnerName.AUTO, csv);

        assertThat(choice.chosen().name()).isEqualTo(LearnerName.LOGISTIC_REGRESSION);
    }

    @Test
    void whereColumnsWorkTogetherTreesAreChosen() throws Exception {
        LearnerChoice choice = choose(LearnerName.AUTO, interaction());

        assertThat(choice.chosen().name()).isEqualTo(LearnerName.GRADIENT_BOOSTING);
        assertThat(choice.scored()).hasSize(3);
        double best = choice.scored().stream().mapToDouble(Scored::loss).min().orElseThrow();
        assertThat(choice.scored())
                .filteredOn(scored -> scored.candidate().equals(choice.chosen()))
                .allMatch(scored -> scored.loss() == best);
    }

    @Test
    void theRecordHasEveryCandidateWithItsScore() throws Exception {
        JsonArray candidates = choose(LearnerName.AUTO, interaction()).toJson();

        assertThat(candidates).hasSize(3).allSatisfy(candidate -> {
            assertThat(candidate.getAsJsonObject().get("rmse").getAsDouble()).isBetween(0.05, 2.0);
            assertThat(candidate.getAsJsonObject().has("chosen")).isTrue();
        });
        assertThat(candidates)
                .extracting(
                        candidate -> candidate.getAsJsonObject().get("learner").getAsString())
                .containsExactly("linear-regression", "gradient-boosting", "gradient-boosting");
    }

    @Test
    void aCandidateThatKnowsNothingScoresAsTheMeanDoes() throws Exception {
        Random random = new Random(2);
        String csv = Tables.csv("a,target", 2_000, row -> random.nextGaussian() + "," + random.nextGaussian());

        assertThat(choose(LearnerName.AUTO, csv).scored())
                .allSatisfy(scored -> assertThat(scored.loss()).isCloseTo(1, within(0.06)));
    }

    @Test
    void aNamedLearnerIsTakenWithoutComparing() throws Exception {
        assertThat(choose(LearnerName.GRADIENT_BOOSTING, interaction()))
                .satisfies(choice -> assertThat(choice.chosen().name()).isEqualTo(LearnerName.GRADIENT_BOOSTING))
                .satisfies(choice -> assertThat(choice.scored()).isEmpty());
        assertThat(choose(LearnerName.LINEAR_REGRESSION, interaction()).chosen().name())
                .isEqualTo(LearnerName.LINEAR_REGRESSION);
    }

    private static String interaction() {
        Random random = new Random(3);
        return Tables.csv("a,b,target", 1_500, row -> {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            return a + "," + b + "," + (a * b > 0 ? 1 : -1) * (1 + random.nextDouble());
        });
    }

    private static LearnerChoice choose(LearnerName name, String csv) throws Exception {
        Table table = Tables.read(csv);
        Schema schema = SchemaInference.infer(table, Settings.NONE);
        List<Feature> features = new FeatureFitter(table, SPLIT).fit(schema);
        return LearnerChoice.of(name, new FeatureTable(table, features), schema.target(), SPLIT);
    }
}
