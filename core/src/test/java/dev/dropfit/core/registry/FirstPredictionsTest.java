package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FirstPredictionsTest {
    private static final Feature AGE = new Feature.Numeric("age", 50, 50, 10);
    private static final Feature COLOUR = new Feature.Categorical("colour", List.of("blue", "red"), false, true);

    @Test
    void aModelPredictsARowOfFirstLevelsAndARowWithoutValues() throws InvalidModelException {
        List<List<Double>> rows = new ArrayList<>();

        FirstPredictions.check(model(row -> {
            rows.add(List.of(row[0], row[1]));
            return 1;
        }));

        assertThat(rows).containsExactly(List.of(0.0, 0.0), List.of(Double.NaN, COLOUR.missing()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aPredictionThatIsNotFiniteRefusesTheModel(double prediction) {
        assertThatThrownBy(() -> FirstPredictions.check(model(row -> prediction)))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("its first prediction is not a finite number");
    }

    @Test
    void aPredictionThatIsNotFiniteWithoutValuesRefusesTheModel() {
        assertThatThrownBy(() -> FirstPredictions.check(model(row -> row[0])))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("its first prediction is not a finite number");
    }

    @Test
    void aPredictionThatIsNotFiniteWithFirstLevelsRefusesTheModel() {
        assertThatThrownBy(() -> FirstPredictions.check(model(row -> row[0] == 0 ? Double.NaN : 1)))
                .isInstanceOf(InvalidModelException.class);
    }

    @Test
    void oneScoreOfManyIsEnoughToRefuse() {
        Target classes = new Target.Classes(List.of("no", "yes"), Map.of());

        assertThatThrownBy(() -> FirstPredictions.check(model(classes, new FixedScores(1, Double.NaN))))
                .isInstanceOf(InvalidModelException.class);
    }

    @Test
    void aPredictionThatFailsRefusesTheModel() {
        assertThatThrownBy(() -> FirstPredictions.check(model(row -> {
                    throw new ArrayIndexOutOfBoundsException("Index 7 out of bounds for length 2");
                })))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("its first prediction fails: Index 7 out of bounds for length 2");
    }

    private static Model model(ToDoubleFunction<double[]> prediction) {
        return model(new Target.Quantity(), new Prediction(prediction));
    }

    private static Model model(Target target, Scorer scorer) {
        Pipeline pipeline =
                new Pipeline("price", "prediction", "linear-regression", target, List.of(AGE, COLOUR), List.of());
        return new Model(pipeline, scorer, new JsonObject());
    }

    private record Prediction(ToDoubleFunction<double[]> prediction) implements Scorer {
        @Override
        public void score(double[] row, double[] scores) {
            scores[0] = prediction.applyAsDouble(row);
        }

        @Override
        public double contributions(double[] row, int output, double[] contributions) {
            throw new UnsupportedOperationException();
        }
    }

    private record FixedScores(double first, double second) implements Scorer {
        @Override
        public void score(double[] row, double[] scores) {
            scores[0] = first;
            scores[1] = second;
        }

        @Override
        public double contributions(double[] row, int output, double[] contributions) {
            throw new UnsupportedOperationException();
        }
    }
}
