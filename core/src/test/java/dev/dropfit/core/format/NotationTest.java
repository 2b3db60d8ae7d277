package dev.dropfit.core.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.csv.DateTimes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What texts mean in each notation. */
class NotationTest {
    private static final NumberNotation DOLLARS = new NumberNotation('.', ',', "$", "", true);
    private static final NumberNotation EUROS = new NumberNotation(',', '.', "", "€", false);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$1,234.50 | 1234.5",
                "$ 1,234.50 | 1234.5",
                "-$5 | -5",
                "$-5 | -5",
                "\u2212$5 | -5",
                "($1,234) | -1234",
                "$(1,234) | -1234",
                "+$5 | 5",
                "$5- | -5",
                "1,23,456 | 123456",
                "$.50 | 0.5",
                "5. | 5",
                "$1.2k | 1200",
                "$3M | 3000000",
                "2.5 million | 2500000",
                "42 lakh | 4200000",
                "900 Juta | 900000000",
                "300 tri\u1EC7u | 300000000",
                "0 | 0",
                "-0 | 0",
                "1.5e3 | 1500",
                "12345678901234567 | 12345678901234567",
            })
    void dollarsAreRead(String text, double number) {
        assertThat(DOLLARS.value(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1.234,50 € | 1234.5", "1.234.567 | 1234567", "0,5€ | 0.5", "-1.234 € | -1234", "17 | 17"})
    void eurosAreRead(String text, double number) {
        assertThat(EUROS.value(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "$",
                "abc",
                "€5",
                "1,23",
                "12,34,5",
                ",123",
                "1,,234",
                "007",
                "01,234",
                "--5",
                "(5",
                "5 kg",
                "1-2",
                "1/2",
                "1 2",
                "1.2.3",
                "12:30",
                "$1,234.5.6"
            })
    void otherTextsAreNotDollars(String text) {
        assertThat(DOLLARS.value(text)).isNaN();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12,5 kg | 12.5",
                "kg 12,5 | 12.5",
                "12.500 g | 12.5",
                "12,5 Kilograms | 12.5",
                "12 cm | NaN",
                "12,5- kg | NaN",
                "< kg 12 | NaN",
                "12 % | NaN"
            })
    void aUnitMayBeOnTheOtherSideOrOneThatIsConverted(String text, String number) {
        assertThat(new NumberNotation(',', '.', "", "kg", false).value(text)).isEqualTo(Double.valueOf(number));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$ | USD 12, 12 usd, US$12, 12 $, $12 USD, 12 dollars",
                "eur | €12, 12 €, EUR 12, 12euros",
                "% | %12, 12 %, 12 percent, 12 pct.",
                "m² | 12 m2, 12m^2, 12 M²",
                "°c | 12 °C, 12 ºC, 12 ℃, 12C",
                "km/h | 12km/h, 12 kmh"
            })
    void aUnitAndACurrencyHaveManySpellings(String affix, String texts) {
        NumberNotation before = new NumberNotation('.', NumberNotation.NO_GROUPING, affix, "", false);
        NumberNotation after = new NumberNotation('.', NumberNotation.NO_GROUPING, "", affix, false);
        for (String text : texts.split(", ", -1)) {
            assertThat(before.value(text)).as(text).isEqualTo(12);
            assertThat(after.value(text)).as(text).isEqualTo(12);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,234.50 | 1234.5",
                "1.234,50 | 1234.5",
                "1,234,567 | 1234567",
                "1.234.567 | 1234567",
                "1 234,567 | 1234.567",
                "1'234 | 1234",
                "12,5 | 12.5",
                "1234,567 | 1234.567",
                "0,125 | 0.125",
                "(1.234,5) | -1234.5",
                "1,234 | NaN",
                "-999,999 | NaN",
                "1,23,4 | NaN",
                "1,2.3,4 | NaN",
                "1.2.3 | NaN",
                "12 % | NaN",
                "13.05.2024 | NaN"
            })
    void separatorsWithOneMeaningNeedNoNotation(String text, String number) {
        double value = ColumnFormat.PLAIN.clearNumber(text.toCharArray(), 0, text.length());
        assertThat(value).isEqualTo(Double.valueOf(number));
    }

    @Test
    void aCommaInAPairOfNumbersIsNoDecimalComma() {
        ColumnFormat pairs = new ColumnFormat(Optional.of(CompoundNumber.FIRST_OF_TWO), List.of());

        assertThat(pairs.clearNumber("12,5".toCharArray(), 0, 4)).isNaN();
    }

    @Test
    void aNotationReadsOneWithFewerSeparatorsAndTheSameUnit() {
        assertThat(DOLLARS.reads(new NumberNotation('.', NumberNotation.NO_GROUPING, "", "usd", false)))
                .isTrue();
        assertThat(EUROS.reads(NumberNotation.of(',', '.'))).isTrue();
        // 1.234 is read in another way, € is another currency, and grams would have to be converted.
        assertThat(EUROS.reads(NumberNotation.of(','))).isFalse();
        assertThat(DOLLARS.reads(new NumberNotation('.', ',', "€", "", false))).isFalse();
        assertThat(new NumberNotation('.', ',', "", "kg", false).reads(new NumberNotation('.', ',', "", "g", false)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 234 567", "1\u00A0234\u00A0567", "1\u202F234\u202F567", "1\u2009234\u2009567"})
    void allBlanksSeparateThousands(String text) {
        assertThat(new NumberNotation(',', ' ', "", "", false).value(text)).isEqualTo(1_234_567);
    }

    @ParameterizedTest
    @CsvSource({"٣٧٫٥١, 37.51", "١٬٢٣٤, 1234", "-۱۲, -12", "１２３, 123", "٠٠٧, NaN"})
    void digitsOfOtherScriptsAreRead(String text, double number) {
        assertThat(NumberNotation.of('.', ',').value(text)).isEqualTo(Double.valueOf(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1'234", "1\u2019234"})
    void allApostrophesSeparateThousands(String text) {
        assertThat(new NumberNotation('.', '\'', "", "", false).value(text)).isEqualTo(1234);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12 kg", "12kg", "12 KG", "12 kg.", "12", "12 kgs"})
    void aUnitMayBeWrittenInSeveralWaysOrBeAbsent(String text) {
        assertThat(new NumberNotation('.', NumberNotation.NO_GROUPING, "", "kg", false).value(text))
                .isEqualTo(12);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12 kg | 12",
                "800 g | 0.8",
                "800g | 0.8",
                "1.5 KG | 1.5",
                "2 lbs | 0.90718474",
                "1 t | 1000",
                "-500 grams | -0.5",
                "3 | 3",
                "5 m | NaN",
                "5 pieces | NaN",
                "$5 | NaN",
                "kg | NaN",
            })
    void unitsOfOneKindAreConverted(String text, double kilograms) {
        assertThat(new UnitNotation(NumberNotation.of('.'), "kg").value(text)).isEqualTo(kilograms, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.5 | 0.5",
                "<0.5 | 0.5",
                "< 0.5 | 0.5",
                ">= 100 | 100",
                "~83 | 83",
                "c. 40 | 40",
                "ca. 40 | 40",
                "Circa 40 | 40",
                "41.2* | 41.2",
                "41.2 ** | 41.2",
                "1234(1) | 1234",
                "1234 [a] | 1234",
                "1234 (12) | 1234",
                "5? | 5",
                "5.2 b | 5.2",
                "5.2 B | NaN",
                "-3* | -3",
                "(5) | -5",
                "<5* | 5",
                "12 (345) | NaN",
                "12 (34%) | NaN",
                "<5-10 | NaN",
                "case 5 | NaN",
                "<low | NaN",
                "* | NaN",
            })
    void marksOfNumbersAreLeftOut(String text, double number) {
        assertThat(new MarkedNotation(NumberNotation.of('.')).value(text)).isEqualTo(Double.valueOf(number));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "FRACTION | 1/2 | 0.5",
                "FRACTION | 3 1/2 | 3.5",
                "FRACTION | 3-1/4 | 3.25",
                "FRACTION | 120/80 | NaN",
                "FRACTION | 1/37 | NaN",
                "COORDINATE | 12.3W | -12.3",
                "COORDINATE | N 52.5 | 52.5",
                "COORDINATE | 52°30'00\"S | -52.5",
                "COORDINATE | 200 E | NaN",
                "COORDINATE | 5 kg | NaN",
                "FEET_AND_INCHES | 6'2\" | 74",
                "FEET_AND_INCHES | 5 ft 11 in | 71",
                "FEET_AND_INCHES | 5'14\" | NaN",
                "YEARS_AND_MONTHS | 1 years and 4 months | 16",
                "YEARS_AND_MONTHS | 2 Tahun - 3 Bulan | 27",
                "YEARS_AND_MONTHS | 8 months | 8",
                "YEARS_AND_MONTHS | 3 years | 36",
                "YEARS_AND_MONTHS | 1 year and 14 months | NaN",
                "YEARS_AND_MONTHS | 3 dogs and 2 cats | NaN",
                "RANGE | 12-15 | 13.5",
                "RANGE | [1.5 to 2.5] | 2",
                "RANGE | 40+ | 40",
                "RANGE | <10 | 10",
                "RANGE | 15-12 | NaN",
                "RANGE | 555-0123 | NaN",
                "RANGE | $10k-$20k | 15000",
                "RANGE | $ 120K to $ 130K (Glassdoor est.) | 125000",
                "RANGE | 10-20k € | 15000",
                "RANGE | 900-1.2k | 1050",
                "RANGE | $90,000 - $100,000 | 95000",
                "RANGE | 55–60% | 57.5",
                "RANGE | $250k+ | 250000",
                "RANGE | > $250 | 250",
                "RANGE | $500,000 Plus | 500000",
                "RANGE | 75 or older | 75",
                "RANGE | $29999 or less | 29999",
                "RANGE | 12-15 kg | NaN",
                "SEASON | 2013/14 | 2013",
                "SEASON | 1999-00 | 1999",
                "SEASON | 2009–2010 | 2009",
                "SEASON | 2013/15 | NaN",
                "SEASON | 12/13 | NaN",
                "RATIO | 3:1 | 3",
                "RATIO | 1:4 | 0.25",
                "RATIO | 1:0 | NaN",
                "RATIO | 1:02:03 | NaN",
                "SCORE | 5-11 | -6",
                "SCORE | 2:0 | 2",
                "SCORE | 555-0123 | NaN",
                "FIRST_OF_TWO | 4.5 out of 5 stars | 4.5",
                "FIRST_OF_TWO | 12 of 20 | 12",
                "FIRST_OF_TWO | 120/80 | 120",
                "FIRST_OF_TWO | 52.1, -4.3 | 52.1",
                "FIRST_OF_TWO | (52.1 -4.3) | 52.1",
                "FIRST_OF_TWO | POINT (4.3 52.1) | 4.3",
                "FIRST_OF_TWO | 52,125; 4,3 | 52.125",
                "FIRST_OF_TWO | 12.5 ± 0.3 | 12.5",
                "FIRST_OF_TWO | 12.5 (0.3) | 12.5",
                "FIRST_OF_TWO | 45 (12%) | 45",
                "FIRST_OF_TWO | 5.2 [3.1-7.2] | 5.2",
                "FIRST_OF_TWO | 5.2 (3.1 to 7.2) | 5.2",
                "FIRST_OF_TWO | 9.2 (3.1 to 7.2) | NaN",
                "FIRST_OF_TWO | 12/2019 | NaN",
                "FIRST_OF_TWO | 1, 2, 3 | NaN",
                "FIRST_OF_TWO | 1.2.3.4 | NaN",
            })
    void severalNumbersAreOne(CompoundNumber notation, String text, double number) {
        assertThat(notation.value(text)).isEqualTo(Double.valueOf(number));
    }

    @ParameterizedTest
    @CsvSource({"202405, 2024-05-01", "190001, 1900-01-01"})
    void sixDigitsAreAMonth(String text, String date) {
        assertThat(TimeNumber.COMPACT_MONTH.value(text)).isEqualTo(DateTimes.seconds(date));
        assertThat(TimeNumber.COMPACT_MONTH.value("202413")).isNaN();
        assertThat(TimeNumber.COMPACT_MONTH.value("20240513")).isNaN();
    }

    @ParameterizedTest
    @CsvSource({"45292, 2024-01-01", "45292.75, 2024-01-01T18:00:00Z", "61, 1900-03-01", "2024-05-13, 2024-05-13"})
    void daysAsExcelCountsThemAreDates(String text, String date) {
        assertThat(DateTimes.text(TimeNumber.EXCEL_DAYS.value(text))).isEqualTo(date);
        assertThat(TimeNumber.EXCEL_DAYS.value("-1")).isNaN();
        assertThat(TimeNumber.EXCEL_DAYS.value("1715610600000")).isNaN();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Free", "FREE", "gratis"})
    void freeIsANumber(String text) {
        assertThat(DOLLARS.value(text)).isZero();
        assertThat(DOLLARS.value(text + " trial")).isNaN();
    }

    @ParameterizedTest
    @CsvSource({"$,usd", "us$,usd", "dollars,usd", "€,eur", "eur,eur", "kr,kr", "< $,usd", "$-,usd"})
    void aCurrencyHasOneCode(String text, String code) {
        assertThat(Currencies.code(text)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "13.05.2024 | 2024-05-13",
                "13/5/2024 | 2024-05-13",
                "13-05-24 | 2024-05-13",
                "03/04/2024 | 2024-04-03",
                "13/05/69 | 1969-05-13",
                "3-Mar-2024 | 2024-03-03",
                "3. März 2024 | 2024-03-03",
                "Sonntag, 3. Maerz 2024 | 2024-03-03",
                "03.Dez.24 | 2024-12-03",
                "1er août 2024 | 2024-08-01",
                "3 juil. 2024 | 2024-07-03",
                "3 juin 2024 10:30 | 2024-06-03T10:30:00Z",
                "20240603 10:30 | 2024-06-03T10:30:00Z",
                "20240603T1:30:15 | 2024-06-03T01:30:15Z",
                "03MAR2024:10:30:15 | 2024-03-03T10:30:15Z",
                "03MAR24:10:30:15.5 | 2024-03-03T10:30:15Z",
                "03/Mar/2024:10:30:15 +0200 | 2024-03-03T08:30:15Z",
                "03/04/2024:10:30 | ",
                "03MAR2024: | ",
                "20241303 10:30 | ",
                "20240603 1030 | ",
                "20240603 | ",
                "3 jui 2024 | ",
                "3 de enero de 2024 | 2024-01-03",
                "3 gennaio 2024 | 2024-01-03",
                "maart 2024 | 2024-03-01",
                "Okt-24 | 2024-10-01",
                "de 3 2024 | ",
                "03 March 2024 | 2024-03-03",
                "3rd of March | ",
                "3rd March 2024 | 2024-03-03",
                "March 3, 2024 | 2024-03-03",
                "Sept. 3, 2024 | 2024-09-03",
                "Sun, 03 Mar 2024 | 2024-03-03",
                "2024/05/13 | 2024-05-13",
                "2024.5.1 | 2024-05-01",
                "2024.05.03. | 2024-05-03",
                "2024. 05. 03. 10:30 | 2024-05-03T10:30:00Z",
                "2024-05 | 2024-05-01",
                "05/2024 | 2024-05-01",
                "May 2024 | 2024-05-01",
                "May-24 | 2024-05-01",
                "2024M05 | 2024-05-01",
                "2024-Q2 | 2024-04-01",
                "2024-W05 | 2024-01-29",
                "2024W05 | 2024-01-29",
                "2024-w5 | 2024-01-29",
                "2024-W05-3 | 2024-01-31",
                "2021-W01 | 2021-01-04",
                "2020-W53 | 2020-12-28",
                "2021-W53 | ",
                "2024-W00 | ",
                "2024-W05-8 | ",
                "2024-W05x | ",
                "1749-01 | 1749-01-01",
                "1499-01 | ",
                "Q2 2024 | 2024-04-01",
                "13.05.2024 14:30 | 2024-05-13T14:30:00Z",
                "13.05.2024, 14:30:15 | 2024-05-13T14:30:15Z",
                "13/05/2024 2:30 PM | 2024-05-13T14:30:00Z",
                "13/05/2024 12:00 a.m. | 2024-05-13",
                "13/05/2024 2PM | 2024-05-13T14:00:00Z",
                "2024/05/13T14:30 | 2024-05-13T14:30:00Z",
                "2024-05-13 14:30 UTC | 2024-05-13T14:30:00Z",
                "2024-05-13T14:30:00.000+0200 | 2024-05-13T12:30:00Z",
                "2024-05-13 14:30:00 EST | 2024-05-13T19:30:00Z",
                "2024-05-13 14:30:00 Europe/Paris | 2024-05-13T12:30:00Z",
                "20240513T143025 | 2024-05-13T14:30:25Z",
                "20240513T143025Z | 2024-05-13T14:30:25Z",
                "13/05/2024 - 14:30:25 | 2024-05-13T14:30:25Z",
                "Mon May 13 2024 14:30:00 GMT+0200 (Central European Summer Time) | 2024-05-13T12:30:00Z",
                "Mon, 13 May 2024 14:30:00 +0000 | 2024-05-13T14:30:00Z",
                "Mon May 13 14:30:00 +0000 2024 | 2024-05-13T14:30:00Z",
                "2024-05-13T14:30:00Z | 2024-05-13T14:30:00Z",
                "2024年5月3日 | 2024-05-03",
                "27.Nis.19 | 2019-04-27",
                "5 maja 2024 | 2024-05-05",
                "2024年12月 | 2024-12-01",
                "31.04.2024 | ",
                "13.13.2024 | ",
                "12.05 | ",
                "12 | ",
                "May 13 14:30 | ",
                "1001-2 | ",
                "1.2.3.4 | ",
                "soon | ",
                "12.05.2024 noon | ",
                "12.05.2024 25:00 | ",
            })
    void datesAreReadDayFirst(String text, String time) {
        double seconds = new DateNotation(true).value(text);

        assertThat(Double.isNaN(seconds) ? null : DateTimes.text(seconds)).isEqualTo(time);
    }

    @Test
    void yearsOfTwoDigitsBeginWithTheFirstYear() {
        assertThat(DateTimes.text(new DateNotation(true).value("01.02.68"))).isEqualTo("2068-02-01");
        assertThat(DateTimes.text(new DateNotation(true).value("01.02.69"))).isEqualTo("1969-02-01");
        assertThat(DateTimes.text(new DateNotation(true, 1930).value("01.02.29")))
                .isEqualTo("2029-02-01");
        assertThat(DateTimes.text(new DateNotation(true, 1930).value("01.02.30")))
                .isEqualTo("1930-02-01");
    }

    @Test
    void yearsOfTwoDigitsMayComeFirstOrWithoutADay() {
        DateNotation yearFirst = new DateNotation(DateNotation.Parts.YEAR_MONTH_DAY, 1969);
        DateNotation months = new DateNotation(DateNotation.Parts.MONTH_YEAR, 1969);

        assertThat(DateTimes.text(yearFirst.value("14-01-31"))).isEqualTo("2014-01-31");
        assertThat(DateTimes.text(months.value("1/86"))).isEqualTo("1986-01-01");
        assertThat(months.value("13/86")).isNaN();
        assertThat(new DateNotation(true).value("1/86")).isNaN();
    }

    @Test
    void datesAreReadMonthFirst() {
        assertThat(DateTimes.text(new DateNotation(false).value("03/04/2024"))).isEqualTo("2024-03-04");
        assertThat(new DateNotation(false).value("13/04/2024")).isNaN();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1:02:03 | 3723",
                "01:02:03.5 | 3723.5",
                "59:30 | 3570",
                "100:00:00 | 360000",
                "-1:00:00 | -3600",
                "2 days 01:00:00 | 176400",
                "1 day, 0:00:01 | 86401",
                "2:30 PM | 52200",
                "12:00 AM | 0",
                "2h 50m | 10200",
                "2h50 | 10200",
                "2h5 | NaN",
                "19h | 68400",
                "2H 50M | 10200",
                "1 week 2 days | 777600",
                "P1DT2H | 93600",
                "PT1H30M | 5400",
                "PT0.5S | 0.5",
                "P2W | 1209600",
                "18.30.05 | 66605",
                "24.00.00 | NaN",
                "1.30.00 | NaN",
                "P1M | NaN",
                "PT | NaN",
                "P | NaN",
                "1:60:00 | NaN",
                "1:2 | NaN",
                "10 | NaN",
                "a:30 | NaN",
                "13:00 PM | NaN",
            })
    void durationsAreSeconds(String text, double seconds) {
        assertThat(new DurationNotation(true).value(text)).isEqualTo(Double.valueOf(seconds));
    }

    @Test
    void timesOfDayAreSecondsSinceMidnight() {
        assertThat(new DurationNotation(false).value("14:30")).isEqualTo(52_200);
    }

    @Test
    void numbersAreTimes() {
        assertThat(DateTimes.text(TimeNumber.EPOCH_SECONDS.value("1715610600"))).isEqualTo("2024-05-13T14:30:00Z");
        assertThat(DateTimes.text(TimeNumber.EPOCH_MILLISECONDS.value("1715610600000")))
                .isEqualTo("2024-05-13T14:30:00Z");
        assertThat(DateTimes.text(TimeNumber.COMPACT_DATE.value("20240513"))).isEqualTo("2024-05-13");
        assertThat(TimeNumber.COMPACT_DATE.value("20241313")).isNaN();
        assertThat(DateTimes.text(TimeNumber.COMPACT_DATE.value("2024-05-13"))).isEqualTo("2024-05-13");
    }

    @Test
    void aColumnHasItsOwnTextsForMissingValues() {
        ColumnFormat format = new ColumnFormat(Optional.empty(), List.of("Not asked", "-999"));

        assertThat(format.isMissing("not asked")).isTrue();
        assertThat(format.isMissing("-999.0")).isTrue();
        assertThat(format.isMissing("999")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "NA",
                "-",
                "None",
                "n.a.",
                "\\N",
                "#N/A",
                "#DIV/0!",
                "<NA>",
                "(null)",
                "Infinity",
                "UNKNOWN",
                ":",
                "*****",
                "0000-00-00"
            })
    void usualTextsStandForMissingNumbers(String text) {
        assertThat(MissingTexts.isMissing(text)).isTrue();
    }
}
