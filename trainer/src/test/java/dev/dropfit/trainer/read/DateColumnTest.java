package dev.dropfit.trainer.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Feature;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Quantiles;
import dev.dropfit.trainer.table.Table;
import java.time.LocalDate;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of dates and times. */
class DateColumnTest {
    private static final String DATETIME = "{\"columns\": {\"when\": \"datetime\"}}";

    private static String day(int row) {
        return LocalDate.of(2020, 1, 1).plusDays(row).toString();
    }

    private static String csv(int rows, IntFunction<String> when) {
        return Tables.csv("when,target", rows, row -> when.apply(row) + "," + row % 2);
    }

    @Test
    void aDifferentDateInEveryRowIsNotAnIdentifier() throws Exception {
        Schema schema = Tables.schema(csv(200, DateColumnTest::day), "{}");

        assertThat(schema.columns().get(0).kind()).isEqualTo(ColumnKind.DATETIME);
        assertThat(schema.notes()).isEmpty();
    }

    @Test
    void aKeyAsLargeAsMillisecondsIsNoDate() throws Exception {
        Schema schema = Tables.schema(
                Tables.csv(
                        "collision_index,a,target",
                        200,
                        row -> (2_024_131_393_611L + 7_919L * (row / 2)) + "," + row % 30 * 0.1 + "," + row % 2),
                "{}");

        assertThat(schema.columns().get(0).kind()).isEqualTo(ColumnKind.CATEGORICAL);
    }

    @Test
    void aFewOtherValuesCountAsMissingAndTheFirstIsReported() throws Exception {
        Schema schema = Tables.schema(csv(200, row -> row == 30 ? "soon" : row == 40 ? "7" : day(row)), "{}");

        assertThat(schema.columns().get(0).kind()).isEqualTo(ColumnKind.DATETIME);
        assertThat(schema.notes())
                .contains("column 'when': 2 of 200 values are not dates or times, first 'soon' on line 32;"
                        + " they count as missing");
    }

    @Test
    void aColumnWithMoreThanATwentiethOfOtherTextsIsText() throws Exception {
        Schema schema = Tables.schema(csv(200, row -> row % 10 == 0 ? "soon " + row / 40 : day(row % 40)), "{}");

        assertThat(schema.columns().get(0).kind()).isEqualTo(ColumnKind.CATEGORICAL);
    }

    @Test
    void numbersAreTimesByTheirValuesAndTheNameOfTheColumn() throws Exception {
        String seconds = Tables.csv("created_at,target", 200, row -> 1.7e9 + 86_400.0 * row + 0.25 + "," + row % 2);
        String unnamed = Tables.csv("x,target", 200, row -> 1_700_000_000L + 86_400L * row * row + "," + row % 2);
        String days = Tables.csv("x,target", 200, row -> day(row).replace("-", "") + "," + row % 2);

        assertThat(Tables.schema(seconds, "{}").columns().get(0).kind()).isEqualTo(ColumnKind.DATETIME);
        assertThat(Tables.schema(unnamed, "{}").columns().get(0).kind()).isEqualTo(ColumnKind.NUMERIC);
        assertThat(Tables.schema(days, "{}").columns().get(0).kind()).isEqualTo(ColumnKind.DATETIME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"date", "Order Date", "orderDate", "Bestelldatum", "fecha_alta"})
    void daysAsExcelCountsThemAreDatesByTheNameOfTheColumn(String name) throws Exception {
        String csv = Tables.csv(name + ",target", 200, row -> 45_000 + row * 7 % 400 + "," + row % 2);

        Schema schema = Tables.schema(csv, "{}");

        assertThat(schema.columns().get(0).kind()).isEqualTo(ColumnKind.DATETIME);
        assertThat(schema.notes())
                .contains("column '" + name + "': numbers are read as dates: 45000 is 2023-03-15; set the column to"
                        + " numeric in dropfit.json to use the numbers");
        assertThat(Tables.schema(csv, "{\"columns\": {\"" + name + "\": \"numeric\"}}")
                        .columns()
                        .get(0)
                        .kind())
                .isEqualTo(ColumnKind.NUMERIC);
    }

    @ParameterizedTest
    @CsvSource({"income, 45000", "date, 19000", "candidate, 45000", "days_since, 45000"})
    void otherNumbersOfThisSizeStayNumbers(String name, int first) throws Exception {
        String csv = Tables.csv(name + ",target", 200, row -> first + row * row % 1009 * 3 + "," + row % 2);

        assertThat(Tables.schema(csv, "{}").columns().get(0).kind()).isEqualTo(ColumnKind.NUMERIC);
    }

    @Test
    void moreTimesInMillisecondsThanCodesStayTimes() throws Exception {
        int rows = 70_000;
        String csv = csv(rows, row -> "" + (1_700_000_000_000L + 61_000L * row));
        Table table = Tables.read(csv);
        List<Feature> features = features(table);

        double[] ages = new double[Table.CHUNK];
        new FeatureTable(table, features).decode(table.chunks() - 1, features.size() - 1, ages);

        assertThat(table.columns().get(0).timeRange()).containsExactly(1.7e9, 1.7e9 + 61.0 * (rows - 1));
        assertThat(ages[table.rowsIn(table.chunks() - 1) - 1]).isZero();
        assertThat(ages[0]).isEqualTo((table.rowsIn(table.chunks() - 1) - 1) * 61.0 / 86_400);
    }

