package dev.dropfit.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.RowFiller.FieldOutcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowFillerTest {
    private static final int AGE = 0;
    private static final int SEX = 1;
    private static final int CITY = 2;
    private static final int DAY = 3;
    private static final RowFormat FORMAT = new RowFormat(new Pipeline(
            "label",
            "output",
            "none",
            new Target.Quantity(),
            List.of(
                    new Feature.Numeric("age", 50, 50, 10),
                    new Feature.Categorical("sex", List.of("1", "2"), false, false),
                    new Feature.Categorical("city", List.of("Bonn", "Köln"), true, true),
                    new Feature.Numeric("day", Optional.of(DatePart.of(DatePart.Component.YEAR)), 2020, 2020, 1),
                    new Feature.Numeric("day", Optional.of(DatePart.of(DatePart.Component.MONTH)), 6, 6, 1)),
            List.of("id")));

    private final RowFiller filler = new RowFiller(FORMAT);

    @Test
    void aTextBecomesTheValueOfItsColumn() {
        assertThat(filler.text(AGE, " 63 ")).isEqualTo(FieldOutcome.FILLED);
        assertThat(filler.text(SEX, "2.0")).isEqualTo(FieldOutcome.FILLED);
        assertThat(filler.text(CITY, "Köln")).isEqualTo(FieldOutcome.FILLED);
        assertThat(filler.text(DAY, "2026-11-22")).isEqualTo(FieldOutcome.FILLED);

        assertThat(filler.values()).containsExactly(63, 1, 1, 2026, 11);
        assertThat(filler.times()[DAY]).isEqualTo(1_795_305_600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "NA", "null", "?"})
    void aMissingTextBecomesWhatStandsForAMissingValue(String text) {
        for (int input : List.of(AGE, SEX, CITY, DAY)) {
            assertThat(filler.text(input, text)).isEqualTo(FieldOutcome.MISSING);
        }

        assertThat(filler.values()).containsExactly(Double.NaN, Feature.Categorical.ABSENT, 3, Double.NaN, Double.NaN);
        assertThat(filler.times()[DAY]).isNaN();
    }

    @Test
    void anUnseenCategoryHasNoLevelOrIsOther() {
        assertThat(filler.text(SEX, "3")).isEqualTo(FieldOutcome.UNSEEN);
        assertThat(filler.text(CITY, "Ulm")).isEqualTo(FieldOutcome.FILLED);

        assertThat(filler.values()).startsWith(0, Feature.Categorical.NONE, 2);
    }

    @ParameterizedTest
    @CsvSource({"MALE, 1", "'male ', 1", "'new  york', 2", "New\u00A0York, 2", "m, 3", "M, 4", "other, -1", "FEMALE, 0"
    })
    void anotherSpellingOfALevelIsTheLevel(String text, int code) {
        Feature.Categorical exact = new Feature.Categorical(
                "place", List.of("female", "male", "New York", "m", "M", "é", "É"), false, false);

        assertThat(exact.ofAnySpelling().code(text)).isEqualTo(code);
        assertThat(exact.ofAnySpelling()
                        .ordered(new int[] {1, 2, 3, 4, 5, 6, 7})
                        .code(text))
                .isEqualTo(code);
    }

    @Test
    void aSpellingOfTwoLevelsIsNeither() {
        Feature.Categorical exact = new Feature.Categorical("place", List.of("Aa", "AA", "b"), true, false);

        assertThat(exact.ofAnySpelling().code("aa")).isEqualTo(3);
        assertThat(exact.ofAnySpelling().code("B")).isEqualTo(2);
    }

    @Test
    void aModelOfAnEarlierReleaseTellsSpellingsApart() {
        assertThat(filler.text(CITY, "bonn")).isEqualTo(FieldOutcome.FILLED);
        assertThat(filler.values()).startsWith(0, 0, 2);
    }

    @Test
    void aTextThatIsNeitherNumberNorDateIsUnusable() {
        assertThat(filler.text(AGE, "old")).isEqualTo(FieldOutcome.UNUSABLE);
        assertThat(filler.text(DAY, "tomorrow")).isEqualTo(FieldOutcome.UNUSABLE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "63,125 | true | FILLED",
                "63,125 | false | UNUSABLE",
                "63,1250 | false | FILLED",
                "63.125 | true | FILLED"
            })
    void aCommaMayBeDecimalWhereCommasDoNotSeparateOrIfItHasNoOtherMeaning(
            String text, boolean commas, FieldOutcome outcome) {
        assertThat(filler.cell(AGE, text.toCharArray(), 0, text.length(), commas))
                .isEqualTo(outcome);

        assertThat(filler.values()[AGE]).isEqualTo(outcome == FieldOutcome.FILLED ? 63.125 : 0);
    }

    @ParameterizedTest
    @CsvSource({"'0,1'", "'FALSE,TRUE'", "'False,True'", "'no,yes'", "'N,Y'", "'f,t'"})
    void allSpellingsOfABooleanAreTheLevelThatTrainingSaw(String levels) {
        Feature.Categorical flag = new Feature.Categorical(
                "flag",
                List.of(levels.substring(0, levels.indexOf(',')), levels.substring(levels.indexOf(',') + 1)),
                false,
                false);
        RowFiller booleans = new RowFiller(new RowFormat(
                new Pipeline("label", "output", "none", new Target.Quantity(), List.of(flag), List.of())));

        for (String text : List.of("1", "1.0", "true", "TRUE", "True", "yes", "Y", "t")) {
            assertThat(booleans.text(0, text)).as(text).isEqualTo(FieldOutcome.FILLED);
            assertThat(booleans.values()).as(text).containsExactly(1);
        }
        for (String text : List.of("0", "0.0", "false", "FALSE", "no", "n", "F")) {
            assertThat(booleans.text(0, text)).as(text).isEqualTo(FieldOutcome.FILLED);
            assertThat(booleans.values()).as(text).containsExactly(0);
        }
        assertThat(booleans.text(0, "2")).isEqualTo(FieldOutcome.UNSEEN);
    }

    @Test
    void aBooleanIsANumberOnlyIfTrainingSawOnlyZeroAndOne() {
        Feature flag = new Feature.Numeric("flag", 0, 0.25, Math.sqrt(0.25 * 0.75));
        RowFiller booleans = new RowFiller(new RowFormat(
                new Pipeline("label", "output", "none", new Target.Quantity(), List.of(flag), List.of())));

        assertThat(booleans.text(0, "TRUE")).isEqualTo(FieldOutcome.FILLED);
        assertThat(booleans.values()).containsExactly(1);
        assertThat(booleans.flag(0, false)).isEqualTo(FieldOutcome.FILLED);
        assertThat(booleans.values()).containsExactly(0);
        assertThat(filler.text(AGE, "TRUE")).isEqualTo(FieldOutcome.UNUSABLE);
        assertThat(filler.flag(AGE, true)).isEqualTo(FieldOutcome.UNUSABLE);
    }

    @Test
    void aBooleanIsNoLevelOfOtherCategories() {
        assertThat(filler.text(SEX, "true")).isEqualTo(FieldOutcome.UNSEEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n.a.", "-", "None", "Infinity"})
    void aUsualTextStandsForAMissingNumberOrDateButIsACategory(String text) {
        assertThat(filler.text(AGE, text)).isEqualTo(FieldOutcome.MISSING);
        assertThat(filler.text(DAY, text)).isEqualTo(FieldOutcome.MISSING);
        assertThat(filler.text(SEX, text)).isEqualTo(FieldOutcome.UNSEEN);
    }

    @Test
    void theFormatSaysWhatAnInputAccepts() {
        assertThat(FORMAT.accepted(AGE)).isEqualTo("a number");
        assertThat(FORMAT.accepted(CITY)).isEqualTo("a string, a number or a boolean");
        assertThat(FORMAT.accepted(DAY)).startsWith("a date or time in ISO 8601");
    }
}
