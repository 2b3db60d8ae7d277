package dev.dropfit.trainer.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OccurrencesTest {
    private final Occurrences rows = new Occurrences();

    @Test
    void oneRowIsInTheSingular() {
        rows.add(7);

        assertThat(rows.rows("is", "are") + " " + rows.where()).isEqualTo("1 row is on line 7");
    }

    @Test
    void upToFiveLinesAreShown() {
        for (int line = 3; line <= 7; line++) {
            rows.add(line);
        }

        assertThat(rows.rows("is", "are") + " " + rows.where()).isEqualTo("5 rows are on lines 3, 4, 5, 6, 7");
    }

    @Test
    void theFirstFiveOfMoreLinesAreShown() {
        for (int line = 2; line < 1202; line++) {
            rows.add(line);
        }

        assertThat(rows.rows("is", "are") + " " + rows.where())
                .isEqualTo("1,200 rows are first on lines 2, 3, 4, 5, 6");
        assertThat(rows.lines()).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(rows.count()).isEqualTo(1200);
    }
}
