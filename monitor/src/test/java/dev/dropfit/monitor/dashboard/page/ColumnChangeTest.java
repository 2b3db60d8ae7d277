package dev.dropfit.monitor.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.ColumnProfile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ColumnChangeTest {
    @Test
    void anotherKindIsHighlighted() {
        assertThat(ColumnChange.of(
                        column("categorical", 0, ColumnProfile.NONE), column("numeric", 0, ColumnProfile.NONE)))
                .isEqualTo(new ColumnChange.Change("was numeric", true));
    }

    @ParameterizedTest
    @CsvSource({
        "0.10, 0.105, '', false",
        "0.10, 0.15, missing 10.0 % → 15.0 %, false",
        "0.15, 0.10, missing 15.0 % → 10.0 %, false",
        "0.10, 0.25, missing 10.0 % → 25.0 %, true"
    })
    void anotherShareOfMissingValuesIsHighlightedWhenItIsLarge(
            double before, double now, String text, boolean notable) {
        assertChange(
                column("ignore", now, ColumnProfile.NONE), column("ignore", before, ColumnProfile.NONE), text, notable);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10.9, '', false",
        "10, 12, median 10 → 12, false",
        "12, 10, median 12 → 10, false",
        "10, 16, median 10 → 16, true"
    })
    void anotherMedianIsHighlightedWhenItMovedFarAgainstTheQuartiles(
            double before, double now, String text, boolean notable) {
        assertChange(numeric(now, 5, 15), numeric(before, 5, 15), text, notable);
    }

    @Test
    void aMedianOfEqualQuartilesIsComparedWithItself() {
        assertChange(numeric(10.5, 10, 10), numeric(10, 10, 10), "", false);
        assertChange(numeric(12, 10, 10), numeric(10, 10, 10), "median 10 → 12", false);
    }

    @ParameterizedTest
    @CsvSource({
        "500, 510, '', false",
        "500, 550, ‘red’ 50.0 % → 55.0 %, false",
        "550, 500, ‘red’ 55.0 % → 50.0 %, false",
        "500, 650, ‘red’ 50.0 % → 65.0 %, true"
    })
    void anotherShareOfACategoryIsHighlightedWhenItIsLarge(long before, long now, String text, boolean notable) {
        assertChange(categorical(now), categorical(before), text, notable);
    }

    @Test
    void aLaterDateIsNotHighlighted() {
        assertChange(datetime("2026-11-22"), datetime("2026-11-21"), "latest 2026-11-22", false);
        assertChange(datetime("2026-11-22"), datetime("2026-11-22"), "", false);
    }

    private static void assertChange(ColumnFacts now, ColumnFacts before, String text, boolean notable) {
        ColumnChange.Change change = ColumnChange.of(now, before);

        assertThat(change.text()).isEqualTo(text);
        assertThat(change.notable()).isEqualTo(notable);
    }

    private static ColumnFacts numeric(double median, double lower, double upper) {
        return column(
                "numeric",
                0,
                new ColumnProfile(
                        Optional.empty(),
                        new TreeMap<>(Map.of(0.25, lower, 0.5, median, 0.75, upper)),
                        List.of(),
                        List.of(),
                        "",
                        ""));
    }

    /** A column of a thousand rows, so many of them red. */
    private static ColumnFacts categorical(long red) {
        return column(
                "categorical",
                0,
                new ColumnProfile(
                        Optional.empty(),
                        new TreeMap<>(),
                        List.of(),
                        List.of(new CategoryCount("red", red), new CategoryCount("blue", 1000 - red)),
                        "",
                        ""));
    }

    private static ColumnFacts datetime(String latest) {
        return column(
                "datetime",
                0,
                new ColumnProfile(Optional.empty(), new TreeMap<>(), List.of(), List.of(), "2026-01-01", latest));
    }

    private static ColumnFacts column(String kind, double missing, ColumnProfile profile) {
        return new ColumnFacts("a", kind, "", missing, profile, List.of());
    }
}
