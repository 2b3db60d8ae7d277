package dev.dropfit.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTableTest {
    @Test
    void cellsAreAlignedAndLinesHaveNoSpacesAtTheEnd() {
        TextTable table = new TextTable("lrl");
        table.row("name", "value", "");
        table.row("x", "1", "note");

        assertThat(table.lines()).containsExactly("name  value", "x         1  note");
    }

    @Test
    void anEmojiTakesTwoColumns() {
        TextTable table = new TextTable("ll");
        table.row("\uD83D\uDE00", "a");
        table.row("bb", "c");

        assertThat(table.lines()).containsExactly("\uD83D\uDE00  a", "bb  c");
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

    /** Runs as 'dropfit models' lists them. */
    private static TextTable runs() {
        TextTable table = new TextTable("nllllr");
        table.header("model", "version", "", "when (UTC)", "verdict", "metric");
        table.row(
                "customers-who-left-in-2026",
                "v14",
                "latest",
                "2026-11-26 04:26",
                "promoted",
                "roc_auc 0.897 (0.846 to 0.932)");
        table.row("customers-who-left-in-2025", "v3", "", "2026-11-25 04:26", "rejected", "roc_auc 0.468");
        return table;
    }

    private static List<String> lines(TextTable table, int width) {
        return table.blocks(width).stream().flatMap(List::stream).toList();
    }

    @Test
    void aTableThatFitsHasItsFullWidth() {
        assertThat(lines(runs(), 140))
                .isEqualTo(runs().lines())
                .containsExactly(
                        "model                       version          when (UTC)        verdict                       "
                                + "    metric",
                        "customers-who-left-in-2026  v14      latest  2026-11-26 04:26  promoted  roc_auc 0.897 (0.846"
                                + " to 0.932)",
                        "customers-who-left-in-2025  v3               2026-11-25 04:26  rejected                  "
                                + " roc_auc 0.468");
    }

    @Test
    void namesLoseTheirMiddleAndTextsGoOnBelow() {
        assertThat(lines(runs(), 80))
                .containsExactly(
                        "model              version          when (UTC)        verdict             metric",
                        "customer…-in-2026  v14      latest  2026-11-26 04:26  promoted     roc_auc 0.897",
                        "                                                                (0.846 to 0.932)",
                        "customer…-in-2025  v3               2026-11-25 04:26  rejected     roc_auc 0.468");
    }

    @Test
    void inANarrowTerminalEachRowIsABlockOfLines() {
        assertThat(lines(runs(), 60))
                .containsExactly(
                        "model       customers-who-left-in-2026",
                        "version     v14",
                        "            latest",
                        "when (UTC)  2026-11-26 04:26",
                        "verdict     promoted",
                        "metric      roc_auc 0.897 (0.846 to 0.932)",
                        "",
                        "model       customers-who-left-in-2025",
                        "version     v3",
                        "when (UTC)  2026-11-25 04:26",
                        "verdict     rejected",
                        "metric      roc_auc 0.468",
                        "");
    }

    @Test
    void aChineseCharacterTakesTwoColumnsAndAMarkNone() {
        TextTable table = new TextTable("ll");
        table.row("\u5E74\u9F84", "a");
        table.row("e\u0301t", "b");

        assertThat(table.lines()).containsExactly("\u5E74\u9F84  a", "e\u0301t    b");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 70, 80, 100, 140})
    void noLineIsLongerThanTheTerminal(int width) {
        assertThat(lines(runs(), width)).allMatch(line -> line.length() <= width);
    }
}
