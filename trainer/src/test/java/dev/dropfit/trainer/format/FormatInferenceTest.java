package dev.dropfit.trainer.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.settings.ColumnKind;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** How the values of a column are read, and the notes that say so. */
class FormatInferenceTest {
    private static final int ROWS = 200;

    /** The schema of a table with a column x. */
    private static Schema schema(IntFunction<String> x) throws Exception {
        return Tables.schema(Tables.csv("x,target", ROWS, row -> x.apply(row) + "," + row % 2), "{}");
    }

    private static ColumnKind kind(Schema schema) {
        return schema.columns().get(0).kind();
    }

    private static double first(Schema schema) {
        return schema.columns().get(0).column().number(1);
    }

    @Test
    void unitsOfOneKindAreConvertedToTheMostFrequentOne() throws Exception {
        Schema schema = schema(row -> row % 3 == 0 ? (800 + row) + " g" : (1 + row / 10.0) + " kg");

        assertThat(kind(schema)).isEqualTo(ColumnKind.NUMERIC);
        assertThat(first(schema)).isEqualTo(0.8);
        assertThat(schema.notes())
                .containsExactly("column 'x': the numbers have different units; all are converted to kg:"
                        + " '800 g' is read as '0.8 kg'");
    }

    @Test
    void rupiahsInMillionsAndBillionsAreNumbers() throws Exception {
        Schema schema = schema(row -> row % 3 == 0 ? "Rp " + (900 - row) + " Juta" : "\"Rp " + row % 9 + ",5 Miliar\"");

        assertThat(kind(schema)).isEqualTo(ColumnKind.NUMERIC);
        assertThat(first(schema)).isEqualTo(900e6);
    }

    @Test
    void namesOfFilesAreNoNumbers() throws Exception {
        Schema schema = schema(row -> row % 40 + ".jpg");

        assertThat(kind(schema)).isEqualTo(ColumnKind.CATEGORICAL);
        assertThat(schema.notes()).noneMatch(note -> note.contains("is read as the number"));
    }

    @Test
    void limitsAndFootnotesAreNumbersWithoutTheirMarks() throws Exception {
        Schema schema = schema(row -> row % 20 == 0 ? "<0.5" : row % 20 == 7 ? row / 10.0 + "*" : row / 10.0 + "");

        assertThat(kind(schema)).isEqualTo(ColumnKind.NUMERIC);
        assertThat(first(schema)).isEqualTo(0.5);
        assertThat(schema.notes())
                .contains("column 'x': '<0.5' is read as the number 0.5, without its mark; 20 rows have such a mark");
    }

    @Test
    void timesOfDayMayHaveDots() throws Exception {
        Schema schema = schema(row -> "%02d.%02d.00".formatted((row + 18) % 24, row % 60));

        assertThat(kind(schema)).isEqualTo(ColumnKind.NUMERIC);
        assertThat(first(schema)).isEqualTo(18 * 3600);
        assertThat(schema.notes())
                .contains("column 'x': durations and times of day are read as seconds: '18.00.00' is 64800");
    }

    @Test
    void aDateThatCouldBeATimeOfDayIsADate() throws Exception {
        Schema schema = schema(row -> "%02d.%02d.23".formatted(1 + row % 19, 1 + row % 12));

        assertThat(kind(schema)).isEqualTo(ColumnKind.DATETIME);
    }

    @Test
    void aSignOfPercentMayBeFirst() throws Exception {
        Schema schema = schema(row -> "%" + row / 10.0);

        assertThat(kind(schema)).isEqualTo(ColumnKind.NUMERIC);
        assertThat(schema.notes()).contains("column 'x': '%10.0' is read as the number 10");
    }

    @Test
    void decimalPointsAndDecimalCommasMayBeMixed() throws Exception {
        Schema schema = schema(row -> "\"" + row % 30 + (row % 3 == 0 ? ".5\"" : ",25\""));

        assertThat(kind(schema)).isEqualTo(ColumnKind.NUMERIC);
        assertThat(first(schema)).isEqualTo(0.5);
        assertThat(schema.notes()).contains("column 'x': commas in numbers are read as decimal points");
        assertThat(kind(schema(row -> row % 7 == 0 ? "\"7,5\"" : row % 30 + ".25")))
                .isEqualTo(ColumnKind.NUMERIC);
    }

