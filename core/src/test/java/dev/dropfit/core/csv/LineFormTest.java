package dev.dropfit.core.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineFormTest {
    private static final List<String> ROWS =
            List.of("city|age|note", "Rome|31|", "New York|72|a b", "Bern|18|x, y", "Rome|44|", "Bern|29|z");

    /** A table, printed by different programs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // psql
                """
                 city     | age | note\s
                ----------+-----+------
                 Rome     |  31 |\s
                 New York |  72 | a b
                 Bern     |  18 | x, y
                 Rome     |  44 |\s
                 Bern     |  29 | z
                (5 rows)

                """,
                // MySQL
                """
                +------+---+----+
                | city | age | note |
                +------+---+----+
                | Rome | 31 |  |
                | New York | 72 | a b |
                | Bern | 18 | x, y |
                | Rome | 44 | |
                | Bern | 29 | z |
                +------+---+----+
                5 rows in set (0.01 sec)
                """,
                // Markdown
                """
                | city | age | note |
                |:---|---:|---|
                | Rome | 31 |  |
                | New York | 72 | a b |
                | Bern | 18 | x, y |
                | Rome | 44 | |
                | Bern | 29 | z |
                """,
                // SAP
                """
                ---------------\r
                |city|age|note|\r
                ---------------\r
                |Rome|31||\r
                |New York|72|a b|\r
                |Bern|18|x, y|\r
                |Rome|44||\r
                |Bern|29|z|\r
                ---------------\r
                """,
                // a grid
                """
                +---+---+---+
                |city|age|note|
                +===+===+===+
                |Rome|31||
                +---+---+---+
                |New York|72|a b|
                +---+---+---+
                |Bern|18|x, y|
                +---+---+---+
                |Rome|44||
                +---+---+---+
                |Bern|29|z|
                +---+---+---+
                """
            })
    void framesAreLeftOut(String text) throws Exception {
        assertThat(rows(text)).containsExactlyElementsOf(ROWS);
        assertThat(notes(text)).containsExactly("frame");
    }

    @Test
    void quotesWithABackslashBeforeThemAreQuotes() throws Exception {
        String lines = """
            "city","age","note"
            "Rome",31,"he said \\"hi\\""
            "New York",72,"a 5\\" pipe"
            "Bern",18,"\\"x\\", y"
            "Rome",44,"C:\\dir"
            """;

        assertThat(rows(lines))
                .containsExactly(
                        "city|age|note",
                        "Rome|31|he said \"hi\"",
                        "New York|72|a 5\" pipe",
                        "Bern|18|\"x\", y",
                        "Rome|44|C:\\dir");
        assertThat(notes(lines)).containsExactly("escaped-quotes");
    }

    @Test
    void aBackslashAtTheEndOfACellIsNoEscape() throws Exception {
        String lines = """
            "folder","age","note"
            "C:\\a\\",31,"x"
            "C:\\b\\",72,"C:\\c\\"
            """;

        assertThat(rows(lines)).containsExactly("folder|age|note", "C:\\a\\|31|x", "C:\\b\\|72|C:\\c\\");
        assertThat(notes(lines)).isEmpty();
    }

    @Test
    void textsOfJsonHaveDoubledQuotes() throws Exception {
        String lines = """
            id,json,note
            1,"{""a"": ""x\\""y""}",u
            2,"{""a"": ""z""}",v
            """;

        assertThat(rows(lines)).containsExactly("id|json|note", "1|{\"a\": \"x\\\"y\"}|u", "2|{\"a\": \"z\"}|v");
    }

    @Test
    void linesThatAreQuotedAsAWholeAreUnquoted() throws Exception {
        String lines = "\"city,age,note\"\n"
                + "\"Rome,31,\"\n"
                + "\"New York,72,a b\"\n"
                + "\"Bern,18,\"\"x, y\"\"\"\n"
                + "\"Rome,44,\"\n"
                + "\"Bern,29,z\"\n";

        assertThat(rows(lines)).containsExactlyElementsOf(ROWS);
        assertThat(notes(lines)).containsExactly("quoted-lines");
        assertThat(rows(lines.replace("\"city,age,note\"", "city,age,note"))).containsExactlyElementsOf(ROWS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"||", "::"})
    void twoCharactersMaySeparateCells(String separator) throws Exception {
        String text = String.join("\r\n", ROWS).replace("|", separator) + "\r\n";

        assertThat(rows(text)).containsExactlyElementsOf(ROWS);
        assertThat(notes(text)).containsExactly("separator");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a|b|c\n1||2\n3|4|5\n6||7\n",
                "a,b\n\"x\",\"1\"\n\"y\",\"2\"\n\"z\",\"3\"\n",
                "\"a\",\"b\"\n\"x\",\"1\"\n\"y\",\"2\"\n",
                "address,n\nfe80::1,1\nfe80::2,2\nfe80:0:0:1,3\n",
                "name,n\n\"Smith, John\",1\n\"Miller, Ann\",2\n\"Baker, Tom\",3\n"
            })
    void plainLinesStayAsTheyAre(String text) {
        assertThat(LineForm.of(text)).isEqualTo(LineForm.PLAIN);
    }

    @Test
    void aFileToPredictMayHaveAFrameToo() throws Exception {
        Rows rows = new Rows(new ArrayList<>());
        String text = "| city | age |\n|---|---|\n| Rome | 31 |\n| Bern | 18 |\n";

        CsvParser.parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), rows, Set.of("city", "age"));

        assertThat(rows.found).containsExactly("city|age", "Rome|31", "Bern|18");
    }

    private static List<String> rows(String text) throws Exception {
        Rows rows = new Rows(new ArrayList<>());
        CsvParser.parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), rows);
        return rows.found;
    }

    private static List<String> notes(String text) throws Exception {
        return CsvParser.parse(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), new Rows(new ArrayList<>()))
                .notes()
                .stream()
                .map(CsvNote::name)
                .toList();
    }

    private record Rows(List<String> found) implements RowSink {
        @Override
        public void header(List<String> names, char separator) {
            found.add(String.join("|", names));
        }

        @Override
        public void beginRow(long line) {
            found.add("");
        }

        @Override
        public void cell(int column, char[] buffer, int offset, int length) {
            int last = found.size() - 1;
            found.set(last, found.get(last) + (column == 0 ? "" : "|") + new String(buffer, offset, length));
        }

        @Override
        public void endRow() {
            // The row is in the list.
        }

        @Override
        public boolean keepsRowNames() {
            return true;
        }
    }
}
