package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.learn.Learner;
import dev.dropfit.trainer.learn.boost.BoostingLearner;
import dev.dropfit.trainer.learn.linear.LinearLearner;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.split.Split;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A model that is approximate, because an exact one takes too much work or memory, has a note that says so. */
final class ApproximateModelTest {
    @Test
    void aModelWithFewerLevelsSaysHowMany() throws Exception {
        Dataset dataset = dataset(Tables.csv(
                header("c", 5),
                2_000,
                row -> cells(5, column -> "v" + (row * (column + 1) + row / 250) % 250) + ",k" + row % 200));

        assertThat(dataset.schema().anomalies())
                .filteredOn(note -> note.name().equals("fewer-levels"))
                .singleElement()
                .extracting(Anomaly::message)
                .isEqualTo("the categorical columns have too many different values for one model (1,255 values and 200"
                        + " classes, with up to 250 of each column); of each column the 199 most frequent values"
                        + " are used, and all others count as one value");
        List<Feature> features = new FeatureFitter(dataset.table(), Split.of(0)).fit(dataset.schema());
        assertThat(features).allSatisfy(feature -> assertThat(feature.width()).isEqualTo(200));
    }

    @Test
    void anOrdinaryModelHasNoSuchNote() throws Exception {
        Training training =
                Training.of(dataset(numbers(500)), RunOrigin.ofFile(new Version("20261122T084133Z-1f0c2a9b")));

        assertThat(training.record().model().anomalies())
                .extracting(Anomaly::name)
                .doesNotContain("fewer-levels", "sampled-rows", "stopped-early", "fewer-trees");
    }

    @Test
    void aLinearModelOfASampleOfTheRowsSaysOfHowMany() throws Exception {
        assertThat(notes(new LinearLearner(2e-7), numbers(5_000)))
                .extracting(Anomaly::message)
                .singleElement()
                .asString()
                .matches("a linear model for all 5,000 training rows would take too long; the model is fitted to a"
                        + " sample of \\d,\\d{3} of them, chosen by their content, and evaluated on all rows of"
                        + " the holdout");
    }

    @Test
    void aLinearModelThatIsNotAtItsOptimumSaysSo() throws Exception {
        String wide = Tables.csv(
                header("x", 1_500),
                60,
                row -> cells(1_500, column -> (row * 37 + column * row * 11) % 101 + ".5") + ",k" + row % 2);

        assertThat(notes(new LinearLearner(0.001), wide))
                .extracting(Anomaly::name)
                .contains("stopped-early");
    }

    @Test
    void treesOfASampleOfTheRowsSayOfHowMany() throws Exception {
        assertThat(notes(new BoostingLearner(4, 1e-5), numbers(5_000)))
                .extracting(Anomaly::message)
                .singleElement()
                .asString()
                .startsWith(
                        "trees for all 5,000 training rows would take too long; the model is fitted to a sample of ");
    }

    @Test
    void fewerTreesThanUsualAreNoted() throws Exception {
        String wide = Tables.csv(
                header("x", 1_001),
                600,
                row -> cells(1_001, column -> (row * 7919 * (column + 1)) % 997 + ".5") + ",k"
                        + (row * 7919 % 997) / 500);

        assertThat(notes(new BoostingLearner(4, 5e-3), wide))
                .extracting(Anomaly::message)
                .containsExactly("the usual maximum of 600 rounds of trees would take too long; there are at most 5."
                        + " Fewer columns or classes allow more");
    }

    private static List<Anomaly> notes(Learner learner, String csv) throws Exception {
        Dataset dataset = dataset(csv);
        List<Feature> features = new FeatureFitter(dataset.table(), Split.of(0)).fit(dataset.schema());
        List<Anomaly> notes = new ArrayList<>();
        learner.fit(
                new FeatureTable(dataset.table(), features), dataset.schema().target(), Split.of(0), notes::add);
        return notes;
    }

    private static Dataset dataset(String csv) throws IOException, InvalidTableException, InvalidSettingsException {
        return Dataset.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), Settings.NONE);
    }

    private static String numbers(int rows) {
        return Tables.csv(
                "a,b,target",
                rows,
                row -> row * 7919 % 5003 + ".25," + row * 104729 % 4999 + ".75,k" + (row * 7919 % 5003 > 2500 ? 1 : 0));
    }

    private static String header(String prefix, int columns) {
        return cells(columns, column -> prefix + column) + ",target";
    }

    private static String cells(int columns, IntFunction<String> cell) {
        return IntStream.range(0, columns).mapToObj(cell).collect(Collectors.joining(","));
    }
}
