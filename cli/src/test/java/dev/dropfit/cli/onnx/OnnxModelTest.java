package dev.dropfit.cli.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.Dataset;
import dev.dropfit.trainer.Training;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX Runtime, with the graph of a model, predicts what the model predicts. */
final class OnnxModelTest {
    private static final int ROWS = 10_000;

    /** Rows with missing values, levels that training has not seen, dates, and numbers far from those of training. */
    @ParameterizedTest
    @CsvSource({
        "two,    logistic-regression",
        "three,  logistic-regression",
        "ten,    logistic-regression",
        "number, linear-regression",
        "price,  linear-regression",
        "two,    random-forest",
        "three,  gradient-boosting",
        "ten,    gradient-boosting",
        "price,  gradient-boosting"
    })
    void theGraphPredictsWhatTheModelPredicts(String label, String learner) throws Exception {
        Model model = trained(label, "\"learner\": \"" + learner + "\"");

        try (GraphSession session = new GraphSession(OnnxModel.of("sales", model))) {
            session.assertSamePredictions(model, new SalesRows(2).rows(ROWS));
        }
    }

    /** Blends, trees with directions for missing values, levels with an order, units, and the files of earlier releases. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-classes",
                "1-quantity",
                "2-dates",
                "3-trees-classes",
                "3-trees-quantity",
                "4-notations",
                "5-blend",
                "5-directions",
                "5-logarithm",
                "5-order"
            })
    void theGraphOfAModelFilePredictsWhatTheModelPredicts(String format) throws Exception {
        Model model;
        try (InputStream file = Objects.requireNonNull(
                getClass().getResourceAsStream("/dev/dropfit/core/model/file/format-" + format + ".zip"))) {
            model = ModelFile.read(file.readAllBytes());
        }

        try (GraphSession session = new GraphSession(OnnxModel.of("golden", model))) {
            session.assertSamePredictions(model, new RandomRows(1).of(model, ROWS));
        }
    }

    @Test
    void theClassIsPredictedFromItsThresholdOn() throws Exception {
        Model model = trained("two", "\"learner\": \"logistic-regression\", \"threshold\": 0.2");

        try (GraphSession session = new GraphSession(OnnxModel.of("sales", model))) {
            session.assertSamePredictions(model, new SalesRows(3).rows(1_000));
            assertThat(session.metadata()).containsEntry("threshold", "0.2").containsEntry("version", model.version());
        }
    }

    @Test
    void aCategoryIsKnownInUsualSpellings() throws Exception {
        Model model = trained("two", "\"learner\": \"logistic-regression\"");

        try (GraphSession session = new GraphSession(OnnxModel.of("sales", model))) {
            Map<String, String> row = new SalesRows(4).rows(1).get(0);
            for (String spelling : List.of("North", "north", "NORTH", "south", "NaN", "null", "", "n/a", "elsewhere")) {
                row.put("region", spelling);
                session.assertSamePredictions(model, List.of(row));
            }
            for (String spelling : List.of("3", "3.0", "1", "7", "nan")) {
                row.put("shelf", spelling);
                session.assertSamePredictions(model, List.of(row));
            }
        }
    }

    @Test
    void eachInputSaysWhatItTakes() throws Exception {
        Model model = trained("price", "\"learner\": \"linear-regression\", \"output\": \"region\"");

        try (GraphSession session = new GraphSession(OnnxModel.of("sales", model))) {
            assertThat(session.inputs())
                    .containsExactly("amount DOUBLE", "weight DOUBLE", "region STRING", "shelf STRING", "sold DOUBLE");
            // A column has the name of the output.
            assertThat(session.outputs()).containsExactly("region_ DOUBLE");
        }
    }

    @Test
    void theSameModelGivesTheSameBytes() throws Exception {
        Model model = trained("three", "\"learner\": \"gradient-boosting\"");

        assertThat(OnnxModel.of("sales", model)).isEqualTo(OnnxModel.of("sales", model));
    }

    @Test
    void aModelOfTextsIsRefused() {
        StringBuilder csv = new StringBuilder("comment,target\n");
        for (int i = 0; i < 60; i++) {
            csv.append("the %s room number %d was fine and we came back,%s%n"
                    .formatted(i % 2 == 0 ? "small" : "large", i, i % 2 == 0 ? "yes" : "no"));
        }
        Model model = trained(csv.toString(), "{\"columns\": {\"comment\": \"text\"}}", "texts");

        assertThatThrownBy(() -> OnnxModel.of("rooms", model))
                .isInstanceOf(NotExportableException.class)
                .hasMessage("column 'comment' is a text, and ONNX has no operators for its words; train without it: in"
                        + " dropfit.json, {\"columns\": {\"comment\": \"ignore\"}}");
    }

    @Test
    void datesBefore1970AndAtTheEndsOfMonthsHaveTheSameParts() throws Exception {
        Model model = trained("number", "\"learner\": \"linear-regression\"");

        try (GraphSession session = new GraphSession(OnnxModel.of("sales", model))) {
            Map<String, String> row = new SalesRows(5).rows(1).get(0);
            for (String date : List.of(
                    "1600-02-29",
                    "1899-12-31",
                    "1900-03-01",
                    "1969-12-31T23:59:59",
                    "2000-02-29",
                    "2023-03-01T00:00")) {
                row.put("sold", date);
                session.assertSamePredictions(model, List.of(row));
            }
        }
    }

    private static Model trained(String label, String settings) {
        String others = List.of("two", "three", "ten", "number", "price").stream()
                .filter(name -> !name.equals(label))
                .map(name -> "\"" + name + "\": \"ignore\"")
                .reduce((one, other) -> one + ", " + other)
                .orElseThrow();
        return trained(
                SalesRows.csv(new SalesRows(1).rows(600)),
                "{\"label\": \"" + label + "\", \"columns\": {\"shelf\": \"categorical\", " + others + "}, " + settings
                        + "}",
                label);
    }

    private static Model trained(String csv, String settings, String name) {
        try {
            Dataset dataset = Dataset.read(
                    new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), SettingsReader.read(settings));
            return Training.of(dataset, RunOrigin.ofFile(Version.of(Instant.EPOCH, name)))
                    .model();
        } catch (IOException | InvalidTableException | InvalidSettingsException e) {
            throw new AssertionError(name, e);
        }
    }
}
