package dev.dropfit.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextEncoderTest {
    private final TextEncoder.Encoding encoding =
            new TextEncoder(List.of("free", "not good", "~ pri", "<link>"), new double[] {2, 3, 1, 1}).encoding();

    private int encode(String text) {
        return encoding.encode(text.toCharArray(), 0, text.length());
    }

    @Test
    void weightsAreFrequenciesTimesInverseDocumentFrequenciesOfLengthOne() {
        assertThat(encode("FREE prizes, free")).isEqualTo(2);

        double free = 2 * (1 + Math.log(2));
        assertThat(encoding.term(0)).isZero();
        assertThat(encoding.weight(0)).isCloseTo(free / Math.hypot(free, 1), within(1e-15));
        assertThat(encoding.term(1)).isEqualTo(2);
        assertThat(encoding.weight(1)).isCloseTo(1 / Math.hypot(free, 1), within(1e-15));
    }

    @Test
    void aTextDoesNotKnowTheOneBefore() {
        encode("free free free http://x");
        assertThat(encode("not good")).isOne();

        assertThat(encoding.term(0)).isOne();
        assertThat(encoding.weight(0)).isOne();
    }

    @Test
    void aTextOfUnknownWordsHasNoTerms() {
        assertThat(encode("quite different")).isZero();
        assertThat(encode("")).isZero();
    }
}
