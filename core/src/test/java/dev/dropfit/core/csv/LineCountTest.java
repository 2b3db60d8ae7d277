package dev.dropfit.core.csv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LineCountTest {
    private final LineCount lines = new LineCount();

    @Test
    void oneLineIsInTheSingular() {
        lines.add(7);

        assertThat(lines.total() + " on " + lines.where()).isEqualTo("1 line on line 7");
    }

    @Test
    void upToFiveLinesAreShown() {
        for (int line = 3; line <= 7; line++) {
            lines.add(line);
        }

        assertThat(lines.total() + " on " + lines.where()).isEqualTo("5 lines on lines 3, 4, 5, 6, 7");
    }

    @Test
    void theFirstFiveOfMoreLinesAreShown() {
        for (int line = 2; line < 1202; line++) {
            lines.add(line);
        }

        assertThat(lines.total() + " on " + lines.where()).isEqualTo("1,200 lines on lines 2, 3, 4, 5, 6, …");
        assertThat(lines.lines()).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(lines.count()).isEqualTo(1200);
    }
}
