package dev.dropfit.monitor.dashboard.tryit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonObject;
import dev.dropfit.core.model.DatePart;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Link;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriedRowTest {
    private static final List<String> CITIES =
            IntStream.range(0, 41).mapToObj(i -> "city" + i).toList();
    private static final Feature AGE = new Feature.Numeric("age", 40.00004, 40, 10);
    private static final Feature COLOUR = new Feature.Categorical("colour", List.of("red", "blue"), true, true);
    private static final Feature CITY = new Feature.Categorical("city", CITIES, false, false);
    private static final Feature DAY =
            new Feature.Numeric("day", Optional.of(DatePart.of(DatePart.Component.YEAR)), 2020, 2020, 1);
    private static final List<Feature> FEATURES = List.of(AGE, COLOUR, CITY, DAY);

    /** The probability of the second class is the age in hundredths; every feature's value is its contribution. */
    private static Model model(Target target) {
        Scorer scorer = new Scorer() {
            @Override
            public void score(double[] row, double[] scores) {
                scores[scores.length - 1] = row[0] * 100 / 1e4;
                if (scores.length > 1) {
                    scores[0] = 1 - scores[scores.length - 1];
                }
            }

            @Override
            public double contributions(double[] row, int output, double[] contributions) {
                for (int i = 0; i < row.length; i++) {
                    contributions[i] = Double.isNaN(row[i]) ? 0 : -row[i];
                }
                return 2.5;
            }
        };
        JsonObject metrics = new JsonObject();
        metrics.addProperty("version", "20261122T084133Z-1f0c2a9b");
        return new Model(new Pipeline("target", "output", "v", target, FEATURES, List.of()), scorer, metrics);
    }

    private static Model classes() {
        return model(new Target.Classes(List.of("no", "yes"), Map.of()));
    }

    private static List<TryField> fields(Model model, ColumnProfile profile) {
        List<TryField> fields = new ArrayList<>();
        for (Input input : model.pipeline().inputs()) {
            fields.add(new TryField(fields.size(), input, profile));
        }
        return fields;
    }

    private static TriedRow row(Model model, String... contents) throws RefusedException {
        return TriedRow.of(model, fields(model, ColumnProfile.NONE), List.of(contents));
    }

    @Test
    void aTriedRowShowsProbabilitiesAndTheLargestContributionsFirst() throws RefusedException {
        TriedRow row = row(classes(), "70", "1", "city3", "2026-11-22");

        assertThat(row.toHtml().toString())
                .contains("<bdi>yes</bdi> <span class=\"probability\">70.0 %</span>", ">30.0 %<")
                .contains("Contributions to the log-odds of <bdi>yes</bdi>")
                .containsSubsequence("day</bdi>", "age</bdi>", "city</bdi>", "colour</bdi>")
                .contains(
                        "age</bdi> <span class=\"level\">= <bdi>70</bdi>",
                        "colour</bdi> <span class=\"level\">= <bdi>blue</bdi>")
                .contains("−2026", "<rect class=\"down\" x=\"0\" width=\"100\"", "base value", "+2.500");
        JsonObject json = row.toJson();
        assertThat(json.get("prediction").getAsString()).isEqualTo("yes");
        assertThat(json.get("probabilities")).hasToString("{\"no\":0.30000000000000004,\"yes\":0.7}");
        assertThat(json.getAsJsonArray("contributions").get(1))
                .hasToString("{\"feature\":\"age\",\"value\":\"70\",\"contribution\":-70.0}");
    }

    @Test
    void aTriedRowSaysTheThresholdThatDecides() throws RefusedException {
        Model two = classes();
        Model careful = new Model(two.pipeline().withThreshold(0.25), two.scorer(), two.metrics());

        TriedRow row = row(careful, "30", "1", "city3", "2026-11-22");

        assertThat(row.toHtml().toString())
                .contains("<bdi>yes</bdi> <span class=\"probability\">30.0 %</span>")
                .contains("<bdi>yes</bdi> is predicted from a probability of 25.0 % on.");
        assertThat(row.toJson().get("prediction").getAsString()).isEqualTo("yes");
    }

    @Test
    void aTriedRowOfAQuantityShowsTheValue() throws RefusedException {
        TriedRow row = row(model(new Target.Quantity()), "12345", "0", "", "");

        assertThat(row.toHtml().toString())
                .contains("<p class=\"big\">123.5</p>", "Contributions to the prediction")
                .doesNotContain("Probability");
        assertThat(row.toJson().get("prediction").getAsDouble()).isEqualTo(123.45);
    }

    @Test
    void contributionsToALogarithmSaySo() throws RefusedException {
        Target logarithm = new Target.Quantity(Link.logarithm(1, 0, 1_000_000));

        assertThat(row(model(logarithm), "12345", "0", "", "").toHtml().toString())
                .contains("Contributions to the logarithm of the prediction: 0.1 is about 10 % more");
    }

    @Test
    void ofManyClassesTheMostProbableAreShown() throws RefusedException {
        List<String> names = IntStream.range(0, 15).mapToObj(k -> "class" + k).toList();

        String html = row(model(new Target.Classes(names, Map.of())), "90", "0", "", "")
                .toHtml()
                .toString();

        assertThat(html)
                .contains(">class14<", ">class0<", "Contributions to the score of <bdi>class14</bdi>")
                .doesNotContain(">class13<");
    }

    @Test
    void everyFieldThatCanNotBeUsedIsNamed() {
        String longText = "x".repeat(70);

        Throwable refused = catchThrowable(() -> row(classes(), "old", "4", longText, "yesterday"));

        assertThat(refused)
                .hasMessageStartingWith(
                        "age is 'old'; accepted is a number; colour is '4'; accepted is a value from the list; day is"
                                + " 'yesterday'; accepted is ")
                .hasMessageNotContaining("city");
        assertThatThrownBy(() -> row(classes(), longText, "0", "", ""))
                .hasMessage("age is '" + "x".repeat(60) + "…'; accepted is a number");
    }

    @Test
    void numbersThatAreTooLargeAreRefused() {
        assertThatThrownBy(() -> row(model(new Target.Quantity()), "1e308", "0", "", ""))
                .hasMessage("It has numbers that are too large to predict from; accepted are numbers like those of"
                        + " training");
    }

    @ParameterizedTest
    @CsvSource({"'', missing", "' NA ', missing", "-1, missing", "0, red", "2, (other)", "3, (missing)"})
    void aLevelIsShownByItsName(String content, String shown) {
        assertThat(fields(classes(), ColumnProfile.NONE).get(1).shown(content)).isEqualTo(shown);
    }

    @Test
    void aTypicalRowHasTheMedianTheMostFrequentLevelAndTheLatestDate() {
        ColumnProfile profile = new ColumnProfile(
                Optional.empty(),
                new TreeMap<>(Map.of(0.05, 20.0, 0.95, 65.5)),
                List.of(),
                List.of(new CategoryCount("unseen", 90), new CategoryCount("blue", 10), new CategoryCount("city7", 5)),
                "2020-01-01",
                "2026-11-22");

        List<TryField> fields = fields(classes(), profile);

        assertThat(fields.stream().map(TryField::typical)).containsExactly("40", "1", "city7", "2026-11-22");
        assertThat(fields.get(0).html("<40>").toString())
                .contains("<label for=\"f0\"><bdi>age</bdi></label>", "value=\"&lt;40&gt;\"", "inputmode=\"decimal\"")
                .contains("mostly 20 to 65.5");
        assertThat(fields.get(1).html("1").toString())
                .contains("<select id=\"f1\" name=\"f1\"><option value=\"0\">red</option>")
                .contains("<option value=\"1\" selected>blue</option>", "(missing)")
                .doesNotContain("(none of these)");
        assertThat(fields.get(2).html("").toString())
                .contains("inputmode=\"text\"")
                .doesNotContain("<select");
    }

    @Test
    void aCategoryWithoutOtherAndMissingLevelsOffersNoneOfThem() {
        Input input = new Input("sex", 0, List.of(new Feature.Categorical("sex", List.of("f", "m"), false, false)));

        assertThat(new TryField(0, input, ColumnProfile.NONE).html("-1").toString())
                .contains("<option value=\"-1\" selected>(none of these)</option>");
        assertThat(new TryField(0, input, ColumnProfile.NONE).typical()).isEqualTo("0");
    }
}