    @Test
    void aDecimalCommaAmongThousandsIsAMistake() throws Exception {
        Schema schema =
                schema(row -> row == 50 ? "\"7,5\"" : row % 2 == 0 ? "\"" + (1 + row % 9) + ",250\"" : row % 30 + ".5");

        assertThat(first(schema)).isEqualTo(1250);
    }

    @Test
    void aFewNamesWithDigitsDoNotMakeAColumnOfNumbersText() throws Exception {
        Schema schema = schema(row -> row % 40 == 7 ? "PM" + row : "\"" + row % 30 + ",25\"");

        assertThat(kind(schema)).isEqualTo(ColumnKind.NUMERIC);
    }

    @Test
    void arabicDigitsAreNumbers() throws Exception {
        Schema schema = schema(row -> "٣" + (char) ('٠' + row % 10) + "٫" + (char) ('٠' + row / 10 % 10));

        assertThat(kind(schema)).isEqualTo(ColumnKind.NUMERIC);
        assertThat(schema.notes()).contains("column 'x': '٣٠٫٠' is read as the number 30");
    }

    @Test
    void flagsOfEurostatAreMarks() throws Exception {
        Schema schema = schema(row -> row / 10.0 + (row % 20 == 3 ? " b" : row % 20 == 9 ? " p" : ""));

        assertThat(kind(schema)).isEqualTo(ColumnKind.NUMERIC);
    }

    @Test
    void footnotesInBracketsDoNotMakeAColumnOfNumbersText() throws Exception {
        Schema schema = schema(row -> row % 9 == 0 ? row * row % 97 + " (1)" : Integer.toString(row * row % 97));

        assertThat(kind(schema)).isEqualTo(ColumnKind.NUMERIC);
    }

    @Test
    void ofTwoNumbersInACellTheFirstOneIsUsedAndTheNoteSaysSo() throws Exception {
        Schema schema = schema(row -> (100 + row % 70) + "/" + (60 + row % 40));

        assertThat(kind(schema)).isEqualTo(ColumnKind.NUMERIC);
        assertThat(first(schema)).isEqualTo(100);
        assertThat(schema.notes())
                .contains("column 'x': a cell has several numbers, and only the first one is used: '100/60' is read as"
                        + " 100. To use the others too, write them into columns of their own");
    }

    @Test
    void rangesAreTheirMiddleAndCodesAreNot() throws Exception {
        Schema schema = schema(row -> (10 + row % 70) + "-" + (12 + row % 70));

        assertThat(first(schema)).isEqualTo(11);
        assertThat(schema.notes())
                .contains("column 'x': ranges are read as the number in their middle: '10-12' is read as 11");
        assertThat(kind(schema(row -> (10 + row % 70) + "-" + (100 + row % 70))))
                .isNotEqualTo(ColumnKind.NUMERIC);
    }

    @Test
    void aSecondNumberThatIsAlwaysTheSameIsNotLost() throws Exception {
        assertThat(schema(row -> row % 20 + " of 20").notes())
                .contains("column 'x': '0 of 20' is read as 0, because the second number is always 20");
    }

    @Test
    void seasonsAreTheirFirstYearAndMonthsAreDates() throws Exception {
        Schema seasons = schema(row -> (2008 + row % 4) + "-" + String.format(Locale.ROOT, "%02d", 9 + row % 4));

        assertThat(first(seasons)).isEqualTo(2008);
        assertThat(seasons.notes())
                .contains("column 'x': seasons are read as their first year: '2008-09' is read as 2008");
        assertThat(kind(schema(row -> (2008 + row % 4) + "-" + (10 + row % 3)))).isEqualTo(ColumnKind.DATETIME);
    }

    @Test
    void ratiosAreDivided() throws Exception {
        assertThat(first(schema(row -> 3 + row % 40 + ":" + (2 + row % 3)))).isEqualTo(1.5);
    }

    @Test
    void rangesOfMoneyAreTheirMiddleUnlessCurrenciesDiffer() throws Exception {
        assertThat(first(schema(row -> "$" + (10 + row % 30) + "k-$" + (20 + row % 30) + "k")))
                .isEqualTo(15_000);
        assertThat(kind(schema(
                        row -> (row % 2 == 0 ? "$" : "\u20AC") + (10 + row % 30) + "k-" + (20 + row % 30) + "k")))
                .isEqualTo(ColumnKind.CATEGORICAL);
    }

