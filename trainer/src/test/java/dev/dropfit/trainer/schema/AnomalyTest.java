package dev.dropfit.trainer.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Quantiles;
import dev.dropfit.trainer.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Anomalies of a dataset are reported by name. */
class AnomalyTest {
    private static Optional<Anomaly> anomaly(String name, String csv) throws Exception {
        return Tables.schema(csv, "{}").anomalies().stream()
                .filter(anomaly -> anomaly.name().equals(name))
                .findFirst();
    }

    @Test
    void aRepeatedHeaderIsSkippedAndReportedWithItsLine() throws Exception {
        String csv = Tables.csv("x,target", 100, row -> row == 40 ? "x,target" : row * 1.5 + "," + row % 2);

        assertThat(anomaly("repeated-header", csv))
                .hasValue(new Anomaly(
                        "repeated-header", "1 row is skipped: the header is repeated on line 42", List.of(42L)));
        assertThat(Tables.read(csv).rows()).isEqualTo(99);
        assertThat(anomaly("stray-texts", csv)).isEmpty();
    }

    @Test
    void aFileWithoutAHeaderKeepsItsFirstRowAndIsReported() throws Exception {
        String csv = Tables.csv("1.5,1", 100, row -> row * 1.5 + "," + row % 2);

        assertThat(anomaly("no-header", csv))
                .hasValue(new Anomaly(
                        "no-header",
                        "the file has no header: the first line is a row ('1.5, 1'); the columns are named column_1 to"
                                + " column_2. To use other names, add a header",
                        List.of(1L)));
        assertThat(Tables.read(csv).rows()).isEqualTo(101);
        assertThat(anomaly("no-header", Tables.csv("x,2024", 100, row -> row * 1.5 + "," + row % 2)))
                .isEmpty();
    }

    @Test
    void emptyRowsOfASpreadsheetAreSkippedHoweverMany() throws Exception {
        String csv = Tables.csv("x,target", 100, row -> row * 1.5 + "," + row % 2) + ",\n".repeat(150);

        assertThat(anomaly("empty-rows", csv).orElseThrow().message())
                .isEqualTo("150 rows are skipped: all cells are empty on lines 102, 103, 104, 105, 106, …");
        assertThat(anomaly("missing-label", csv)).isEmpty();
        assertThat(Tables.read(csv).rows()).isEqualTo(100);
    }

    @Test
    void aFormulaOfExcelIsItsText() throws Exception {
        String csv = Tables.csv(
                "=\"zip\",x,target", 100, row -> "=\"0" + (1000 + row % 9) + "\"," + row * 1.5 + "," + row % 2);

        assertThat(anomaly("excel-texts", csv).orElseThrow().message())
                .isEqualTo("101 cells are written as a formula of Excel, =\"…\"; they are read as the text between the"
                        + " quotes");
        assertThat(Tables.read(csv).columns().get(0).name()).isEqualTo("zip");
        assertThat(Tables.read(csv).columns().get(0).category(1)).isEqualTo("01000");
    }

    @Test
    void namesOfRowsAreNoColumn() throws Exception {
        String csv = Tables.csv(",x,target", 100, row -> row + "," + row * 1.5 + "," + row % 2);

        assertThat(Tables.read(csv).columns()).extracting(Column::name).containsExactly("x", "target");
        assertThat(anomaly("row-names", csv)).isPresent();
    }

    @Test
    void equalRowsAreCountedAndTheFirstLinesReported() throws Exception {
        String csv = Tables.csv("x,target", 100, row -> (row >= 90 ? row - 90 : row) * 1.5 + "," + row % 2);

        Anomaly repeated = anomaly("duplicate-rows", csv).orElseThrow();

        assertThat(repeated.message()).startsWith("10 rows repeat an earlier row, on lines 92, 93,");
        assertThat(repeated.lines()).containsExactly(92L, 93L, 94L, 95L, 96L);
    }

    @Test
    void aColumnThatCorrespondsToTheLabelOneToOneIsReportedAndUsed() throws Exception {
        String csv =
                Tables.csv("x,leak,target", 100, row -> row * 1.5 + "," + (row % 2 == 0 ? "" : "b") + "," + row % 2);

        assertThat(anomaly("target-leakage", csv).orElseThrow().message())
                .startsWith("column 'leak' may give the label away");
        assertThat(Tables.schema(csv, "{}").ignored()).isEmpty();
    }

    @Test
    void aColumnEqualToALabelOfManyNumbersIsReported() throws Exception {
        assertThat(anomaly("target-leakage", Tables.csv("x,y", 100, row -> row * 1.5 + "," + row * 1.50)))
                .isPresent();
        assertThat(anomaly(
                        "target-leakage",
                        Tables.csv("x,y", 100, row -> row * 1.5 + "," + (row * 1.5 + (row == 99 ? 1 : 0)))))
                .isEmpty();
    }

