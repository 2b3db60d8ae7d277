package dev.dropfit.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.facts.ModelFacts;
import org.junit.jupiter.api.Test;

class LearnerDescriptionTest {
    private static ModelFacts model(String json) {
        return RunRecord.read(JsonParser.parseString(json).getAsJsonObject()).model();
    }

    @Test
    void candidatesHaveTheirLossAndTheChosenOneIsMarked() {
        assertThat(LearnerDescription.candidates(model("""
            {"task": "classification", "candidates": [
              {"learner": "logistic-regression", "log_loss": 0.41, "chosen": false},
              {"learner": "gradient-boosting", "leaves": 8, "log_loss": 0.39, "chosen": true},
              {"learner": "gradient-boosting", "leaves": 16, "log_loss": null, "chosen": false}]}
            """)).lines())
                .containsExactly(
                        "logistic regression               log_loss            0.410",
                        "gradient boosting with 8 leaves   log_loss            0.390    chosen",
                        "gradient boosting with 16 leaves  log_loss  can't be fitted");
    }

    @Test
    void membersOfABlendHaveTheirWeights() {
        assertThat(LearnerDescription.candidates(model("""
            {"task": "classification", "candidates": [
              {"learner": "logistic-regression", "penalty": 10, "log_loss": 0.41, "error": 0.02, "weight": 0.35, "chosen": false},
              {"learner": "extra-trees", "log_loss": 0.4, "error": 0.01, "weight": 0.65, "chosen": false},
              {"learner": "blend", "log_loss": 0.38, "error": 0.01, "chosen": true}]}
            """)).lines())
                .containsExactly(
                        "logistic regression with penalty 10  log_loss  0.410 ± 0.020  weight 35 %",
                        "extra trees                          log_loss  0.400 ± 0.010  weight 65 %",
                        "blend                                log_loss  0.380 ± 0.010               chosen");
    }

    @Test
    void theLargestWeightsComeFirstWithTheirSigns() {
        assertThat(LearnerDescription.weights(model("""
            {"task": "classification", "features": [
              {"feature": "age", "weight": 0.5},
              {"feature": "colour", "value": "red", "weight": -2},
              {"feature": "day", "part": "month", "weight": 0}]}
            """)).lines())
                .containsExactly("colour = red      -2", "age           +0.500", "day (month)       ±0");
    }

    @Test
    void weightsOfSeveralClassesNameTheirClass() {
        assertThat(LearnerDescription.weights(model("""
            {"task": "classification", "features": [{"feature": "age", "weight": {"a": 1.5, "b": -3.25}}]}
            """)).lines())
                .containsExactly("age  -3.250  for b", "age  +1.500  for a");
    }

    @Test
    void theMostImportantFeaturesComeFirstAndOnlyEightAreShown() {
        StringBuilder features = new StringBuilder();
        for (int i = 1; i <= 10; i++) {
            features.append(i == 1 ? "" : ",")
                    .append("{\"feature\": \"f%d\", \"importance\": %s}".formatted(i, i / 100.0));
        }

        assertThat(LearnerDescription.importances(
                                model("{\"task\": \"regression\", \"trees\": 5, \"features\": [" + features + "]}"))
                        .lines())
                .hasSize(8)
                .startsWith("f10  10.0 %", "f9    9.0 %");
    }
}
