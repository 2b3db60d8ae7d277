package dev.dropfit.core.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One table in many dresses: each is the same table, and a note says what was unusual. */
final class CsvDressesTest {
    private record Content(List<String> names, List<List<String>> rows) {}

    /**
     * A way to write a table.
     *
     * @param notes the names of the notes about it
     */
    private record Dress(List<String> notes, UnaryOperator<Content> expected, Writer writer) {}

    @FunctionalInterface
    private interface Writer {
        byte[] write(Content content);
    }

    private static final Map<String, Content> TABLES = Map.of(
            "shop",
                    content(
                            120,
                            random -> List.of(
                                    decimal(random, 3000),
                                    of(random, "Paris", "Rome", "Bonn"),
                                    of(random, "yes", "no")),
                            "amount",
                            "city",
                            "churned"),
            "numbers",
                    content(
                            80,
                            random -> List.of(
                                    decimal(random, 9), decimal(random, 9), whole(random, 100), whole(random, 2)),
                            "w",
                            "x",
                            "y",
                            "target"),
            "categories",
                    content(
                            200,
                            random ->
                                    List.of(of(random, "e", "p"), of(random, "x", "b", "f"), of(random, "n", "y", "w")),
                            "class",
                            "cap",
                            "odor"),
            "two", content(60, random -> List.of(decimal(random, 50), decimal(random, 50)), "height", "weight"),
            "years",
                    content(
                            40,
                            random -> List.of(
                                    "Land " + random.nextInt(1 << 30), decimal(random, 90), decimal(random, 90)),
                            "country",
                            "2019",
                            "2020"),
            "few",
                    content(
                            6,
                            random -> List.of(decimal(random, 50), of(random, "u", "v"), of(random, "yes", "no")),
                            "a",
                            "b",
                            "label"));

    private static final Map<String, Dress> DRESSES = dresses();

