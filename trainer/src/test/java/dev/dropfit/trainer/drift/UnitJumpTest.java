package dev.dropfit.trainer.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.registry.facts.ColumnProfile;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitJumpTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            100      | 0      | its values are about 100 times as large as before
            0.001    | 0      | its values were about 1,000 times as large before
            0.3937   | 0      | its values were about 2.54 times as large before, as between inches and centimetres
            0.4536   | 0      | its values were about 2.20462 times as large before, as between kilograms and pounds
            1.609    | 0      | its values are about 1.60934 times as large as before, as between miles and kilometres
            1.8      | 32     | its values changed, as between degrees Celsius and Fahrenheit
            0.5556   | -17.78 | its values changed, as between degrees Celsius and Fahrenheit
            """)
    void theFactorBetweenTwoUnitsIsNamed(double factor, double offset, String sentence) {
        Optional<UnitJump> jump = UnitJump.between(profile(value -> value), profile(value -> factor * value + offset));

        assertThat(jump.map(UnitJump::sentence)).contains(sentence);
    }

    @Test
    void otherChangesAreNoJump() {
        ColumnProfile before = profile(value -> value);

        assertThat(UnitJump.between(before, before)).isEmpty();
        assertThat(UnitJump.between(before, profile(value -> value + 15))).isEmpty();
        assertThat(UnitJump.between(before, profile(value -> 5 * value))).isEmpty();
        assertThat(UnitJump.between(before, profile(value -> 100 * value * value)))
                .isEmpty();
        assertThat(UnitJump.between(before, ColumnProfile.NONE)).isEmpty();
        assertThat(UnitJump.between(profile(value -> 7), profile(value -> 700))).isEmpty();
    }

    @Test
    void aColumnAroundZeroThatBecameWiderHasNoOtherUnit() {
        ColumnProfile before = profile(value -> value - 40);

        assertThat(UnitJump.between(before, profile(value -> 3.28 * (value - 40))))
                .isEmpty();
        assertThat(UnitJump.between(before, profile(value -> 100 * (value - 40))))
                .isPresent();
    }

    private static ColumnProfile profile(DoubleUnaryOperator unit) {
        SortedMap<Double, Double> quantiles = new TreeMap<>();
        double[] values = {12, 21, 33, 40, 57, 78, 90};
        double[] shares = {0, 0.05, 0.25, 0.5, 0.75, 0.95, 1};
        for (int i = 0; i < shares.length; i++) {
            quantiles.put(shares[i], unit.applyAsDouble(values[i]));
        }
        return new ColumnProfile(Optional.empty(), quantiles, List.of(), List.of(), "", "");
    }
}
