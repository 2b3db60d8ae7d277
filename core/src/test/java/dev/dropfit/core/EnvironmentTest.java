package dev.dropfit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
    private static final String NAME = "DROPFIT_TEST_OF_SECONDS";

    @AfterEach
    void clear() {
        System.clearProperty(NAME);
    }

    @Test
    void aTimeThatIsNotSetIsTheDefault() {
        assertThat(Environment.seconds(NAME, Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "10, 10000", "0.2, 200", "1.005, 1005"})
    void aTimeIsInSecondsWithDecimals(String text, long millis) {
        System.setProperty(NAME, text);

        assertThat(Environment.seconds(NAME, Duration.ofSeconds(10))).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1s", "0.0001", "1e3", "10000000000"})
    void anythingElseIsNamed(String text) {
        System.setProperty(NAME, text);

        assertThatThrownBy(() -> Environment.seconds(NAME, Duration.ofSeconds(10)))
                .hasMessage("The environment variable " + NAME + " is '" + text
                        + "'; accepted are seconds, such as 10 or 0.5");
    }
}