    @Test
    void manyNumbersWithAFormatAreRead() throws Exception {
        String csv =
                csv(70_000, row -> row == 69_000 ? "n.a." : "\"$%d,%03d.50\"".formatted(1 + row / 1000, row % 1000));
        Column column = Tables.read(csv).columns().get(0);

        assertThat(column.texts()).isZero();
        assertThat(column.missing()).isEqualTo(1);
        assertThat(Quantiles.of(column, new double[] {0, 1}).values()).containsExactly(1000.5, 70_999.5);
    }

    @Test
    void manyDatesWithTheDayFirstStayTimes() throws Exception {
        String csv = csv(
                70_000,
                row -> "%02d.%02d.2024 %02d:%02d:%02d"
                        .formatted(1 + row % 28, 1 + row % 12, row / 3600, row / 60 % 60, row % 60));
        Column column = Tables.read(csv).columns().get(0);

        assertThat(column.timed()).isTrue();
        assertThat(column.times()).isEqualTo(70_000);
    }

    @Test
    void aTextThatRepeatsAmongDatesStandsForAMissingValue() throws Exception {
        Schema schema = Tables.schema(csv(200, row -> row % 10 == 0 ? "soon" : day(row % 40)), "{}");

        assertThat(schema.columns().get(0).kind()).isEqualTo(ColumnKind.DATETIME);
        assertThat(schema.columns().get(0).column().missing()).isEqualTo(20);
        assertThat(schema.notes()).contains("column 'when': 'soon' counts as missing, in 20 rows");
    }

    @Test
    void aColumnThatSettingsDeclareDatetimeMustContainDates() {
        assertThatThrownBy(() -> Tables.schema(csv(200, row -> row == 30 ? "2026-02-30" : day(row)), DATETIME))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("column 'when': 1 value is not a date or time, first '2026-02-30' on line 32;"
                        + " dropfit.json sets the column to datetime; accepted is a date or time in ISO 8601");
    }

    @Test
    void aLabelIsNotADate() {
        assertThatThrownBy(
                        () -> Tables.schema(csv(200, DateColumnTest::day), "{\"columns\": {\"target\": \"datetime\"}}"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("columns.target is datetime, but it is the label");
    }

    @Test
    void datesWithoutATimeOfDayHaveNoHour() throws Exception {
        assertThat(names(csv(200, DateColumnTest::day)))
                .containsExactly("when.year", "when.month", "when.day_of_week", "when.age");
        assertThat(names(csv(200, row -> day(row) + " 08:41")))
                .containsExactly("when.year", "when.month", "when.day_of_week", "when.hour", "when.age");
    }

    @Test
    void theAgeIsRelativeToTheNewestTrainingRow() throws Exception {
        Table table = Tables.read(csv(200, DateColumnTest::day));
        List<Feature> features = features(table);

        double[] ages = new double[Table.CHUNK];
        new FeatureTable(table, features).decode(0, features.size() - 1, ages);

        assertThat(ages[199]).isZero();
        assertThat(ages[0]).isEqualTo(199);
    }

    @Test
    void moreTimesThanCodesStayTimes() throws Exception {
        int rows = 70_000;
        String csv = csv(rows, row -> row == 69_000 ? "soon" : DateTimes.text(1.7e9 + 61.0 * row));
        Table table = Tables.read(csv);
        Column column = table.columns().get(0);
        Schema schema = Tables.schema(csv, "{}");
        List<Feature> features = features(table);
        FeatureTable rowsOfFeatures = new FeatureTable(table, features);

        double[] ages = new double[Table.CHUNK];
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            rowsOfFeatures.decode(chunk, features.size() - 1, ages);
            for (int i = 0; i < table.rowsIn(chunk); i++) {
                int row = chunk * Table.CHUNK + i;
                assertThat(ages[i])
                        .isEqualTo(Double.valueOf(row == 69_000 ? Double.NaN : (rows - 1 - row) * 61.0 / 86_400));
            }
        }
        assertThat(column.timed()).isTrue();
        assertThat(column.timeRange()).containsExactly(1.7e9, 1.7e9 + 61.0 * (rows - 1));
        assertThat(schema.notes())
                .contains("column 'when': 1 of 70,000 values is not a date or time, first 'soon' on line 69002;"
                        + " it counts as missing");
    }

    private static List<String> names(String csv) throws Exception {
        return Feature.encodedNames(features(Tables.read(csv)));
    }

    private static List<Feature> features(Table table) throws Exception {
        Schema schema = SchemaInference.infer(table, Settings.NONE);
        return new FeatureFitter(table, Split.of(0)).fit(schema);
    }
}
