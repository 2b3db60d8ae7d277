package dev.dropfit.core.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvParserTest {
    @Test
    void aTableIsPassedOnCellByCell() throws Exception {
        Recorder table = parse("a,b\n1,x\n2,y\n");

        assertThat(table.header).containsExactly("a", "b");
        assertThat(table.rows).containsExactly("2: 1|x", "3: 2|y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b\r\n1,x\r\n2,y\r\n",
                "a,b\r1,x\r2,y",
                "a;b\n1;x\n2;y",
                "a\tb\n1\tx\n2\ty\n",
                "\uFEFFa,b\n1,x\n2,y\n",
                "a,b\n1,x\n2,y\n\n\n",
                " a , b \n 1, x\n2 ,y ",
                "a\u00A0,\u00A0b\n\u00A01,x\n2\u00A0,\ty",
                "\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"y\""
            })
    void lineEndsSeparatorsMarksAndQuotesMakeNoDifference(String csv) throws Exception {
        Recorder table = parse(csv);

        assertThat(table.header).containsExactly("a", "b");
        assertThat(table.cells).containsExactly("1|x", "2|y");
    }

    /** The decoder finds such a byte even if the buffer for characters is full, as it is after 8,192 characters. */
    @Test
    void aByteOfWindowsAtTheEndOfABufferIsRead() {
        byte[] csv = ("name,x\n" + "b\u00FC".repeat(10_000) + ",1\nb,2\n").getBytes(Charset.forName("windows-1252"));

        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            assertThat(parse(csv).cells).containsExactly("b\u00FC".repeat(10_000) + "|1", "b|2");
        });
    }

    @Test
    void quotedCellsMayHoldSeparatorsQuotesAndLineEnds() throws Exception {
        Recorder table = parse("a,b\n\"1,5\",\"say \"\"hi\"\"\"\n\"two\nlines\",x\nlast,y\n");

        assertThat(table.rows).containsExactly("2: 1,5|say \"hi\"", "3: two\nlines|x", "5: last|y");
    }

    @Test
    void aSemicolonWinsOverCommasInQuotedNames() throws Exception {
        assertThat(parse("\"a,b,c\";d\n1;2\n").header).containsExactly("a,b,c", "d");
    }

    @Test
    void aColumnWithoutANameIsNamedAfterItsPosition() throws Exception {
        assertThat(parse(",b\n1,2\n").header).containsExactly("column_1", "b");
    }

    @Test
    void rowsOfDifferentLengthAreAllReported() {
        assertThatThrownBy(() -> parse("a,b\n1\n1,2\n1,2,3\n"))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage("line 2: found 1 cell, the header has 2; add the missing cells, empty where a value is not"
                        + " known; line 4: found 3 cells, the header has 2; put each cell that contains the"
                        + " separator in double quotes");
    }

    @Test
    void manyRowsOfAnotherLengthAreOneProblem() {
        assertThatThrownBy(() -> parse("a,b,c\n" + "1,2,3\n1,2\n".repeat(300) + "1,2,3\n"))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage("line 3: 300 rows have 2 cells, but the header has 3 (lines 3, 5, 7, 9, 11, …); add the"
                        + " missing cells, empty where a value is not known");
    }

    @Test
    void aHeaderThatDoesNotFitTheRowsIsOneProblem() {
        assertThatThrownBy(() -> parse("a,b\n" + "1\n".repeat(1000)))
                .hasMessage("line 1: the header has 2 names, but most rows have 1 cell; give each column a name in the"
                        + " header (found 'a, b')");
        assertThatThrownBy(() -> parse("a,b,c\n" + "1,2.5,3,4,5\n".repeat(20)))
                .hasMessage(
                        "line 1: the header has 3 names, but most rows have 5; give each column a name in the header"
                                + " (found 'a, b, c')");
    }

    @Test
    void aQuoteThatIsNotClosedIsReportedWithItsLine() {
        assertThatThrownBy(() -> parse("a,b\n1,2\n3,\"x\n4,5\n6,7\n"))
                .hasMessage("line 3: a quote (\") begins a cell and never ends it; add the missing quote, or write \"\""
                        + " for a quote inside a cell");
    }

    @Test
    void ofColumnsWithTheSameNameTheLaterOnesGetANumber() throws Exception {
        Recorder table = parse("a,b,a,a,a_2\n1,2,3,4,5\n");

        assertThat(table.header).containsExactly("a", "b", "a_3", "a_4", "a_2");
        assertThat(table.notes).extracting(CsvNote::name).containsExactly("repeated-names");
    }

    @Test
    void descriptionsBetweenLinesOfDashesAreSkipped() throws Exception {
        Recorder table = parse("---\nname: x\nfields:\n  - name: a, b\n---\na,b\n1,x\n2,y\n");

        assertThat(table.header).containsExactly("a", "b");
        assertThat(table.notes).extracting(CsvNote::name).containsExactly("metadata");
        assertThat(parse("---\n1\n2\n").header).containsExactly("---");
    }

    @Test
    void rangesAreNamesOfColumnsOfNumbers() throws Exception {
        Recorder table = parse("r,0-1,1-2,2-3,3+\nN,0.5,1.6,0.9,0.4\nNE,0.6,1.8,1.3,0.8\nE,1.5,1.6,1.2,1.1\n");

        assertThat(table.header).containsExactly("r", "0-1", "1-2", "2-3", "3+");
    }

    @Test
    void decimalCommasBetweenCommasAreRefusedInOneSentence() {
        assertThatThrownBy(() -> parse("t,x\n" + "0,1,0,37\n0,2,-1,04\n0,3,12,5\n".repeat(4)))
                .hasMessage("line 2: the header has 2 names, but this line has 4 cells of whole numbers: its decimal"
                        + " commas are taken for separators; save the file with decimal points, or with semicolons"
                        + " between the cells");
    }

    @Test
    void aZeroAboveCountsIsTheNameThatPandasGivesThem() throws Exception {
        StringBuilder csv = new StringBuilder("Analyte,Above the limit,0\n");
        for (int i = 0; i < 12; i++) {
            csv.append("Acetone ")
                    .append((char) ('a' + i))
                    .append(i < 7 ? ",Yes," : ",No,")
                    .append(i % 5 + 1)
                    .append('\n');
        }

        assertThat(parse(csv.toString()).header).containsExactly("Analyte", "Above the limit", "0");
    }

    @Test
    void tenThousandEqualNamesAreAccepted() throws Exception {
        assertThat(parse("a,".repeat(CsvParser.MAX_COLUMNS - 1) + "a\n").header)
                .hasSize(CsvParser.MAX_COLUMNS)
                .endsWith("a_10000");
    }

    @Test
    void bytesThatAreNotUtf8AreReadAsWindows1252WhereverTheyAre() throws Exception {
        String late = "name,n\n" + "Anna,1\n".repeat(50_000) + "J\u00FCrgen \u20AC,2\n";

        Recorder table = parse(late, Charset.forName("windows-1252"));

        assertThat(table.cells.get(50_000)).isEqualTo("J\u00FCrgen \u20AC|2");
        assertThat(table.notes)
                .containsExactly(CsvNote.of(
                        "encoding",
                        "2 characters are not UTF-8 and were read as Windows-1252; if letters look wrong, save the"
                                + " file as UTF-8"));
    }

    @Test
    void aFileThatIsMostlyUtf8KeepsItsLetters() throws Exception {
        byte[] csv = "name,n\nJ\u00FCrgen,1\nAnna?,2\n".getBytes(StandardCharsets.UTF_8);
        csv[csv.length - 4] = (byte) 0xE9;

        assertThat(parse(csv).cells).containsExactly("J\u00FCrgen|1", "Anna\u00E9|2");
    }

    @Test
    void aTextInAnUnknownEncodingIsRefusedInOneSentence() {
        assertThatThrownBy(() ->
                        parse("name,n\n\u6771\u4EAC\u90FD\u5343\u4EE3\u7530\u533A,1\n", Charset.forName("Shift_JIS")))
                .hasMessage("The text is neither UTF-8 nor the Western encoding Windows-1252; save the file as UTF-8");
    }

    @Test
    void aByteWithoutMeaningDoesNotMakeAFileUseless() throws Exception {
        Recorder table = parse(new byte[] {'a', ',', 'b', '\n', '1', ',', 'x', (byte) 0x81, '\n'});

        assertThat(table.cells).containsExactly("1|x\uFFFD");
        assertThat(table.notes).extracting(CsvNote::name).containsExactly("encoding");
    }

    @Test
    void tenThousandColumnsAreAccepted() throws Exception {
        String line = "1,".repeat(CsvParser.MAX_COLUMNS - 1) + "1\n";
        String header = IntStream.range(0, CsvParser.MAX_COLUMNS)
                .mapToObj(column -> "c" + column)
                .collect(Collectors.joining(","));

        assertThat(parse(header + "\n" + line).cells).hasSize(1);
    }

    @Test
    void theNumberOfRowsExcludesTheHeaderAndEmptyLines() throws Exception {
        byte[] csv = "a,b\n\n1,2\n\n3,4\n".getBytes(StandardCharsets.UTF_8);

        assertThat(CsvParser.parse(new ByteArrayInputStream(csv), new Recorder(false))
                        .rows())
                .isEqualTo(2);
    }

    @Test
    void otherFileFormatsAreNamedWithTheWayToACsv() {
        assertThatThrownBy(() -> parse(new byte[] {0x1F, (byte) 0x8B, 8, 0}))
                .hasMessageContaining("compressed with gzip");
        assertThatThrownBy(() -> parse("PK\u0003\u0004 [Content_Types].xml xl/workbook.xml"))
                .hasMessage(
                        "The file is an Excel workbook (.xlsx). Open it in Excel or LibreOffice and save the sheet as"
                                + " CSV UTF-8; the commands and the page of 'dropfit up' read the workbook itself");
        assertThatThrownBy(() -> parse("PK\u0003\u0004 data.csv")).hasMessageStartingWith("The file is a zip archive");
        assertThatThrownBy(() -> parse("PAR1\u0015\u0004")).hasMessageContaining("pandas.read_parquet");
        assertThatThrownBy(() -> parse(" [{\"a\": 1}]")).hasMessageStartingWith("The file is JSON. Convert it to CSV");
        assertThatThrownBy(() -> parse("{\"a\": 1}\n{\"a\": 2}\n")).hasMessageContaining("add lines=True");
        assertThatThrownBy(() -> parse("<!DOCTYPE html><html>")).hasMessageContaining("web page");
        assertThatThrownBy(() -> parse("-[ RECORD 1 ]---\nage | 3\n")).hasMessageContaining("psql --csv");
        assertThatThrownBy(() -> parse("CREATE TABLE t (a int);\n")).hasMessageContaining("(SQL)");
        assertThatThrownBy(() -> parse("-- MySQL dump\n\nINSERT INTO t VALUES (1);\n"))
                .hasMessageContaining("(SQL)");
        assertThatThrownBy(() -> parse("% a comment\n@RELATION iris\n\n@ATTRIBUTE a REAL\n"))
                .hasMessageContaining("ARFF");
        assertThatThrownBy(() -> parse(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}))
                .hasMessage("The file is a picture (PNG). Accepted is CSV text");
        assertThatThrownBy(() -> parse(new byte[] {7, 8, 1, 2, 0, 0, 0, 1}))
                .hasMessage(
                        "The file is not text (it has the byte 0x07). Save the table as CSV in the program that wrote"
                                + " it");
        assertThatThrownBy(() -> parse(new byte[0])).hasMessageStartingWith("The file is empty");
    }

    @Test
    void aCellWithoutEndIsRejectedInBoundedMemory() {
        assertThatThrownBy(() -> CsvParser.parse(endless("a,b\n1,", "x"), new Recorder(false)))
                .hasMessageContaining("a cell is longer than 1048576 characters")
                .hasMessageStartingWith("line 2");
        assertThatThrownBy(() -> CsvParser.parse(endless("a,b\n1,\"", "x\n"), new Recorder(false)))
                .hasMessageContaining("look for an unclosed quote");
    }

    @Test
    void aHeaderWithoutEndIsRejectedInBoundedMemory() {
        assertThatThrownBy(() -> CsvParser.parse(endless("", "a,"), new Recorder(false)))
                .hasMessage("line 1: not a table: more than 10000 columns; look for a missing line break in this line");
    }

    @Test
    void aRowWithoutEndIsRejectedInBoundedMemory() {
        assertThatThrownBy(() -> CsvParser.parse(endless("a,b\n", "1,"), new Recorder(false)))
                .hasMessage("line 2: not a table: more than 10000 cells in a row, the header has 2;"
                        + " look for a missing line break in this line");
    }

    @Test
    void aBrokenStreamIsNotABrokenTable() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection lost");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };

        assertThatThrownBy(() -> CsvParser.parse(broken, new Recorder(false)))
                .isInstanceOf(IOException.class)
                .hasMessage("connection lost");
    }

    @Test
    void anyBytesAreATableOrAreRejectedWithAMessageOfDropfit() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        byte[] alphabet = "a1,;\"\n\r\t .-eé\uFEFF#'\\".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            for (int b = 0; b < bytes.length; b++) {
                bytes[b] = alphabet[random.nextInt(alphabet.length)];
            }
            try {
                CsvParser.parse(new ByteArrayInputStream(bytes), new Recorder(false));
            } catch (InvalidTableException e) {
                assertThat(e.problems()).isNotEmpty();
                assertThat(e.getMessage()).isNotBlank().doesNotContain("Exception");
            }
        }
    }

    private static InputStream endless(String start, String repeated) {
        return new InputStream() {
            private long at;

            @Override
            public int read() {
                long here = at++;
                return here < start.length()
                        ? start.charAt((int) here)
                        : repeated.charAt((int) ((here - start.length()) % repeated.length()));
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    buffer[offset + i] = (byte) read();
                }
                return length;
            }
        };
    }

    private static Recorder parse(String csv) throws Exception {
        return parse(csv, StandardCharsets.UTF_8);
    }

    private static Recorder parse(String csv, Charset charset) throws Exception {
        return parse(csv.getBytes(charset));
    }

    private static Recorder parse(byte[] csv) throws Exception {
        Recorder recorder = new Recorder(false);
        recorder.notes =
                CsvParser.parse(new ByteArrayInputStream(csv), recorder).notes();
        return recorder;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                Dear all,

                I have attached the figures that we talked about last week. Please have a look,
                and tell me what you think; the meeting is on Thursday, as always.

                The weather here is lovely, the food is good, and the people, most of them, are kind.

                Best wishes,
                Anna
                """,
                "The quick brown fox jumps over the lazy dog.\nIt was a sunny day and nobody cared about anything.\n",
                """
                Chapter one

                It was the best of times, it was the worst of times, it was the age of wisdom,
                it was the age of foolishness, it was the epoch of belief, it was the epoch of incredulity,
                it was the season of Light; we had everything before us
                """
            })
    void aTextOfSentencesIsRefusedInOneSentence(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOfSatisfying(
                        InvalidTableException.class,
                        e -> assertThat(e.problems()).hasSize(1))
                .hasMessageContaining("The file is a text of sentences, not a table");
    }

    @Test
    void aTableOfSentencesIsATable() throws Exception {
        Recorder table = parse("""
            review,stars
            I liked the film very much indeed and would see it again,5
            "It was long, dull and loud, so we left the place early",1
            nice,4
            """);

        assertThat(table.header).containsExactly("review", "stars");
        assertThat(table.rows).hasSize(3);
    }

    @Test
    void aRowOfAnotherLengthIsPassedOnToASinkThatKeepsIt() throws Exception {
        Recorder table = new Recorder(true);
        CsvSummary read = CsvParser.parse(
                new ByteArrayInputStream("a,b\n1,x\n2\n3,y,more\n4,z\n".getBytes(StandardCharsets.UTF_8)), table);

        assertThat(table.rows)
                .containsExactly(
                        "2: 1|x",
                        "3: found 1 cell, the header has 2: 2",
                        "4: found 3 cells, the header has 2: 3|y|more",
                        "5: 4|z");
        assertThat(read.rows()).isEqualTo(4);
    }

    @Test
    void aNoteAfterTheLastRowIsSkippedAlthoughTheSinkKeepsRowsOfAnotherLength() throws Exception {
        Recorder table = new Recorder(true);
        CsvSummary read = CsvParser.parse(
                new ByteArrayInputStream("a,b\n1,x\n2\n3,y\n\nSource: us\n".getBytes(StandardCharsets.UTF_8)), table);

        assertThat(table.rows).containsExactly("2: 1|x", "3: found 1 cell, the header has 2: 2", "4: 3|y");
        assertThat(read.notes()).extracting(CsvNote::name).containsExactly("lines-after-table");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a] estimate", "(1) estimate", "*estimate", "\u2020 estimate", "\u00B9 estimate"})
    void aFootnoteAfterTheLastRowIsSkipped(String footnote) throws Exception {
        Recorder table = new Recorder(false);
        CsvSummary read = CsvParser.parse(
                new ByteArrayInputStream(("a,b\nx,1\ny,2\nz,3\n" + footnote + "\n").getBytes(StandardCharsets.UTF_8)),
                table);

        assertThat(table.rows).containsExactly("2: x|1", "3: y|2", "4: z|3");
        assertThat(read.notes()).extracting(CsvNote::name).containsExactly("lines-after-table");
    }

    private static final class Recorder implements RowSink {
        private final boolean keepsWrongRows;
        List<String> header = List.of();
        List<CsvNote> notes = List.of();
        final List<String> rows = new ArrayList<>();
        final List<String> cells = new ArrayList<>();
        private final List<String> row = new ArrayList<>();
        private long line;

        Recorder(boolean keepsWrongRows) {
            this.keepsWrongRows = keepsWrongRows;
        }

        @Override
        public boolean keepsWrongRows() {
            return keepsWrongRows;
        }

        @Override
        public void wrongRow(long wrongLine, List<String> all, String why) {
            rows.add(wrongLine + ": " + why + ": " + String.join("|", all));
        }

        @Override
        public void header(List<String> names, char separator) {
            header = names;
        }

        @Override
        public void beginRow(long line) {
            this.line = line;
            row.clear();
        }

        @Override
        public void cell(int column, char[] buffer, int offset, int length) {
            assertThat(column).isEqualTo(row.size());
            row.add(new String(buffer, offset, length));
        }

        @Override
        public void endRow() {
            cells.add(String.join("|", row));
            rows.add(line + ": " + String.join("|", row));
        }
    }
}
