package dev.dropfit.trainer.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Feature;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.settings.SettingsReader;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Quantiles;
import dev.dropfit.trainer.table.Table;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns with more different values than codes. */
class ManyValuesTest {
    private static final int ROWS = 80_000;

    @Test
    void everyNumberAndEveryMissingValueIsKept() throws Exception {
        IntFunction<String> value = row -> row % 10 == 9 ? "" : "" + row * 0.5;

        Table table = Tables.read(csv(value));

        assertThat(numbers(table)).containsExactly(expected(value));
        assertThat(table.columns().get(0).missing()).isEqualTo(ROWS / 10);
        assertThat(table.columns().get(0).manyValued()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"7", "65000", "79999"})
    void everyNumberIsKeptForAnyPositionOfAStrayText(int stray) throws Exception {
        IntFunction<String> value = row -> row == stray ? "oops" : "" + row * 0.5;

        Table table = Tables.read(csv(value));
        Schema schema = SchemaInference.infer(table, SettingsReader.read("{}"));

        assertThat(schema.columns().get(0).kind()).isEqualTo(ColumnKind.NUMERIC);
        assertThat(schema.notes())
                .contains("column 'x': 1 of 80,000 values is not a number, first 'oops' on line " + (stray + 2)
                        + "; it counts as missing");
        assertThat(numbers(table)).containsExactly(expected(value));
    }

    @Test
    void numbersThatBecomeTextLateAreIgnoredWithTheReason() throws Exception {
        // Numbers twice each, so that the column is not an identifier, then texts.
        String csv = csv(row -> row < 70_000 ? "" + row * 0.5 : "t" + row % 7);

        Schema schema = SchemaInference.infer(Tables.read(csv), SettingsReader.read("{}"));

        assertThat(schema.ignored()).containsExactly("x");
        assertThat(schema.notes())
                .contains("column 'x' is ignored: more than 65,000 different numbers, and texts among them; correct the"
                        + " texts to use the column");
    }