    @Test
    void scoresNeedTheirName() throws Exception {
        IntFunction<String> scores = row -> row % 12 + "-" + row * 7 % 13;

        String csv = Tables.csv("ft_score,target", ROWS, row -> scores.apply(row) + "," + row % 2);
        assertThat(Tables.schema(csv, "{}").notes())
                .contains(
                        "column 'ft_score': scores are read as the first number minus the second one: '0-0' is read as"
                                + " 0. To use both, write them into two columns");
        assertThat(kind(schema(scores))).isEqualTo(ColumnKind.CATEGORICAL);
    }

    @Test
    void threeDigitsAfterAPointAreDecimalsIfOtherColumnsHaveDecimalPoints() throws Exception {
        IntFunction<String> thirds = row -> row % 3 == 0 ? (200 + row) + ".333" : "" + (100 + row);

        assertThat(first(Tables.schema(
                        Tables.csv("x\ty\ttarget", ROWS, row -> thirds.apply(row) + "\t" + row * 0.25 + "\t" + row % 2),
                        "{}")))
                .isEqualTo(200.333);
        assertThat(first(Tables.schema(
                        Tables.csv("x\ty\ttarget", ROWS, row -> thirds.apply(row) + "\t" + row % 7 + "\t" + row % 2),
                        "{}")))
                .isEqualTo(200_333);
    }

    @Test
    void whatIsTheSameOfSeveralColumnsIsSaidOnce() throws Exception {
        Schema schema = Tables.schema(
                Tables.csv(
                        "a;b;c;d;target",
                        ROWS,
                        row -> row + ",25;" + row + ",5;" + row + ",75;-" + row + ",1;" + row % 2),
                "{}");

        assertThat(schema.notes())
                .contains("columns 'a', 'b', 'c' and 1 more: commas in numbers are read as decimal points");
    }

    @Test
    void coordinatesNeedLettersOfBothDirections() throws Exception {
        assertThat(first(schema(row -> row % 20 + 0.5 + (row % 30 == 0 ? "W" : "E"))))
                .isEqualTo(-0.5);
        assertThat(first(schema(row -> row % 20 + 0.5 + " W"))).isEqualTo(0.5);
    }

    @Test
    void monthsInSixDigitsAreDates() throws Exception {
        assertThat(kind(schema(row -> "20" + (10 + row % 9) + (row % 2 == 0 ? "05" : "11"))))
                .isEqualTo(ColumnKind.DATETIME);
    }

    @Test
    void limitsWithoutPlainNumbersAreCategories() throws Exception {
        assertThat(kind(schema(row -> row % 3 == 0 ? ">50" : "<=50"))).isEqualTo(ColumnKind.CATEGORICAL);
        assertThat(kind(schema(row -> row % 3 == 0 ? "<18" : row % 3 == 1 ? "18-65" : ">65")))
                .isEqualTo(ColumnKind.CATEGORICAL);
    }

    @Test
    void agesInYearsMonthsAndWeeksAreConverted() throws Exception {
        Schema schema = schema(
                row -> row % 4 == 0 ? (1 + row % 11) + " months" : row % 4 == 1 ? "3 weeks" : row % 20 + " years");

        assertThat(kind(schema)).isEqualTo(ColumnKind.NUMERIC);
        assertThat(first(schema)).isEqualTo(1 / 12.0);
    }

    @Test
    void hoursAndMinutesAreOneNumber() throws Exception {
        assertThat(kind(schema(row -> row % 2 == 0 ? row + " min" : row / 10.0 + " h")))
                .isEqualTo(ColumnKind.NUMERIC);
        assertThat(kind(schema(row -> row % 2 == 0 ? row + " m" : row / 10.0 + " h")))
                .isEqualTo(ColumnKind.NUMERIC);
    }

    @Test
    void creditIsNotCrores() throws Exception {
        assertThat(first(schema(row -> row % 90 + 1 + " Cr"))).isEqualTo(1e7);
        assertThat(kind(schema(row -> row % 20 + (row % 2 == 0 ? " CR" : " DR"))))
                .isEqualTo(ColumnKind.CATEGORICAL);
    }

    @Test
    void millionsAreNotMetres() throws Exception {
        Schema schema = schema(row -> row % 3 == 0 ? row + 1 + "M" : row % 3 == 1 ? row + 1 + "B" : row + 1 + "K");

        assertThat(first(schema)).isEqualTo(1e6);
    }