    static Stream<Arguments> tablesAndDresses() {
        return TABLES.keySet().stream()
                .sorted()
                .flatMap(table -> DRESSES.keySet().stream().map(dress -> Arguments.of(table, dress)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("tablesAndDresses")
    void aTableIsTheSameInEachDress(String table, String name) throws Exception {
        Dress dress = Objects.requireNonNull(DRESSES.get(name));
        Content content = Objects.requireNonNull(TABLES.get(table));
        Content expected = dress.expected().apply(content);

        Reading reading = Reading.of(dress.writer().write(content));

        assertThat(reading.names).isEqualTo(expected.names());
        assertThat(reading.rows).isEqualTo(expected.rows());
        assertThat(reading.notes).extracting(CsvNote::name).containsExactlyInAnyOrderElementsOf(dress.notes());
        assertThat(reading.notes)
                .allSatisfy(note -> assertThat(note.message()).isNotBlank().doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "% ", "# "})
    void aCommentWithTheNamesIsTheHeader(String above) throws Exception {
        String comment = above.isEmpty() ? "#" : above.strip();
        Reading reading =
                Reading.of((above.isEmpty() ? "" : above + "made by a tool\n") + comment + " a,b\n1,x\n2,y\n3,x\n");

        assertThat(reading.names).containsExactly("a", "b");
        assertThat(reading.rows).hasSize(3);
    }

    @Test
    void singleQuotesNextToDoubleOnesAreAPartOfTheTexts() throws Exception {
        Reading reading = Reading.of("""
            plan,address
            'Gold plan',"1 Main St
            Akron, OH"
            'Basic plan',"2 Main St
            Akron, OH"
            'Gold plan',"3 Main St
            Akron, OH"
            """);

        assertThat(reading.names).containsExactly("plan", "address");
        assertThat(reading.rows.get(0)).containsExactly("'Gold plan'", "1 Main St\nAkron, OH");
    }

    @Test
    void aHashBeforeSeveralNamesIsAPartOfThem() throws Exception {
        assertThat(Reading.of("# killed,# wounded,age\n1,2,30\n0,4,31\n2,0,29\n").names)
                .containsExactly("# killed", "# wounded", "age");
    }

    @Test
    void aColumnNamedHashIsNoComment() throws Exception {
        assertThat(Reading.of("#,Name,HP\n1,Bulbasaur,45\n2,Ivysaur,60\n").names)
                .containsExactly("#", "Name", "HP");
    }

    @Test
    void anErrorOfExcelIsNoComment() throws Exception {
        String rows = IntStream.range(0, 40)
                .mapToObj(row -> (row % 4 == 0 ? "#N/A" : row + ".5") + "," + row % 3 + "\n")
                .collect(Collectors.joining());

        assertThat(Reading.of("# made by X\nx,y\n" + rows).rows).hasSize(40);
    }

    @Test
    void rowsThatBeginWithAHashAreNoComments() throws Exception {
        assertThat(Reading.of("item,price\n#1,2.5\n#2,3.5\na,4.5\nb,5\nc,6\nd,7\n").rows)
                .hasSize(6);
    }

    @Test
    void quotesInsideCellsBelongToThem() throws Exception {
        Reading reading = Reading.of("""
            size,text,n
            5" disk,a "good" film,1
            "5" disk","a "good, old" film",2
            "x"y,"z" , 3
            "a""b", "c, d",4
            """);

        assertThat(reading.rows)
                .containsExactly(
                        List.of("5\" disk", "a \"good\" film", "1"),
                        List.of("5\" disk", "a \"good, old\" film", "2"),
                        List.of("xy", "z", "3"),
                        List.of("a\"b", "c, d", "4"));
    }

    @Test
    void aCellOfManyQuotesIsReadInOnePass() throws Exception {
        String quotes = "a\"b".repeat(200_000);

        assertThat(Reading.of("x,y\n\"" + quotes + "\",1\n").rows.get(0).get(0)).isEqualTo(quotes);
    }

    @Test
    void textsWithCommasAndDecimalCommasDoNotMakeTheSeparator() throws Exception {
        String csv = IntStream.range(0, 50)
                .mapToObj(i -> "Doe, J. " + i + "; 1,5; first, second, third\n")
                .collect(Collectors.joining("", "name;x;text\n", ""));

        assertThat(Reading.of(csv).names).containsExactly("name", "x", "text");
    }

    @Test
    void aFileOfOneColumnHasOneColumn() throws Exception {
        assertThat(Reading.of("x\n1\n2\n3\n").names).containsExactly("x");
        assertThat(Reading.of("text\na good film\nbad\nnot so good\n").names).containsExactly("text");
    }

    @Test
    void whatMayBeAHeaderOrARowIsRefusedInOneSentence() {
        String csv = IntStream.range(0, 60)
                .mapToObj(i -> (i % 2 == 0 ? "a" : "b") + "," + i * 3 % 7 + "\n")
                .collect(Collectors.joining("", "c,4\n", ""));

        assertThatThrownBy(() -> Reading.of(csv))
                .hasMessage("line 1: this line may be a header or a row ('c, 4'); write a header with a name for each"
                        + " column in the first line");
    }

    @Test
    void aLineThatIsCutOffIsNoNote() {
        assertThatThrownBy(() -> Reading.of("name,age,label\nAnna,3,x\nBert,4,y\nCarl,5,x\nDor"))
                .hasMessage("line 5: found 1 cell, the header has 3; add the missing cells, empty where a value is not"
                        + " known");
        assertThatThrownBy(() -> Reading.of("name,age,label\nAnna,3,x\nBert,4,y\nCarl,5,x\nDora,6"))
                .hasMessage("line 5: found 2 cells, the header has 3; add the missing cells, empty where a value is not"
                        + " known");
    }

    @Test
    void aTotalBetweenRowsIsARow() throws Exception {
        assertThat(Reading.of("brand,n\nShell,1\nTotal,2\nAral,3\nTotal,4\n").rows)
                .hasSize(4);
    }

    @Test
    void aLineWithTheExpectedColumnsIsTheHeader() throws Exception {
        Reading reading = new Reading();
        CsvParser.parse(new ByteArrayInputStream(bytes("Rows to score\n\n1,2,3\n4,5,6\n")), reading, Set.of("1", "2"));

        assertThat(reading.names).containsExactly("1", "2", "3");
        assertThat(reading.rows).containsExactly(List.of("4", "5", "6"));
    }

    @Test
    void rowsWithoutAHeaderFitAModelOfAFileWithoutAHeader() throws Exception {
        Reading reading = new Reading();
        CsvParser.parse(new ByteArrayInputStream(bytes("1,2,3\n4,5,6\n")), reading, Set.of("column_1", "column_3"));

        assertThat(reading.names).containsExactly("column_1", "column_2", "column_3");
        assertThat(reading.rows).hasSize(2);
    }

    @Test
    void aRequestMayHaveATotalAsItsLastRow() throws Exception {
        Reading reading = new Reading();
        CsvParser.parse(
                new ByteArrayInputStream(bytes("brand,n\nShell,1\nAral,2\nTotal,3\n")), reading, Set.of("brand"));

        assertThat(reading.rows).hasSize(3);
    }

    @Test
    void aFirstColumnOfDatesIsAColumnThoughItHasNoName() throws Exception {
        String rows = IntStream.range(10, 28)
                .mapToObj(day -> "2024-05-" + day + "," + day * 7 % 5 + ".5\n")
                .collect(Collectors.joining());

        assertThat(Reading.of(",x\n" + rows).names).containsExactly("column_1", "x");
    }

    @Test
    void numbersInQuotesAreNamesOfRowsWhereRWritesAll() throws Exception {
        String rows = IntStream.range(0, 40)
                .mapToObj(quarter -> "\"" + (1962 + quarter * 0.25) + "\" " + quarter * 7 % 5 + ".5 \"a\"\n")
                .collect(Collectors.joining());

        assertThat(Reading.of("\"x\" \"y\"\n" + rows).names).containsExactly("x", "y");
        assertThatThrownBy(() -> Reading.of("x y\n" + rows)).hasMessageContaining("the header has 2 names");
    }

    @Test
    void oneYearAboveOtherNumbersIsAName() throws Exception {
        assertThat(Reading.of("state,2021\nAlabama,-29.6\nAlaska,14.6\nArizona,-7\n").names)
                .containsExactly("state", "2021");
    }

    @Test
    void aHeaderOfASurveyHasManyEmptyNames() throws Exception {
        String rows = IntStream.range(0, 30)
                .mapToObj(i -> i + "," + (i % 3 == 0 ? "Yes" : "") + "," + (i % 2 == 0 ? "No" : "") + ",,Male\n")
                .collect(Collectors.joining());

        assertThat(Reading.of("id,Have you seen it?,,,\n,Yes,No,Maybe,Response\n" + rows).names)
                .startsWith("id", "Have you seen it?", "column_3");
    }

    @ParameterizedTest
    @CsvSource({"7160;7169;7195", "2549.99;2541.17;2532.41"})
    void numbersInOrderNextToANameAreNamesOfColumns(String numbers) throws Exception {
        StringBuilder rows = new StringBuilder("station," + numbers.replace(';', ',') + ",27042\n");
        for (int i = 0; i < 40; i++) {
            rows.append(1965 + i).append(',').append(i * 37 % 61).append(',').append(i * 23 % 59);
            rows.append(',').append(i * 41 % 67).append(i % 3 == 0 ? ",ND\n" : ",180.4\n");
        }

        Reading reading = Reading.of(rows.toString());

        assertThat(reading.names).startsWith("station", numbers.split(";", -1)[0]);
        assertThat(reading.notes).isEmpty();
    }

    @Test
    void unitsAfterTheHeaderAreSkipped() throws Exception {
        Reading reading = Reading.of("time,temp,speed\ns,degC,m/s\n" + "1,20.5,3\n2,21,4\n3,22,5\n".repeat(5));

        assertThat(reading.names).containsExactly("time", "temp", "speed");
        assertThat(reading.rows).hasSize(15);
        assertThat(reading.notes).extracting(CsvNote::name).containsExactly("more-headers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d\td\td\n\t\tclass\n",
                "discrete\tred green blue\tdiscrete\nmeta\t\tclass\n",
                "s\tc\td\nmeta\tignore\tclass\n",
            })
    void theKindsAndUsesOfColumnsInFilesOfOrangeAreSkipped(String lines) throws Exception {
        Reading reading = Reading.of("size\tcolour\tsold\n" + lines + "small\tred\tyes\nlarge\tblue\tno\n".repeat(20));

        assertThat(reading.names).containsExactly("size", "colour", "sold");
        assertThat(reading.rows).hasSize(40);
        assertThat(reading.notes).extracting(CsvNote::name).contains("more-headers");
    }

    @Test
    void moreCommentsAboveTheRowsThanRowsAreSkipped() throws Exception {
        Reading reading = Reading.of("""
            #@ Loader{
            #@   sep=tab
            #@   col=A:R4:0-1
            #@   header+
            #@ }
            size\tweight
            1.5\t2
            2.5\t3
            """);

        assertThat(reading.names).containsExactly("size", "weight");
        assertThat(reading.rows).hasSize(2);
        assertThat(reading.notes).extracting(CsvNote::name).contains("comments");
    }

    @Test
    void theLabelsAndTheIdentifiersOfASurveyAfterItsHeaderAreSkipped() throws Exception {
        Reading reading = Reading.of("StartDate,Q1,Q2,Finished\n"
                + "Start Date,How old are you?,\"Your income, in USD\",Finished\n"
                + "\"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2\"\"}\",\"{\"\"ImportId\"\":\"\"finished\"\"}\"\n"
                + "2024-05-01,20,3000,True\n2024-05-02,31,4000,False\n".repeat(10));

        assertThat(reading.names).containsExactly("StartDate", "Q1", "Q2", "Finished");
        assertThat(reading.rows).hasSize(20);
        assertThat(reading.notes).extracting(CsvNote::name).containsExactly("more-headers");
    }

    @Test
    void theAnswersOfOneQuestionAfterTheHeaderAreSkipped() throws Exception {
        Reading reading = Reading.of("id,started,Which do you use?,,Rating\n,,Phone,Tablet,Response\n"
                + "11,2024-05-01,Phone,,4\n17,2024-05-02,,Tablet,5\n".repeat(10));

        assertThat(reading.rows).hasSize(20);
        assertThat(reading.notes).extracting(CsvNote::name).contains("more-headers");
    }

    @Test
    void labelsAboveNumbersWithAsterisksForMissingOnesAreSkipped() throws Exception {
        Reading reading = Reading.of("NAME,B01_E,B01_M\nArea,Estimate,Margin of error\n"
                + "\"Autauga, Alabama\",58761,*****\n\"Baldwin, Alabama\",233420,120\n".repeat(10));

        assertThat(reading.rows).hasSize(20);
    }

    @Test
    void joinedFilesMayHaveAMarkInTheMiddle() throws Exception {
        String file = "\uFEFFa,b\n1,2\n3,4\n";

        Reading reading = Reading.of(file + file);

        assertThat(reading.names).containsExactly("a", "b");
        assertThat(reading.rows).hasSize(5);
        assertThat(reading.rows.get(2)).containsExactly("a", "b");
    }

    @Test
    void yearsAreNamesWhereSomeColumnsHaveFlags() throws Exception {
        Reading reading = Reading.of("unit,geo\t2018 \t2019 \t2020 \t2021 \n"
                + "PC,DE\t4.1 \t4.2 b\t3.1 \t: \nPC,FR\t3.1 \t6.2 p\t2.7 \t2.9 \n".repeat(10));

        assertThat(reading.names).containsExactly("unit,geo", "2018", "2019", "2020", "2021");
    }

    @Test
    void namesAfterALineOfGroupsAreTheHeader() throws Exception {
        Reading reading =
                Reading.of("Person,Person,Money\nage,size,rate\nyears,cm,%\n" + "31,180,4.5\n27,171,3\n".repeat(10));

        assertThat(reading.names).containsExactly("age", "size", "rate");
        assertThat(reading.rows).hasSize(20);
        assertThat(reading.notes).extracting(CsvNote::name).containsExactlyInAnyOrder("preamble", "more-headers");
    }

    @Test
    void wordsAboveTheTableAreNoHeader() throws Exception {
        Reading reading = Reading.of(
                "Notes,,,\nof,the,,keeper\nname,job,age,kids\n" + "Ann,cook,41,2\nBo,smith,37,0\n".repeat(5));

        assertThat(reading.names).containsExactly("name", "job", "age", "kids");
        assertThat(reading.rows).hasSize(10);
        assertThat(reading.notes).extracting(CsvNote::name).containsExactly("preamble");
    }

    @Test
    void aSingleColumnOfDecimalCommasIsRefusedForWhatItIs() {
        assertThatThrownBy(() -> Reading.of("weight\r34,2\r35\r33,1\r36,8\r"))
                .hasMessageContaining("one column only, of numbers with decimal commas");
    }

    @Test
    void aHeaderMayLackANameAboveRowsOfTexts() throws Exception {
        Reading reading = Reading.of("name,,age,kids\n" + "Ann,cook,41,2\nBo,smith,37,0\n".repeat(5));

        assertThat(reading.names).containsExactly("name", "column_2", "age", "kids");
    }

    @Test
    void namesAfterALineOfNumberedNamesAreTheHeader() throws Exception {
        Reading reading = Reading.of(",X1,X2,Y\nID,LIMIT,SEX,default\n" + "1,20.5,3,0\n2,21,4,1\n3,22,5,0\n".repeat(5));

        assertThat(reading.names).containsExactly("ID", "LIMIT", "SEX", "default");
        assertThat(reading.rows).hasSize(15);
    }

    @Test
    void rowsMayEndBeforeTheLastColumns() throws Exception {
        Reading reading = Reading.of("""
            age,city,plan,note
            31,Bonn,a
            27,Rome,b,vip
            45,Oslo,a
            52,Bonn,b,late
            38,Rome
            """);

        assertThat(reading.rows).hasSize(5).last().isEqualTo(List.of("38", "Rome", "", ""));
        assertThat(reading.notes)
                .extracting(CsvNote::message)
                .containsExactly("3 lines end before the last columns; the values of these columns count as missing"
                        + " (lines 2, 4, 6)");
    }

    @Test
    void rowsWithAMissingCellInTheMiddleAreRefused() {
        assertThatThrownBy(() -> Reading.of("age,city,n,note\n31,Bonn,2,x\n27,Rome,1,y\n45,3,x\n"))
                .hasMessageContaining("found 3 cells, the header has 4");
        assertThatThrownBy(() -> Reading.of("a,b,c\n1,2,3\n4,5,6\n7,8\n")).hasMessageContaining("found 2 cells");
    }

    @Test
    void aTitleOfAsManyWordsAsColumnsIsNoHeaderWhereTabsSeparateCells() throws Exception {
        Reading reading = Reading.of("Sales of May\nage\tcity\tplan\n" + "31\tBonn\ta\n27\tRome\tb\n".repeat(5));

        assertThat(reading.names).containsExactly("age", "city", "plan");
        assertThat(reading.notes).extracting(CsvNote::name).containsExactlyInAnyOrder("separator", "preamble");
    }

    @Test
    void valuesAfterTheLastNameAreNotUsed() throws Exception {
        Reading reading = Reading.of("v1,v2,,\n" + "ham,hello,,\nspam,hi,,\n".repeat(3000) + "ham,x,rest,\n");

        assertThat(reading.names).containsExactly("v1", "v2");
        assertThat(reading.rows).hasSize(6001).last().isEqualTo(List.of("ham", "x"));
        assertThat(reading.notes)
                .extracting(CsvNote::name)
                .containsExactlyInAnyOrder("trailing-separators", "values-without-column");
    }

    private static Map<String, Dress> dresses() {
        Map<String, Dress> dresses = new LinkedHashMap<>();
        put(dresses, "plain", List.of(), content -> bytes(text(content, ",", "\n")));
        put(dresses, "semicolons", List.of("separator"), content -> bytes(text(content, ";", "\n")));
        put(dresses, "tabs", List.of("separator"), content -> bytes(text(content, "\t", "\n")));
        put(dresses, "pipes", List.of("separator"), content -> bytes(text(content, "|", "\n")));
        put(dresses, "blanks", List.of("separator"), content -> bytes(text(content, "   ", "\n")));
        put(dresses, "windows line ends", List.of(), content -> bytes(text(content, ",", "\r\n")));
        put(dresses, "old mac line ends", List.of(), content -> bytes(text(content, ",", "\r")));
        put(dresses, "utf-8 with mark", List.of(), content -> bytes("\uFEFF" + text(content, ",", "\n")));
        put(
                dresses,
                "utf-16 without mark",
                List.of("encoding"),
                content -> text(content, ",", "\n").getBytes(StandardCharsets.UTF_16LE));
        put(
                dresses,
                "utf-16 with mark",
                List.of("encoding", "separator"),
                content -> ("\uFEFF" + text(content, "\t", "\r\n")).getBytes(StandardCharsets.UTF_16BE));
        put(dresses, "sep line", List.of("separator-line"), content -> bytes("sep=;\r\n" + text(content, ";", "\r\n")));
        put(
                dresses,
                "comments",
                List.of("comments"),
                content -> bytes("# made by X, on 2024-01-01\n#\n" + text(content, ",", "\n") + "# end, really\n"));
        put(
                dresses,
                "a title",
                List.of("preamble"),
                content -> bytes("Report of the shop\n\n" + text(content, ",", "\n")));
        put(
                dresses,
                "a padded title",
                List.of("preamble", "trailing-separators"),
                content -> bytes("Report,,,,,\n,,,,,\n"
                        + text(content, ",", "\n")
                                .replace("\n", ",".repeat(6 - content.names().size()) + "\n")));
        put(
                dresses,
                "names and values",
                List.of("preamble"),
                content -> bytes("Station,Berlin\nCreated,2024-01-01\n\n" + text(content, ",", "\n")));
        put(
                dresses,
                "totals",
                List.of("lines-after-table"),
                content -> bytes(text(content, ",", "\n") + "Total"
                        + ",7".repeat(content.names().size() - 1) + "\n\nSource: the shop, 2024, Bonn\n"));
        put(
                dresses,
                "trailing separators",
                List.of("trailing-separators"),
                content -> bytes(text(content, ",", "\n").replace("\n", ",\n")));
        put(
                dresses,
                "trailing separators after rows",
                List.of("trailing-separators"),
                content -> bytes(text(content, ",", "\n").replace("\n", ",\n").replaceFirst(",\n", "\n")));
        put(
                dresses,
                "names of rows as pandas",
                List.of("row-names"),
                content -> bytes(text(numbered(content, ""), ",", "\n")));
        put(
                dresses,
                "names of rows as R",
                List.of("row-names"),
                content -> bytes(text(numbered(content, ""), ",", "\n").substring(1)));
        put(dresses, "a NUL", List.of("nul-characters"), content -> {
            ByteArrayOutputStream csv = new ByteArrayOutputStream();
            csv.writeBytes(bytes(text(content, ",", "\n")));
            csv.write(0);
            csv.write('\n');
            return csv.toByteArray();
        });
        dresses.put(
                "no header",
                new Dress(
                        List.of("no-header"),
                        content -> new Content(
                                ColumnNames.ofPositions(content.names().size()), content.rows()),
                        content -> bytes(text(content, ",", "\n").replaceFirst(".*\n", ""))));
        dresses.put(
                "a repeated name",
                new Dress(
                        List.of("repeated-names"),
                        content -> named(content, content.names().get(0) + "_2"),
                        content -> bytes(text(named(content, content.names().get(0)), ",", "\n"))));
        dresses.put(
                "an empty name",
                new Dress(
                        List.of("unnamed-columns"),
                        content -> named(content, "column_2"),
                        content -> bytes(text(named(content, ""), ",", "\n"))));
        dresses.put(
                "windows-1252",
                new Dress(
                        List.of("encoding"),
                        content -> named(content, "M\u00E1laga"),
                        content -> text(named(content, "M\u00E1laga"), ",", "\n")
                                .getBytes(Charset.forName("windows-1252"))));
        return dresses;
    }

    private static void put(Map<String, Dress> dresses, String name, List<String> notes, Writer writer) {
        dresses.put(name, new Dress(notes, content -> content, writer));
    }

    /** The content with another name for the second column. */
    private static Content named(Content content, String second) {
        List<String> names = new ArrayList<>(content.names());
        names.set(1, second);
        return new Content(names, content.rows());
    }

    private static Content numbered(Content content, String name) {
        List<String> names = new ArrayList<>(content.names());
        names.add(0, name);
        List<List<String>> rows = new ArrayList<>();
        for (List<String> row : content.rows()) {
            List<String> cells = new ArrayList<>(row);
            cells.add(0, String.valueOf(rows.size() + 1));
            rows.add(cells);
        }
        return new Content(names, rows);
    }

    private static String text(Content content, String separator, String end) {
        boolean blanks = separator.isBlank() && separator.length() > 1;
        return Stream.concat(Stream.of(content.names()), content.rows().stream())
                .map(row -> row.stream()
                                .map(cell -> blanks && cell.contains(" ") ? '"' + cell + '"' : cell)
                                .collect(Collectors.joining(separator))
                        + end)
                .collect(Collectors.joining());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private interface RowMaker {
        List<String> row(Random random);
    }

    private static Content content(int rows, RowMaker maker, String... names) {
        Random random = new Random(names.length);
        return new Content(
                List.of(names),
                IntStream.range(0, rows).mapToObj(i -> maker.row(random)).toList());
    }

    private static String decimal(Random random, int bound) {
        return random.nextInt(bound) + "." + (1 + random.nextInt(9));
    }

    private static String whole(Random random, int bound) {
        return String.valueOf(random.nextInt(bound));
    }

    private static String of(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        y\\tx\\n1 1:0.5 3:2.5\\n0 2:1.5\\n1 1:2 2:1.5 4:1\\n | The rows are sparse: a cell such as 3:0.5
        a,b\\n1,2,3\\n1,2,3,4\\n4,5,6\\n1,2,3,4,5,6\\n      | give each column a name in the header
        """)
    void rowsThatAreNoTableAreNamed(String csv, String message) {
        assertThatThrownBy(() -> Reading.of(csv.replace("\\n", "\n").replace("\\t", "\t")))
                .hasMessageContaining(message);
    }

    @Test
    void aQuoteThatIsNotClosedBeforeTheNextRowsIsNoted() throws Exception {
        Reading reading = Reading.of("id,name,size\n1,ada,3\n2,\"bob,4\n3,cyd,5\n4,\"dan\",6\n5,eve,7\n6,fay,8\n");

        assertThat(reading.notes)
                .anyMatch(note -> note.name().equals("swallowed-rows")
                        && note.message().startsWith("on line 3 a quote (\") begins a cell that ends on line 5"));
    }

    @Test
    void anAddressOfSeveralLinesIsNoRows() throws Exception {
        Reading reading = Reading.of("id,where,size\n1,\"12 High St, London\nUK, Europe\",3\n2,here,4\n");

        assertThat(reading.notes).noneMatch(note -> note.name().equals("swallowed-rows"));
    }

    private static final class Reading implements RowSink {
        List<String> names = List.of();
        final List<List<String>> rows = new ArrayList<>();
        List<CsvNote> notes = List.of();
        private List<String> row = new ArrayList<>();

        static Reading of(String csv) throws Exception {
            return of(bytes(csv));
        }

        static Reading of(byte[] csv) throws Exception {
            Reading reading = new Reading();
            reading.notes =
                    CsvParser.parse(new ByteArrayInputStream(csv), reading).notes();
            return reading;
        }

        @Override
        public boolean keepsRowNames() {
            return false;
        }

        @Override
        public void header(List<String> header, char separator) {
            names = header;
        }

        @Override
        public void beginRow(long line) {
            row = new ArrayList<>();
        }

        @Override
        public void cell(int column, char[] buffer, int offset, int length) {
            row.add(new String(buffer, offset, length));
        }

        @Override
        public void endRow() {
            rows.add(row);
        }
    }
}
