package dev.dropfit.trainer.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Feature;
import dev.dropfit.trainer.Reference;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.SettingsReader;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureFitterTest {
    @ParameterizedTest
    @ValueSource(strings = {"binary", "multiclass", "regression"})
    void mediansMeansAndScalesOfTrainingRowsAreThoseOfScikitLearn(String dataset) {
        Reference reference = Reference.of(dataset);

        List<Feature.Numeric> fitted = reference.features().stream()
                .filter(Feature.Numeric.class::isInstance)
                .map(Feature.Numeric.class::cast)
                .toList();

        assertThat(fitted).hasSize(4).allSatisfy(feature -> {
            JsonObject expected =
                    reference.expected().getAsJsonObject("numeric").getAsJsonObject(feature.column());
            assertThat(feature.median()).isEqualTo(expected.get("median").getAsDouble());
            assertThat(feature.mean()).isCloseTo(expected.get("mean").getAsDouble(), within(1e-12));
            assertThat(feature.scale()).isCloseTo(expected.get("scale").getAsDouble(), within(1e-12));
        });
    }

    @ParameterizedTest
    @CsvSource({
        // The median of an even number of values lies between the middle two; missing values become it.
        "'1.5,2.5,10,20',     6.25,  8.5",
        "'1.5,2.5,10',        2.5,   4.666666666666667",
        "'1.5,?,2.5,10,NaN,', 2.5,   3.5833333333333335",
        "'-3.5,-3.5,?',      -3.5,  -3.5",
    })
    void theMedianIgnoresMissingValuesAndTheMeanIsAfterImputation(String values, double median, double mean)
            throws Exception {
        String[] cells = values.split(",", -1);
        String csv = Tables.csv("x,target", cells.length, row -> cells[row] + "," + row);

        Feature.Numeric feature =
                (Feature.Numeric) fit(csv, "{'columns':{'x':'numeric','target':'numeric'},'holdout':0}");

        assertThat(feature.median()).isEqualTo(median);
        assertThat(feature.mean()).isCloseTo(mean, within(1e-15));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1", "7", "1e15", "-123456.789"})
    void aConstantIsNotScaled(String value) throws Exception {
        String csv = Tables.csv("x,target", 100, row -> value + "," + row);

        Feature.Numeric feature = (Feature.Numeric) fit(csv, "{'columns':{'x':'numeric'}}");

        assertThat(feature.scale()).isEqualTo(1);
        assertThat(feature.encode(Double.parseDouble(value))).isCloseTo(0, within(1e-9));
    }

    @Test
    void aSmallSpreadAroundALargeMeanIsNotAConstant() throws Exception {
        String csv = Tables.csv("x,target", 100, row -> 1e8 + row % 2 + "," + row);

        Feature.Numeric feature = (Feature.Numeric) fit(csv, "{'columns':{'x':'numeric'},'holdout':0}");

        assertThat(feature.scale()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void aColumnWithoutAnyValueInTrainingRowsIsImputedByZero() throws Exception {
        String csv = Tables.csv("x,target", 20, row -> "," + row);

        assertThat(fit(csv, "{'columns':{'x':'numeric'}}")).isEqualTo(new Feature.Numeric("x", 0, 0, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e308", "-1.7e308", "1e200"})
    void numbersTooLargeToComputeWithMakeTheTableInvalid(String value) {
        String csv = Tables.csv("x,target", 100, row -> (row % 3 == 0 ? row + ".5" : value) + "," + row);

        assertThatThrownBy(() -> fit(csv, "{}"))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage(
                        "column 'x': the values are too large to compute with; write them in a larger unit, or set the"
                                + " column to ignore in dropfit.json");
    }

    @Test
    void allNotationsOfANumberAreOneLevel() throws Exception {
        String csv = Tables.csv(
                "x,target",
                60,
                row -> List.of("1", "1.0", "1e0", "2", "+2", "b").get(row % 6) + "," + row);

        Feature.Categorical feature = (Feature.Categorical) fit(csv, "{'columns':{'x':'categorical'}}");

        assertThat(feature.levels()).containsExactly("1", "2", "b");
    }

    @Test
    void levelsAreSortedNumbersThenSortedTexts() throws Exception {
        String csv = Tables.csv(
                "x,target",
                80,
                row -> List.of("b", "10", "a", "9", "-1", "007", "", "B").get(row % 8) + "," + row);

        Feature.Categorical feature = (Feature.Categorical) fit(csv, "{'columns':{'x':'categorical'}}");

        assertThat(feature.levels()).containsExactly("-1", "9", "10", "007", "B", "a", "b");
        assertThat(feature.hasMissing()).isTrue();
        assertThat(feature.hasOther()).isFalse();
    }

    @Test
    void theRarestLevelsBeyondTheMaximumBecomeOther() throws Exception {
        // 260 levels; the first ten come once, all others twice.
        String csv = Tables.csv("x,target", 510, row -> "t" + (row < 260 ? row : row - 250) + "," + row);

        Feature.Categorical feature = (Feature.Categorical) fit(csv, "{'columns':{'x':'categorical'},'holdout':0}");

        assertThat(feature.levels())
                .hasSize(Schema.MAX_LEVELS)
                .contains("t10", "t259")
                .doesNotContain("t0", "t9");
        assertThat(feature.hasOther()).isTrue();
        assertThat(feature.code("t9")).isEqualTo(Schema.MAX_LEVELS);
        assertThat(feature.code("never seen")).isEqualTo(Schema.MAX_LEVELS);
    }

    @Test
    void levelsOfThreeRowsAreKeptHoweverManyThereAre() throws Exception {
        // 300 levels come three times, 100 twice.
        String csv = Tables.csv("x,target", 1_100, row -> "t" + (row < 900 ? row % 300 : 300 + row % 100) + "," + row);

        Feature.Categorical feature = (Feature.Categorical) fit(csv, "{'columns':{'x':'categorical'},'holdout':0}");

        assertThat(feature.levels()).hasSize(300).contains("t299").doesNotContain("t300");
        assertThat(feature.hasOther()).isTrue();
        assertThat(feature.code("t399")).isEqualTo(300);
    }

    @Test
    void aColumnHasAtMostTwoThousandLevels() throws Exception {
        String csv = Tables.csv("x,target", 12_000, row -> "t" + row % 2_400 + "," + row);

        Feature.Categorical feature = (Feature.Categorical) fit(csv, "{'columns':{'x':'categorical'},'holdout':0}");

        assertThat(feature.levels()).hasSize(FeatureFitter.MAX_FREQUENT_LEVELS);
        assertThat(feature.hasOther()).isTrue();
    }

    @Test
    void theMaximumNumberOfLevelsNeedsNoOther() throws Exception {
        String csv = Tables.csv("x,target", 500, row -> "t" + row % 250 + "," + row);

        Feature.Categorical feature = (Feature.Categorical) fit(csv, "{'columns':{'x':'categorical'},'holdout':0}");

        assertThat(feature.levels()).hasSize(250);
        assertThat(feature.hasOther()).isFalse();
        assertThat(feature.code("never seen")).isEqualTo(Feature.Categorical.NONE);
    }

    @Test
    void levelsOfHoldoutRowsAndSkippedRowsAreUnknown() throws Exception {
        Table table = Tables.read(Tables.csv("x,target", 300, row -> "t" + row + "," + (row == 5 ? "" : row)));
        List<Feature> features = new FeatureFitter(table, Split.of(0.2))
                .fit(SchemaInference.infer(table, SettingsReader.read("{\"columns\":{\"x\":\"categorical\"}}")));

        int[] trained = new int[Table.CHUNK];
        int count = Split.of(0.2).select(table.shares().get(0), false, trained);

        assertThat(features.get(0).width()).isEqualTo(Schema.MAX_LEVELS > count ? count : -1);
        assertThat(((Feature.Categorical) features.get(0)).levels()).doesNotContain("t5");
    }

    private static Feature fit(String csv, String settings) throws Exception {
        var parsed = SettingsReader.read(settings.replace('\'', '"'));
        Table table = Tables.read(csv, parsed.label());
        return new FeatureFitter(table, Split.of(parsed.holdout()))
                .fit(SchemaInference.infer(table, parsed))
                .get(0);
    }
}
