package dev.dropfit.trainer.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class LineIndexTest {
    private static final String TEXT = "a\r\nb\n\n\r\rc\r\0\nd\n\r\ne\rf\n".repeat(9);

    @Test
    void eachLineIsFoundFromThePlaceBeforeIt() {
        byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
        SplittableRandom random = new SplittableRandom(3);
        for (int step = 1; step < 40; step++) {
            LineIndex index = new LineIndex(step);
            for (int at = 0; at < text.length; ) {
                int length = Math.min(text.length - at, 1 + random.nextInt(7));
                index.add(text, at, length);
                at += length;
            }
            for (int line = 1; line <= lines(text, 0); line++) {
                LineIndex.Place place = index.before(line);

                assertThat(place.line()).isLessThanOrEqualTo(line);
                assertThat(lines(text, (int) place.offset()))
                        .as("line %s from step %s", line, step)
                        .isEqualTo(lines(text, 0) - (place.line() - 1));
            }
        }
    }

    /** The number of line ends from a byte on, as a reader counts them that starts there. */
    private static long lines(byte[] text, int from) {
        return new String(text, from, text.length - from, StandardCharsets.UTF_8)
                .replace("\0", "")
                .replace("\r\n", "\n")
                .chars()
                .filter(c -> c == '\n' || c == '\r')
                .count();
    }
}
