package dev.dropfit.trainer.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A header that can't be told from a row is one if it has the name of the label. */
class KnownLabelHeaderTest {
    /** Every name is also a value. */
    private static final String UNCLEAR = "red,size,good\nred,1,good\nblue,2,bad\nred,3,good\nblue,4,bad\n";

    private static Table read(Optional<String> label) throws Exception {
        return TableReader.read(new ByteArrayInputStream(UNCLEAR.getBytes(StandardCharsets.UTF_8)), label);
    }

    @Test
    void theLabelOfTheSettingsSettlesAnUnclearHeader() throws Exception {
        Table table = read(Optional.of("good"));

        assertThat(table.columns()).extracting(Column::name).containsExactly("red", "size", "good");
        assertThat(table.rows()).isEqualTo(4);
    }

    @Test
    void withoutItTheLineIsRefusedOrARow() {
        assertThatThrownBy(() -> read(Optional.empty()))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("may be a header or a row");
    }
}
