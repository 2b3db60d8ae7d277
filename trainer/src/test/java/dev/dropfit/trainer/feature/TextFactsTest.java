package dev.dropfit.trainer.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Quantiles;
import org.junit.jupiter.api.Test;

class TextFactsTest {
    private static Column texts() throws Exception {
        return Tables.read(Tables.csv(
                        "text,target",
                        100,
                        row -> (row % 4 == 0 ? "Prize for you" : "the long meeting today") + "," + row % 2))
                .columns()
                .get(0);
    }

    @Test
    void wordsHaveTheShareOfTheRows() throws Exception {
        TextFacts.WordShares words = TextFacts.words(texts());

        assertThat(words.mostFrequent(3)).containsExactly("long", "meeting", "today");
        assertThat(words.of("prize")).isEqualTo(0.25);
        assertThat(words.of("you")).isZero();
    }

    @Test
    void lengthsAreThoseOfAllRows() throws Exception {
        Quantiles lengths = TextFacts.lengths(texts(), new double[] {0, 0.25, 0.5, 1});

        assertThat(lengths.values()).containsExactly(13, 13, 22, 22);
        assertThat(lengths.rows()).containsExactly(25, 25, 100, 100);
        assertThat(TextFacts.rowsUpTo(texts(), new double[] {12, 13})).containsExactly(0, 25, 75);
    }
}
