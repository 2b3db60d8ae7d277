package dev.dropfit.predictor.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.model.Link;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Prediction;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.core.model.Target;
import dev.dropfit.predictor.TrainedModels;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the numbers of an explanation are. */
final class ExplanationsTest {
    @Test
    void theProbabilitiesOfThreeClassesAreTheSoftmaxOfTheirScores() throws Exception {
        StringBuilder csv = new StringBuilder("size,weight,kind\n");
        for (int i = 0; i < 300; i++) {
            csv.append(i % 17)
                    .append(',')
                    .append(i % 23)
                    .append(i % 17 > 10 ? ",tall" : i % 23 > 12 ? ",heavy" : ",small");
            csv.append('\n');
        }
        Model model = TrainedModels.read(TrainedModels.of(csv.toString(), "{}"));
        RowFormat format = new RowFormat(model.pipeline());
        double[] row = {9, 14};
        Prediction prediction = new Prediction(model);
        prediction.predict(row);

        double[] scores = new double[3];
        double sum = 0;
        for (int k = 0; k < scores.length; k++) {
            Explanations explanations = new Explanations(model, format.inputs(), className(model, k));
            scores[k] = Math.exp(Explanations.score(explanations.of(row, prediction)));
            sum += scores[k];
            assertThat(explanations.explained(prediction.index())).isEqualTo(className(model, k));
            assertThat(explanations.scale()).isEqualTo("margin");
        }

        for (int k = 0; k < scores.length; k++) {
            assertThat(scores[k] / sum).isCloseTo(prediction.score(k), within(1e-9));
        }
        assertThat(new Explanations(model, format.inputs(), null).explained(prediction.index()))
                .isEqualTo(className(model, prediction.index()));
    }

    @Test
    void theScoreOfALearnedLogarithmIsTheLogarithmOfThePrediction() throws Exception {
        Random random = new Random(1);
        StringBuilder csv = new StringBuilder("size,weight,price\n");
        for (int i = 0; i < 300; i++) {
            double size = random.nextGaussian();
            double weight = random.nextGaussian();
            csv.append(size + "," + weight + "," + Math.exp(5 + size + 0.5 * weight + 0.1 * random.nextGaussian()))
                    .append('\n');
        }
        Model model = TrainedModels.read(TrainedModels.of(csv.toString(), "{\"learner\": \"auto\"}"));
        double[] row = {0.5, 0.5};
        Prediction prediction = new Prediction(model);
        prediction.predict(row);

        Explanations explanations = new Explanations(model, new RowFormat(model.pipeline()).inputs(), null);

        Link link = ((Target.Quantity) model.pipeline().target()).link();
        assertThat(explanations.scale()).isEqualTo("log");
        assertThat(Explanations.score(explanations.of(row, prediction)))
                .isCloseTo(Math.log(prediction.score() + link.shift()), within(1e-9));
    }

    private static String className(Model model, int index) {
        return ((Target.Classes) model.pipeline().target()).name(index);
    }
}
