package dev.dropfit.trainer.tribuo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.Dataset;
import dev.dropfit.trainer.LinearDataset;
import dev.dropfit.trainer.Reference;
import dev.dropfit.trainer.Training;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.table.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.regression.Regressor;

/** Any Tribuo program can load {@code model.tribuo}: here Tribuo itself does. */
class TribuoLinearWriterTest {
    private static final double PRECISION = 1e-12;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"binary", "multiclass"})
    void tribuoPredictsTheProbabilitiesThatWePredict(String dataset) throws Exception {
        Training training = train(dataset);
        List<String> classes =
                Reference.strings(Reference.json(dataset + ".json").getAsJsonArray("classes"));

        org.tribuo.Model<Label> tribuo =
                org.tribuo.Model.deserializeFromFile(tribuo(training)).castModel(Label.class);

        eachRow(training, row -> {
            Map<String, Label> theirs = tribuo.predict(
                            TribuoExamples.of(training.model().pipeline(), row, new Label("?")))
                    .getOutputScores();
            double[] own = new double[classes.size()];
            training.model().scorer().score(row, own);
            assertThat(theirs).containsOnlyKeys(classes);
            for (int k = 0; k < own.length; k++) {
                assertThat(requireNonNull(theirs.get(classes.get(k))).getScore())
                        .isCloseTo(own[k], within(PRECISION));
            }
        });
    }

    @Test
    void tribuoPredictsTheNumberThatWePredict() throws Exception {
        Training training = train("regression");

        org.tribuo.Model<Regressor> tribuo =
                org.tribuo.Model.deserializeFromFile(tribuo(training)).castModel(Regressor.class);

        eachRow(training, row -> {
            Prediction<Regressor> theirs = tribuo.predict(TribuoExamples.of(
                    training.model().pipeline(),
                    row,
                    new Regressor(training.model().pipeline().label(), Double.NaN)));
            double[] own = new double[1];
            training.model().scorer().score(row, own);
            assertThat(theirs.getOutput().getNames()).containsExactly("target");
            assertThat(theirs.getOutput().getValues()[0]).isCloseTo(own[0], within(PRECISION * 100));
        });
    }

    @Test
    void theFileContainsItsProvenanceAndOnlyTheTimeOfTheRun() throws Exception {
        Training training = train("binary");

        org.tribuo.Model<?> tribuo = org.tribuo.Model.deserializeFromFile(tribuo(training));

        assertThat(tribuo.getName()).isEqualTo("logistic-regression");
        assertThat(tribuo.getProvenance().getTrainingTime()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(tribuo.generatesProbabilities()).isTrue();
        assertThat(tribuo.getFeatureIDMap().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Feature.encodedNames(training.model().pipeline().features()));
    }

    private static Training train(String dataset) throws Exception {
        return Training.of(
                LinearDataset.of(Dataset.read(new ByteArrayInputStream(Reference.csv(dataset)), Settings.NONE)),
                RunOrigin.ofFile(new Version("20260102T030405Z-00000000")));
    }

    private Path tribuo(Training training) throws IOException {
        Path file = folder.resolve("model.tribuo");
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(training.file()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals("model.tribuo")) {
                    return Files.write(file, zip.readAllBytes());
                }
            }
        }
        throw new AssertionError("The model file has no model.tribuo");
    }

    /** Every row of the dataset, those held out too. */
    private static void eachRow(Training training, Consumer<double[]> action) {
        List<Feature> features = training.model().pipeline().features();
        FeatureTable rows = new FeatureTable(training.dataset().table(), features);
        double[][] decoded = new double[features.size()][Table.CHUNK];
        for (int f = 0; f < decoded.length; f++) {
            rows.decode(0, f, decoded[f]);
        }
        for (int i = 0; i < training.dataset().table().rows(); i++) {
            double[] row = new double[decoded.length];
            for (int f = 0; f < row.length; f++) {
                row[f] = decoded[f][i];
            }
            action.accept(row);
        }
    }
}
