package dev.dropfit.trainer.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.trainer.format.Hash;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SeenRowsTest {
    private final SeenRows rows = new SeenRows();

    @Test
    void aRowIsSeenFromItsSecondOccurrence() {
        for (long content = -3; content <= 3; content++) {
            // Includes 0, which marks a free slot.
            assertThat(rows.seen(content * 1_000_003)).isFalse();
        }
        for (long content = -3; content <= 3; content++) {
            assertThat(rows.seen(content * 1_000_003)).isTrue();
        }
    }

    @Test
    void whenItIsFullItStillDetectsTheFirstRowsButStoresNoMore() {
        for (long content = 1; content < SeenRows.MAX_ROWS; content++) {
            assertThat(rows.seen(content << 5)).isFalse();
        }
        assertThat(rows.full()).isFalse();
        assertThat(rows.seen(-1)).isFalse();

        assertThat(rows.full()).isTrue();
        assertThat(rows.seen(-2)).isFalse();
        assertThat(rows.seen(-2)).isFalse();
        assertThat(rows.seen(-1)).isTrue();
        assertThat(rows.seen(1L << 5)).isTrue();
        assertThat(rows.seen((SeenRows.MAX_ROWS - 1L) << 5)).isTrue();
    }

    @Test
    void whenItIsFullItStillDetectsEveryStoredRow() {
        for (long content = 1; content <= SeenRows.MAX_ROWS; content++) {
            rows.seen(Hash.mix(content));
        }

        assertThat(rows.full()).isTrue();
        assertThat(LongStream.rangeClosed(1, SeenRows.MAX_ROWS).allMatch(content -> rows.seen(Hash.mix(content))))
                .isTrue();
        assertThat(LongStream.range(0, SeenRows.MAX_ROWS).anyMatch(content -> rows.seen(Hash.mix(-1 - content))))
                .isFalse();
    }
}
