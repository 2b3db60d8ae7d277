package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.ModelTooLargeException;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Verdict;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.evaluate.GateResult;
import dev.dropfit.trainer.settings.Settings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A model is published only if its file, read back, predicts exactly what the model did before it was written. */
final class FaithfulTest {
    private static final Version VERSION = new Version("20261122T084133Z-1f0c2a9b");

    @Test
    void aModelThatPredictsAsBeforeItWasWrittenIsJudgedByTheGate() throws Exception {
        Training training = train(ModelFile::read);

        assertThat(training.faithful()).isTrue();
        assertThat(verdict(training).verdict()).isEqualTo(Verdict.PROMOTED);
    }

    @Test
    void aModelThatPredictsTheLeastBitDifferentlyIsRejected() throws Exception {
        Training training = train(file -> {
            Model model = ModelFile.read(file);
            return new Model(model.pipeline(), new Off(model.scorer()), model.metrics());
        });

        assertThat(training.faithful()).isFalse();
        assertThat(verdict(training))
                .isEqualTo(new GateResult(
                        Verdict.REJECTED,
                        List.of("the model, read back from its file, predicts differently than before it was"
                                + " written")));
    }

    @Test
    void aModelFileThatCannotBeReadBackIsAFaultOfTheProgram() {
        assertThatThrownBy(() -> train(file -> {
                    throw new InvalidModelException("metrics.json has no version");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A model file that was just written can't be read: metrics.json has no version");
    }

    @Test
    void aModelThatIsTooLargeToBeServedIsAFaultOfTheDataset() {
        assertThatThrownBy(() -> train(file -> {
                    throw new ModelTooLargeException("The model has 1,200 classes; the maximum is 1,000");
                }))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining(
                        "The model is larger than one that can be served. The model has 1,200 classes; the maximum is"
                                + " 1,000; have the dataset contain fewer columns, fewer or shorter categories, or fewer"
                                + " classes");
    }

    private static Training train(Training.Reader reader) throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        String csv = Tables.csv("age,sick", 400, row -> {
            double age = random.nextDouble(20, 80);
            return age + "," + (random.nextDouble() < 1 / (1 + Math.exp(0.15 * (50 - age))) ? "yes" : "no");
        });
        Dataset dataset = Dataset.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), Settings.NONE);
        return Training.of(LinearDataset.of(dataset), RunOrigin.ofFile(VERSION), reader);
    }

    private static GateResult verdict(Training training) {
        return Judgement.of(training, Latest.NONE).result();
    }

    /** Scores as another does, but for the last bit. */
    private record Off(Scorer scorer) implements Scorer {
        @Override
        public void score(double[] row, double[] scores) {
            scorer.score(row, scores);
            scores[0] = Math.nextUp(scores[0]);
        }

        @Override
        public double contributions(double[] row, int output, double[] contributions) {
            return scorer.contributions(row, output, contributions);
        }
    }
}
