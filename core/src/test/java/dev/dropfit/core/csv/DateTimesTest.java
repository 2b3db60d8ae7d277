package dev.dropfit.core.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateTimesTest {
    @ParameterizedTest
    @CsvSource({
        "1970-01-01, 1970-01-01T00:00:00Z",
        "2026-11-22, 2026-11-22T00:00:00Z",
        "2026-11-22T08:41, 2026-11-22T08:41:00Z",
        "2026-11-22 08:41:33, 2026-11-22T08:41:33Z",
        "2026-11-22T08:41:33.25Z, 2026-11-22T08:41:33.25Z",
        "'2026-11-22T08:41:33,5', 2026-11-22T08:41:33.5Z",
        "2026-11-22T08:41:33+01:00, 2026-11-22T07:41:33Z",
        "2026-11-22T08:41-05, 2026-11-22T13:41:00Z",
        "2024-02-29, 2024-02-29T00:00:00Z",
        "1969-12-31T23:59:59.5, 1969-12-31T23:59:59.5Z",
    })
    void aDateOrTimeIsSecondsSince1970(String text, Instant instant) {
        assertThat(DateTimes.seconds(text)).isEqualTo(instant.getEpochSecond() + instant.getNano() / 1e9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "20261122",
                "2026-11",
                "2026-11-2",
                "2026-11-31",
                "2025-02-29",
                "1900-02-29",
                "2026-13-01",
                "2026-00-01",
                "0000-01-01",
                "22/11/2026",
                "-026-11-22",
                "2026-11-22T",
                "2026-11-22Z",
                "2026-11-22x08:41",
                "2026-11-22T24:00",
                "2026-11-22T08:60",
                "2026-11-22T08:41:60",
                "2026-11-22T08:41:",
                "2026-11-22T08:41:33.",
                "2026-11-22T08:41:33.1234567890",
                "2026-11-22T08:41:33+1:00",
                "2026-11-22T08:41:33+19:00",
                "2026-11-22T08:41:33z",
                "2026-11-22T08:41:33 UTC",
                "٢٠٢٦-11-22",
            })
    void otherTextsAreNotDates(String text) {
        assertThat(DateTimes.seconds(text)).isNaN();
    }

    @Test
    void everyDayOfTheCalendarIsItsDay() {
        LocalDate end = LocalDate.of(9999, 12, 31);
        for (LocalDate day = LocalDate.of(1, 1, 1); day.isBefore(end); day = day.plusDays(17)) {
            double expected = day.atStartOfDay().toEpochSecond(ZoneOffset.UTC);

            assertThat(DateTimes.seconds(day.toString())).isEqualTo(expected);
            assertThat(DateTimes.text(expected)).isEqualTo(day.toString());
        }
    }
}