    @Test
    void unitsThatMeasureDifferentThingsAreText() throws Exception {
        Schema schema = schema(row -> row % 7 + (row % 2 == 0 ? " kg" : " cm"));

        assertThat(kind(schema)).isEqualTo(ColumnKind.CATEGORICAL);
        assertThat(schema.notes())
                .contains(
                        "column 'x': numbers with different units ('cm', 'kg') can't be compared, so the column is used"
                                + " as text. Use one unit in the column");
    }

    @Test
    void differentCurrenciesAreText() throws Exception {
        for (IntFunction<String> amount : List.<IntFunction<String>>of(
                row -> (row % 2 == 0 ? "$" : "€") + row % 9, row -> row % 2 == 0 ? "$" + row % 9 : row % 9 + " EUR")) {
            Schema schema = schema(amount);

            assertThat(kind(schema)).isEqualTo(ColumnKind.CATEGORICAL);
            assertThat(schema.notes())
                    .anyMatch(note -> note.contains("amounts in different currencies ('$', '€')")
                            || note.contains("amounts in different currencies ('$', 'eur')"));
        }
    }

    @Test
    void theSameCurrencyMayBeWrittenInTwoWays() throws Exception {
        Schema schema = schema(row -> row % 2 == 0 ? "$" + (row + 0.5) : row + " USD");

        assertThat(kind(schema)).isEqualTo(ColumnKind.NUMERIC);
        assertThat(schema.columns().get(0).column().texts()).isZero();
    }

    @Test
    void aFewAmountsOfAnotherCurrencyCountAsMissing() throws Exception {
        Schema schema = schema(row -> row % 50 == 49 ? row + " EUR" : "$" + (row + 0.5));

        assertThat(kind(schema)).isEqualTo(ColumnKind.NUMERIC);
        assertThat(schema.notes()).anyMatch(note -> note.contains("4 of 200 values are not numbers"));
    }

    @Test
    void freeIsAPriceOfZero() throws Exception {
        for (IntFunction<String> price : List.<IntFunction<String>>of(
                row -> row % 3 == 0 ? "Free" : "$" + (row + 0.99), row -> row % 3 == 0 ? "Free" : row + ".99")) {
            Schema schema = schema(price);

            assertThat(kind(schema)).isEqualTo(ColumnKind.NUMERIC);
            assertThat(first(schema)).isZero();
            assertThat(schema.columns().get(0).column().missing()).isZero();
            assertThat(schema.notes()).anyMatch(note -> note.contains("'Free'") && note.contains("0"));
        }
    }

    @Test
    void freeAmongOtherWordsIsAWord() throws Exception {
        Schema schema = schema(row -> List.of("free", "busy", "away").get(row % 3));

        assertThat(kind(schema)).isEqualTo(ColumnKind.CATEGORICAL);
        assertThat(schema.notes()).noneMatch(note -> note.contains("column 'x'"));
    }

    @Test
    void noneAmongPricesIsMissing() throws Exception {
        Schema schema = schema(row -> row % 3 == 0 ? "none" : "$" + (row + 0.99));

        assertThat(kind(schema)).isEqualTo(ColumnKind.NUMERIC);
        assertThat(schema.columns().get(0).column().missing()).isEqualTo(67);
        assertThat(schema.notes()).anyMatch(note -> note.contains("'none' counts as missing, in 67 rows"));
    }

    @Test
    void weeksAndMonthsOfEarlierCenturiesAreDates() throws Exception {
        assertThat(kind(schema(row -> String.format(Locale.ROOT, "%d-W%02d", 2000 + row / 50, 1 + row % 50))))
                .isEqualTo(ColumnKind.DATETIME);
        assertThat(kind(schema(row -> String.format(Locale.ROOT, "%d-%02d", 1749 + row / 12, 1 + row % 12))))
                .isEqualTo(ColumnKind.DATETIME);
    }

    @Test
    void theSettingsDecideUnclearDates() throws Exception {
        String csv = Tables.csv(
                "x,target",
                ROWS,
                row -> String.format(Locale.ROOT, "%02d/%02d/2023,%d", 1 + row % 12, 1 + row % 9, row % 2));

        assertThat(Tables.schema(csv, "{}").notes())
                .anyMatch(note -> note.contains(
                        "'10/01/2023' can be 2023-01-10 or 2023-10-01; dates are read with the month first, as"
                                + " 2023-10-01. If this is wrong, set \"dates\": \"day-first\" in dropfit.json"));
        assertThat(Tables.schema(csv, "{\"dates\": \"day-first\"}").notes())
                .contains("column 'x': dates are read with the day first, as dropfit.json sets it: '10/01/2023' is"
                        + " 2023-01-10");
    }