    @Test
    void numbersThatBecomeTextLateAreIgnoredEvenIfTheyRepeat() throws Exception {
        String csv = csv(row -> row < 70_000 ? "" + (row < 100 ? 0.5 : row * 0.5) : "t" + row % 7);

        Schema schema = SchemaInference.infer(Tables.read(csv), SettingsReader.read("{}"));

        assertThat(new FeatureFitter(Tables.read(csv), Split.of(0.2)).fit(schema))
                .extracting(Feature::column)
                .containsExactly("more");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void textsWithoutACodeAreOther(int times) throws Exception {
        Table table = Tables.read(csv(row -> "t" + (row < 1000 ? row % (1000 / times) : row)));
        List<Feature> features = new FeatureFitter(table, Split.of(0))
                .fit(SchemaInference.infer(table, SettingsReader.read("{\"columns\":{\"x\":\"categorical\"}}")));

        double[] codes = new double[Table.CHUNK];
        FeatureTable rows = new FeatureTable(table, features);
        rows.decode(table.chunks() - 1, 0, codes);

        Feature.Categorical feature = (Feature.Categorical) features.get(0);
        assertThat(feature.levels()).hasSize(Schema.MAX_LEVELS);
        assertThat(feature.hasOther()).isTrue();
        assertThat(codes[0]).isEqualTo(feature.code("never seen")).isEqualTo(Schema.MAX_LEVELS);
        assertThat(table.columns().get(0).count(1)).isEqualTo(times);
    }

    @Test
    void textsDifferentInEveryRowAreAnIdentifier() throws Exception {
        Schema schema = SchemaInference.infer(Tables.read(csv(row -> "t" + row)), SettingsReader.read("{}"));

        assertThat(schema.columns().get(0).why()).isEqualTo("a different text in every row: an identifier");
    }

    @Test
    void wholeNumbersDifferentInEveryRowAreAnIdentifier() throws Exception {
        Schema schema = SchemaInference.infer(Tables.read(csv(row -> "" + row)), SettingsReader.read("{}"));

        assertThat(schema.columns().get(0).why())
                .isEqualTo("a different whole number in every row, in sequence: an identifier");
    }

    @Test
    void settingsCanNotMakeThemCategorical() {
        assertThatThrownBy(() -> Tables.schema(csv(row -> "" + row), "{\"columns\":{\"x\":\"categorical\"}}"))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage(
                        "column 'x': more than 65,000 different numbers; dropfit.json sets the column to categorical,"
                                + " which accepts fewer");
    }

    @Test
    void aChampionsCategoriesAreFoundAmongThem() throws Exception {
        Table table = Tables.read(csv(row -> row == ROWS - 1 ? "" : "" + row));
        Feature.Categorical feature = new Feature.Categorical("x", List.of("3", "79998", "-1"), false, true);

        double[] first = decoded(table, feature, 0);
        double[] last = decoded(table, feature, table.chunks() - 1);

        int end = table.rowsIn(table.chunks() - 1);
        assertThat(first[3]).isEqualTo(0);
        assertThat(first[4]).isEqualTo(Feature.Categorical.NONE);
        assertThat(last[end - 2]).isEqualTo(1);
        assertThat(last[end - 1]).isEqualTo(feature.missing());
    }

    @Test
    void quantilesAreOfAllNumbers() throws Exception {
        Table table = Tables.read(csv(row -> row % 4 == 0 ? "" : "" + (ROWS - row) * 0.5));

        double[] quantiles =
                Quantiles.of(table.columns().get(0), new double[] {0, 0.5, 1}).values();

        assertThat(quantiles).containsExactly(0.5, 19_999.5, 39_999.5);
    }

    @Test
    void quantilesOfFewNumbersAreThoseOfTheirRows() throws Exception {
        Table table = Tables.read(Tables.csv(
                "x,target", 10, row -> List.of("3", "1", "", "a", "2").get(row % 5) + ",1"));

        double[] quantiles = Quantiles.of(table.columns().get(0), new double[] {0, 0.33, 0.34, 0.5, 0.67, 1})
                .values();

        assertThat(quantiles).containsExactly(1, 1, 2, 2, 3, 3);
    }

    @Test
    void rowsAreCountedUpToQuantilesAndToAnyBounds() throws Exception {
        Column many = Tables.read(csv(row -> row % 4 == 0 ? "" : "" + row * 0.5))
                .columns()
                .get(0);
        Column few = Tables.read(Tables.csv(
                        "x,target", 10, row -> List.of("3", "1", "", "a", "2").get(row % 5) + ",1"))
                .columns()
                .get(0);

        assertThat(Quantiles.of(many, new double[] {0.25, 0.5, 1}).rows()).containsExactly(15_000, 30_000, 60_000);
        assertThat(Quantiles.rowsUpTo(many, new double[] {-1, 1, 1.5, 20_000}))
                .containsExactly(0, 2, 1, 29_997, 30_000);
        assertThat(Quantiles.of(few, new double[] {0, 0.4, 1}).rows()).containsExactly(2, 4, 6);
        assertThat(Quantiles.rowsUpTo(few, new double[] {1, 2.5})).containsExactly(2, 2, 2);
    }

    private static String csv(IntFunction<String> x) {
        return Tables.csv("x,more,target", ROWS, row -> x.apply(row) + "," + row % 5 + "," + row % 2);
    }

    private static double[] expected(IntFunction<String> value) {
        return IntStream.range(0, ROWS)
                .mapToObj(value)
                .mapToDouble(text -> text.isEmpty() || text.equals("oops") ? Double.NaN : Double.parseDouble(text))
                .toArray();
    }

    /** The column as a numeric feature sees it. */
    private static double[] numbers(Table table) {
        double[] numbers = new double[table.rows()];
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            double[] decoded = decoded(table, new Feature.Numeric("x", 0, 0, 1), chunk);
            System.arraycopy(decoded, 0, numbers, chunk * Table.CHUNK, table.rowsIn(chunk));
        }
        return numbers;
    }

    private static double[] decoded(Table table, Feature feature, int chunk) {
        double[] decoded = new double[Table.CHUNK];
        new FeatureTable(table, List.of(feature)).decode(chunk, 0, decoded);
        return decoded;
    }
}
