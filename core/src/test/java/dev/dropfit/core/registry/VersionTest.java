package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VersionTest {
    private static final Instant TIME = Instant.parse("2026-11-22T08:41:33.987Z");

    @Test
    void theSameInputsAreTheSameVersionOnEveryMachine() {
        assertThat(Version.of(TIME, "1", "0", "revision")).hasToString("20261122T084133Z-0cf474eb");
        assertThat(Version.of(TIME, "1", "0", "revision")).isEqualTo(Version.of(TIME, "1", "0", "revision"));
    }

    @Test
    void otherInputsAreAnotherVersion() {
        assertThat(Version.of(TIME, "2", "0", "revision")).isNotEqualTo(Version.of(TIME, "1", "0", "revision"));
        assertThat(Version.of(TIME, "1", "1", "revision")).isNotEqualTo(Version.of(TIME, "1", "0", "revision"));
        assertThat(Version.of(TIME, "1", "0", "other")).isNotEqualTo(Version.of(TIME, "1", "0", "revision"));
        assertThat(Version.of(TIME, "11", "0")).isNotEqualTo(Version.of(TIME, "1", "10"));
    }

    @Test
    void versionsSortByTime() {
        Version earlier = Version.of(TIME.minusSeconds(1), "9");

        assertThat(earlier).isLessThan(Version.of(TIME, "1"));
        assertThat(earlier.time()).isEqualTo(Instant.parse("2026-11-22T08:41:32Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "latest", "20261122T084133Z", "20261122T084133Z-1F0C2A9B", "../20261122T084133Z-1f0c2a9b"})
    void otherTextsAreNoVersions(String text) {
        assertThat(Version.parse(text)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Version(text))
                .withMessage("'" + text + "' is no version; accepted is one like 20261122T084133Z-1f0c2a9b");
    }
}
