package dev.dropfit.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void cellsAreAlignedAndLinesHaveNoSpacesAtTheEnd() {
        TextTable table = new TextTable("lrl");
        table.row("name", "value", "");
        table.row("x", "1", "note");

        assertThat(table.lines()).containsExactly("name  value", "x         1  note");
    }

    @Test
    void aCharacterOutsideTheBasicPlaneCountsOnce() {
        TextTable table = new TextTable("ll");
        table.row("\uD83D\uDE00", "a");
        table.row("bb", "c");

        assertThat(table.lines()).containsExactly("\uD83D\uDE00   a", "bb  c");
    }

    @Test
    void controlCharactersAreReplaced() {
        TextTable table = new TextTable("l");
        table.row("a\nb");

        assertThat(table.lines()).containsExactly("a\uFFFDb");
    }

    @Test
    void aTableWithoutRowsHasNoLines() {
        assertThat(new TextTable("lr").lines()).isEmpty();
    }
}