    @Test
    void unclearDatesAreReadAsTheOtherDatesOfTheFile() throws Exception {
        Schema schema = Tables.schema(
                Tables.csv(
                        "ordered,paid,target",
                        ROWS,
                        row -> String.format(
                                Locale.ROOT,
                                "%02d/%02d/2023,%02d/05/2024,%d",
                                1 + row % 12,
                                1 + row % 9,
                                1 + row % 28,
                                row % 2)),
                "{}");

        assertThat(schema.notes())
                .contains("column 'ordered': dates are read with the day first, as in column 'paid': '10/01/2023' is"
                        + " 2023-01-10")
                .noneMatch(note -> note.contains("can be"));
    }

    @Test
    void aNumberAfterSignsIsAMarkerAmongOtherNumbers() throws Exception {
        Schema schema = schema(row -> row % 30 == 7 ? "//0" : 10 + row % 50 + " " + (100 + row));

        assertThat(schema.notes())
                .anyMatch(note -> note.contains("'10 100' is read as the number 10100"))
                .anyMatch(note -> note.contains("'//0' counts as missing"));
    }

    @Test
    void aTableWithARowForEachMonthHasTheFirstDaysOfMonths() throws Exception {
        Schema schema = schema(row -> String.format(Locale.ROOT, "01/%02d/%d", 1 + row % 12, 1972 + row / 12));

        assertThat(schema.notes())
                .contains("column 'x': dates are read with the day first, so that each is the first day of a month:"
                        + " '01/02/1972' is 1972-02-01");
        assertThat(schema(row -> String.format(Locale.ROOT, "%02d/01/%d", 1 + row % 12, 1972 + row / 12))
                        .notes())
                .contains("column 'x': dates are read with the month first, so that each is the first day of a month:"
                        + " '02/01/1972' is 1972-02-01");
    }

    @Test
    void datesOfOneYearMayBeDaysOfJanuary() throws Exception {
        assertThat(schema(row -> String.format(Locale.ROOT, "01/%02d/2023", 1 + row % 12))
                        .notes())
                .anyMatch(note -> note.contains("'01/02/2023' can be 2023-02-01 or 2023-01-02"));
    }

    @Test
    void datesThatAreDaysOfOneMonthAreNotTheSameDayOfManyMonths() throws Exception {
        assertThat(schema(row -> String.format(Locale.ROOT, "%02d-03-2022", 1 + row % 10))
                        .notes())
                .contains("column 'x': dates are read with the day first, so that all are in one month: '01-03-2022'"
                        + " is 2022-03-01");
        assertThat(schema(row -> String.format(Locale.ROOT, "03-%02d-2022", 1 + row % 10))
                        .notes())
                .contains("column 'x': dates are read with the month first, so that all are in one month: '03-01-2022'"
                        + " is 2022-03-01");
    }

    @Test
    void yearsBeforeTheFirstAreNegative() throws Exception {
        assertThat(schema(row -> row < 10 ? 1000 - 100 * row + " BCE" : String.valueOf(1000 + row))
                        .notes())
                .contains("column 'x': '1000 BCE' is read as the number -1000");
    }

    @Test
    void roundNumbersOfAFileWithSemicolonsAreThousands() throws Exception {
        String csv = Tables.csv("x;n;target", ROWS, row -> 20 + row + ".500;" + row % 7 + ";" + row % 2);

        assertThat(Tables.schema(csv, "{}").notes())
                .anyMatch(
                        note -> note.startsWith("column 'x': the point in '100.500' can separate thousands or decimals;"
                                + " it is read as 100500."));
        assertThat(Tables.schema(csv.replace(";3;", ";3.5;"), "{}").notes())
                .noneMatch(note -> note.startsWith("column 'x'"));
    }

    @Test
    void aCommaBeforeThreeDigitsAndAnEuroSignIsDecimal() throws Exception {
        assertThat(Tables.schema(
                                Tables.csv("x,target", ROWS, row -> "\"1," + (808 + row % 180) + "€\"," + row % 2),
                                "{}")
                        .notes())
                .anyMatch(note ->
                        note.startsWith("column 'x': the comma in '1,808€' can separate thousands or decimals; it"
                                + " is read as 1.808."));
    }

