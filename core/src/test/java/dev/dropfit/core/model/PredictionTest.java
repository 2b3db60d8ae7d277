package dev.dropfit.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PredictionTest {
    private static final List<Feature> FEATURES = List.of(
            new Feature.Numeric("age", 0, 0, 1),
            new Feature.Numeric("day", Optional.of(DatePart.of(DatePart.Component.YEAR)), 0, 0, 1),
            new Feature.Numeric("day", Optional.of(DatePart.of(DatePart.Component.MONTH)), 0, 0, 1));

    /** Scores a row by its first values, and explains it by all of them. */
    private static Model model(Target target) {
        Scorer scorer = new Scorer() {
            @Override
            public void score(double[] row, double[] scores) {
                System.arraycopy(row, 0, scores, 0, scores.length);
            }

            @Override
            public double contributions(double[] row, int output, double[] contributions) {
                System.arraycopy(row, 0, contributions, 0, row.length);
                return output;
            }
        };
        return new Model(
                new Pipeline("label", "output", "none", target, FEATURES, List.of()), scorer, new JsonObject());
    }

    private static Model classes() {
        return model(new Target.Classes(List.of("a", "b", "c"), Map.of()));
    }

    @Test
    void theClassOfTheHighestProbabilityIsPredictedAndOfEqualOnesTheFirst() throws NumbersTooLargeException {
        Prediction prediction = new Prediction(classes());

        prediction.predict(new double[] {0.2, 0.4, 0.4});

        assertThat(prediction.index()).isEqualTo(1);
        assertThat(prediction.score()).isEqualTo(0.4);
        assertThat(prediction.scores()).containsExactly(0.2, 0.4, 0.4);
    }

    @Test
    void thePositiveClassIsPredictedFromTheThresholdOn() throws NumbersTooLargeException {
        Model two = model(new Target.Classes(List.of("no", "yes"), Map.of()));
        Prediction prediction =
                new Prediction(new Model(two.pipeline().withThreshold(0.3), two.scorer(), two.metrics()));

        prediction.predict(new double[] {0.7, 0.3, 0});
        assertThat(prediction.index()).isEqualTo(1);
        assertThat(prediction.score()).isEqualTo(0.3);

        prediction.predict(new double[] {0.71, 0.29, 0});
        assertThat(prediction.index()).isZero();
        assertThat(prediction.score()).isEqualTo(0.71);
    }

    @Test
    void onlyAModelWithTwoClassesHasAThreshold() {
        Pipeline three = classes().pipeline();
        Pipeline number = model(new Target.Quantity()).pipeline();
        Pipeline two = model(new Target.Classes(List.of("no", "yes"), Map.of())).pipeline();

        assertThatThrownBy(() -> three.withThreshold(0.3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> number.withThreshold(0.3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> two.withThreshold(1.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> two.withThreshold(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aQuantityIsItsOnlyScore() throws NumbersTooLargeException {
        Prediction prediction = new Prediction(model(new Target.Quantity()));

        prediction.predict(new double[] {-7, 1, 1});

        assertThat(prediction.outputs()).isEqualTo(1);
        assertThat(prediction.score()).isEqualTo(-7);
    }

    @Test
    void aScoreThatIsNotFiniteIsNoPrediction() {
        Prediction prediction = new Prediction(classes());

        assertThatThrownBy(() -> prediction.predict(new double[] {0, Double.POSITIVE_INFINITY, 0}))
                .isInstanceOf(NumbersTooLargeException.class)
                .hasMessage("numbers that are too large to predict from; accepted are numbers like those of training");
    }

    @Test
    void anExplanationHasOneContributionPerColumnLargestFirstWhateverItsSign() throws NumbersTooLargeException {
        Model model = classes();

        Explanation explanation = Explanation.of(model, model.pipeline().inputs(), new double[] {2, -1, -2}, 1);

        assertThat(explanation.base()).isEqualTo(1);
        assertThat(explanation.contributions()).containsExactly(2, -3);
        assertThat(explanation.lines()).extracting(Explanation.Line::input).containsExactly(1, 0);
    }

    @Test
    void aContributionThatIsNotFiniteIsNoExplanation() {
        Model model = classes();

        assertThatThrownBy(() -> Explanation.of(
                        model, model.pipeline().inputs(), new double[] {0, Double.MAX_VALUE, Double.MAX_VALUE}, 0))
                .isInstanceOf(NumbersTooLargeException.class);
    }
}