    @Test
    void aColumnWithOneExceptionIsNotReportedAsALeak() throws Exception {
        String csv =
                Tables.csv("x,leak,target", 100, row -> row * 1.5 + "," + (row == 99 ? 0 : row % 2) + "," + row % 2);

        assertThat(anomaly("target-leakage", csv)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"19, 2, false", "20, 2, true", "30, 10, true", "30, 11, false"})
    void aCorrespondenceIsOnlyReportedWithEnoughRowsAndRowsPerValue(int rows, int values, boolean reported)
            throws Exception {
        String csv = Tables.csv("x,leak,target", rows, row -> row * 1.5 + ",a" + row % values + ",b" + row % values);

        assertThat(anomaly("target-leakage", csv).isPresent()).isEqualTo(reported);
    }

    @ParameterizedTest
    @CsvSource({"9, true", "10, false"})
    void aClassWithFewerThanTenRowsIsRare(int rows, boolean reported) throws Exception {
        String csv = Tables.csv("x,target", 200, row -> row * 1.5 + "," + (row < rows ? "rare" : "often" + row % 2));

        assertThat(anomaly("rare-class", csv).isPresent()).isEqualTo(reported);
    }

    @Test
    void onlyTheFirstFiveRareClassesAreNamed() throws Exception {
        String csv = Tables.csv("x,target", 100, row -> row * 1.5 + ",c" + (row < 14 ? row % 7 : 7 + row % 2));

        Anomaly rare = anomaly("rare-class", csv).orElseThrow();

        assertThat(rare.message())
                .isEqualTo("class 'c0' has 2 rows, in lines 2, 9; class 'c1' has 2 rows, in lines 3, 10;"
                        + " class 'c2' has 2 rows, in lines 4, 11; class 'c3' has 2 rows, in lines 5, 12;"
                        + " class 'c4' has 2 rows, in lines 6, 13; and 2 more classes with fewer than 5 rows."
                        + " So few rows are not enough to learn a class: correct the label, or upload more rows of the"
                        + " class");
        assertThat(rare.lines()).containsExactly(2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void aRareClassIsReported() throws Exception {
        String csv = Tables.csv("x,target", 200, row -> row * 1.5 + "," + (row < 9 ? "rare" : "often" + row % 2));

        assertThat(anomaly("rare-class", csv).orElseThrow().message())
                .startsWith("class 'rare' is rare: fewer than 10 rows");
    }

    @Test
    void theLikelySpellingOfARareClassIsProposed() throws Exception {
        String csv = Tables.csv(
                "x,target",
                200,
                row -> row * 1.5 + "," + (row == 55 ? "churend" : row % 2 == 0 ? "churned" : "stayed"));

        assertThat(anomaly("rare-class", csv).orElseThrow())
                .isEqualTo(new Anomaly(
                        "rare-class",
                        "class 'churend' has 1 row, in line 57 (is it 'churned'?). So few rows are not enough to learn"
                                + " a class: correct the label, or upload more rows of the class",
                        List.of(57L)));
    }

    @ParameterizedTest
    @CsvSource({
        "yess, yes, true",
        "ye, yes, true",
        "setsoa, setosa, true",
        "versicolour, versicolor, true",
        "virginnica, virginica, true",
        "maybe, yes, false",
        "c1, c2, false",
        "A12, A13, false",
        "no, on, false",
        "cat, dog, false",
    })
    void aFewOtherLettersAreAMistypedLabel(String text, String right, boolean mistyped) {
        assertThat(RareClasses.isMistyped(text, right)).isEqualTo(mistyped);
    }

    @Test
    void numbersWithDecimalCommasAreNumbers() throws Exception {
        String csv = Tables.csv("x;y", 100, row -> row + "," + (row % 10) + ";" + (row * 2 + 1) + ",25");

        Schema schema = Tables.schema(csv, "{}");

        assertThat(schema.target()).isInstanceOf(Target.Quantity.class);
        assertThat(schema.columns().get(0).kind()).isEqualTo(ColumnKind.NUMERIC);
        assertThat(Quantiles.of(schema.columns().get(0).column(), new double[] {0, 1})
                        .values())
                .containsExactly(0.0, 99.9);
    }

    @Test
    void veryManyNumbersWithDecimalCommasAreNumbers() throws Exception {
        String csv = Tables.csv("x;y", 80_000, row -> row + ",5;" + row % 2);

        Column column = Tables.read(csv).columns().get(0);

        assertThat(column.texts()).isZero();
        assertThat(Quantiles.of(column, new double[] {0, 0.5, 1}).values()).containsExactly(0.5, 39_999.5, 79_999.5);
    }

    @Test
    void twoNotationsOfANumberAreOneValue() throws Exception {
        String csv =
                Tables.csv("x;y", 100, row -> (row % 3 == 0 ? "1" : row % 3 == 1 ? "1,0" : "2,50") + ";" + row % 2);

        assertThat(Tables.read(csv).columns().get(0).distinctValues()).isEqualTo(2);
    }

    @Test
    void aCommaThatMaySeparateThousandsOrDecimalsIsReportedWithItsReading() throws Exception {
        String tabs = Tables.csv("x\ty", 100, row -> (1 + row % 7) + ",234\t" + row % 2);
        String semicolons = Tables.csv("x;y", 100, row -> (1 + row % 7) + ",234;" + row % 2);

        assertThat(anomaly("unclear-commas", tabs)).isPresent();
        assertThat(Quantiles.of(Tables.read(tabs).columns().get(0), new double[] {0})
                        .values())
                .containsExactly(1234);
        assertThat(anomaly("unclear-commas", semicolons).orElseThrow().message())
                .isEqualTo("column 'x': the comma in '1,234' can separate thousands or decimals; it is read as 1.234."
                        + " If this is wrong, write the numbers with a decimal point and without commas");
    }

    @Test
    void pointsOfThousandsAndDecimalCommasInOneColumnAreNumbers() throws Exception {
        String csv = Tables.csv("x;y", 100, row -> (row == 50 ? "1.000" : row % 7 + ",5") + ";" + row % 2);

        assertThat(Quantiles.of(Tables.read(csv).columns().get(0), new double[] {0, 1})
                        .values())
                .containsExactly(0.5, 1000);
    }

    @Test
    void decimalPointsAndDecimalCommasInOneColumnAreNumbers() throws Exception {
        String csv = Tables.csv("x;y", 100, row -> (row % 10 == 5 ? "1.5" : row % 7 + ",5") + ";" + row % 2);

        assertThat(anomaly("decimal-commas", csv).orElseThrow().message())
                .isEqualTo("column 'x': commas in numbers are read as decimal points");
        assertThat(Tables.read(csv).columns().get(0).texts()).isZero();
        assertThat(Tables.schema(csv, "{}").columns().get(0).column().missing()).isZero();
    }

    @Test
    void aValueFarFromAllOthersMayStandForAMissingValue() throws Exception {
        String csv = Tables.csv("x,y", 100, row -> (row % 10 == 3 ? "-999" : row * 0.5) + "," + row % 2);

        assertThat(anomaly("sentinel", csv).orElseThrow().message())
                .isEqualTo("column 'x': -999 in 10 rows is far from all other values; if it stands for a missing value,"
                        + " add \"missing\": [-999] to dropfit.json");
        assertThat(Tables.schema(csv, "{\"missing\": [-999]}")
                        .columns()
                        .get(0)
                        .column()
                        .missing())
                .isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-9", "777", "88888", "-999.0"})
    void oneDigitAgainAndAgainMayStandForAMissingValue(String number) throws Exception {
        String csv = Tables.csv("x,y", 300, row -> (row % 10 == 3 ? number : 100 + row % 30 * 0.5) + "," + row % 2);

        assertThat(anomaly("sentinel", csv)).isPresent();
    }

    @Test
    void aLabelMayHaveTheNameOfOneOfItsClasses() throws Exception {
        String csv = Tables.csv("load,alarm", 60, row -> row * 0.5 + "," + (row % 2 == 0 ? "alarm" : "none"));

        assertThat(Tables.schema(csv, "{}").anomalies()).isEmpty();
    }

    @Test
    void aDateFarFromAllOthersMayStandForAMissingValue() throws Exception {
        String csv = Tables.csv(
                "x,y",
                100,
                row -> (row % 10 == 3 ? "1900-01-01" : "2024-01-%02d".formatted(1 + row % 30)) + "," + row % 2);

        assertThat(anomaly("sentinel", csv).orElseThrow().message())
                .startsWith("column 'x': 1900-01-01 in 10 rows is far from all other values");
        assertThat(Tables.schema(csv, "{\"missing\": [\"1900-01-01\"]}")
                        .columns()
                        .get(0)
                        .column()
                        .missing())
                .isEqualTo(10);
    }

    @Test
    void rowsWhoseLabelIsAMarkerOfMissingNumbersAreSkipped() throws Exception {
        String csv = Tables.csv(
                "x,price", 5000, row -> row * 0.5 + "," + (row % 10 == 3 ? "n.a." : "$" + row % 700 + ".50"));

        Table table = Tables.read(csv);

        assertThat(table.rows()).isEqualTo(4500);
        assertThat(table.labelColumn().missing()).isZero();
        assertThat(table.rowsIn(0)).isEqualTo(Table.CHUNK);
        assertThat(table.rowsIn(1)).isEqualTo(4500 - Table.CHUNK);
        double[] numbers = new double[Table.CHUNK];
        double[] lookup = new double[table.columns().get(0).codes()];
        Arrays.setAll(lookup, table.columns().get(0)::number);
        table.columns().get(0).decode(1, lookup, numbers);
        assertThat(numbers[4500 - Table.CHUNK - 1]).isEqualTo(2499.5);
        assertThat(anomaly("missing-label", csv).orElseThrow().message())
                .isEqualTo("500 rows are skipped: the label 'price' is missing");
    }
}