    @Test
    void numbersAreTimesIfTheSettingsSayIt() throws Exception {
        String csv = Tables.csv("x,n,target", ROWS, row -> 20240101 + row % 6 + "," + row + "," + row % 2);

        assertThat(Tables.schema(csv, "{}").notes()).noneMatch(note -> note.contains("read as dates"));
        assertThat(Tables.schema(csv, "{\"columns\": {\"x\": \"datetime\"}}").notes())
                .anyMatch(note -> note.startsWith("column 'x': numbers are read as dates: 20240101 is 2024-01-01"));
    }

    @Test
    void aZeroAmongDatesIsAMissingDate() throws Exception {
        Schema schema = schema(row -> row % 2 == 0 ? "0" : 1 + row % 28 + "-Feb-" + (1960 + row % 40));

        assertThat(kind(schema)).isEqualTo(ColumnKind.DATETIME);
        assertThat(schema.notes()).anyMatch(note -> note.startsWith("column 'x': '0' counts as missing, in "));
    }

    @Test
    void aLetterAfterAFewNumbersOfHousesIsNoMultiplier() throws Exception {
        assertThat(schema(row -> row == 7 ? "19 B" : String.valueOf(1 + row % 50))
                        .notes())
                .contains("column 'x': '19 B' is read as the number 19");
        assertThat(schema(row -> row == 7 ? "1.2k" : String.valueOf(1 + row)).notes())
                .contains("column 'x': '1.2k' is read as the number 1200");
        assertThat(schema(row -> "$0." + (100 + row) + "M").notes())
                .contains("column 'x': '$0.100M' is read as the number 100000");
    }

    @Test
    void yearsOfTwoDigitsAreThoseThatAreClosestTogether() throws Exception {
        assertThat(years(1958, 58)).contains("'28-Jul-58' is 1958-07-28");
        assertThat(years(1940, 90)).contains("'28-Jul-40' is 1940-07-28");
        assertThat(years(2022, 20)).contains("'28-Jul-22' is 2022-07-28");
    }

    /** The note on dates of so many years from the first one. */
    private static String years(int first, int years) throws Exception {
        return schema(row -> String.format(Locale.ROOT, "28-Jul-%02d", (first + row % years) % 100))
                .notes()
                .toString();
    }

    @Test
    void namesOfGenesAreNoAmountsOfMoney() throws Exception {
        Schema schema = schema(row ->
                (row % 40 == 0 ? "CAD" : row % 40 == 1 ? "SEK" : "ABC" + (char) ('D' + row % 20)) + row % 80);

        assertThat(schema.notes()).noneMatch(note -> note.contains("currencies"));
    }

    @Test
    void periodsOfYearsAreNoRatios() throws Exception {
        Schema schema = schema(row -> (1950 + row % 40) + ":" + (1 + row % 4));

        assertThat(first(schema)).isEqualTo(1950);
        assertThat(schema.notes()).noneMatch(note -> note.contains("ratio"));
    }

    @Test
    void aYearOfTwoDigitsMayBeFirst() throws Exception {
        Schema schema = schema(row -> "%02d-%02d-%02d".formatted(22 + row % 3, 1 + row % 12, 1 + row % 28));

        assertThat(kind(schema)).isEqualTo(ColumnKind.DATETIME);
        assertThat(schema.notes()).contains("column 'x': dates are read with the year first: '22-01-01' is 2022-01-01");
    }

    @Test
    void lastDaysOfQuartersHaveTheirYearAtTheEnd() throws Exception {
        List<String> ends = List.of("31-03", "30-06", "30-09", "31-12");

        Schema schema = schema(row -> ends.get(row % 4) + "-%02d".formatted(row % 20));

        assertThat(schema.notes()).contains("column 'x': dates are read as they are written: '31-03-00' is 2000-03-31");
    }

    @Test
    void monthsOfYearsOfTwoDigitsAreDates() throws Exception {
        Schema schema = schema(row -> (1 + row % 12) + "/" + (80 + row % 19));

        assertThat(kind(schema)).isEqualTo(ColumnKind.DATETIME);
        assertThat(schema.notes()).contains("column 'x': dates are read as months of a year: '1/80' is 1980-01-01");
    }

    @Test
    void fractionsAndDaysOfMonthsAreNoMonthsOfYears() throws Exception {
        assertThat(kind(schema(row -> (1 + row % 7) + "/" + List.of(16, 32, 64).get(row % 3))))
                .isEqualTo(ColumnKind.NUMERIC);
        assertThat(schema(row -> "%02d/%02d".formatted(1 + row % 12, 1 + row % 31))
                        .notes())
                .noneMatch(note -> note.contains("as months of a year"));
    }
}
