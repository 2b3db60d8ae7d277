package dev.dropfit.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.csv.DateTimes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatePartTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-22T08:41:33, 2026, 11, 7,  8",
        "1969-12-31T23:59:59, 1969, 12, 3, 23",
        "0001-01-01,             1,  1, 1,  0",
        "9999-12-31T12:00,    9999, 12, 5, 12",
    })
    void aDateIsSeveralNumbers(String text, double year, double month, double dayOfWeek, double hour) {
        double seconds = DateTimes.seconds(text);

        assertThat(DatePart.of(DatePart.Component.YEAR).number(seconds)).isEqualTo(year);
        assertThat(DatePart.of(DatePart.Component.MONTH).number(seconds)).isEqualTo(month);
        assertThat(DatePart.of(DatePart.Component.DAY_OF_WEEK).number(seconds)).isEqualTo(dayOfWeek);
        assertThat(DatePart.of(DatePart.Component.HOUR).number(seconds)).isEqualTo(hour);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-20, 2", "2026-11-22T12:00, -0.5", "2026-11-22, 0"})
    void theAgeIsInDaysBeforeTheReferenceAndNegativeAfterIt(String text, double age) {
        DatePart part = new DatePart(DatePart.Component.AGE, Instant.parse("2026-11-22T00:00:00Z"));

        assertThat(part.number(DateTimes.seconds(text))).isEqualTo(age);
    }

    @Test
    void aPartOfADateAndAColumnOfTheSameNameGetDifferentNames() {
        Feature year = new Feature.Numeric("signup", Optional.of(DatePart.of(DatePart.Component.YEAR)), 0, 0, 1);
        Feature month = new Feature.Numeric("signup", Optional.of(DatePart.of(DatePart.Component.MONTH)), 0, 0, 1);

        List<String> names = Feature.encodedNames(List.of(year, month, new Feature.Numeric("signup.year", 0, 0, 1)));

        assertThat(names).containsExactly("signup\\.year", "signup.month", "signup.year");
    }
}
