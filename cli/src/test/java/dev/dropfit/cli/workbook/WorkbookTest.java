package dev.dropfit.cli.workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.csv.CsvNote;
import dev.dropfit.core.csv.InvalidTableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkbookTest {
    private static final String TABLE = """
            <row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>\
            <row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>""";

    @TempDir
    private Path folder;

    private String csv(Xlsx workbook) throws IOException, InvalidTableException {
        try (Workbook opened = Workbook.open(workbook.write(folder.resolve("book.xlsx")))) {
            return new String(opened.csv().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Xlsx cells(String cells) {
        return new Xlsx().sheet("Sheet1", "<row>" + cells + "</row>");
    }

    @Test
    void textsAreSharedInlineOrResultsOfFormulas() throws Exception {
        Xlsx workbook = cells("""
                <c t="s"><v>1</v></c><c t="inlineStr"><is><t>in, line</t></is></c><c t="str"><f>A1</f><v>result</v></c><c t="s"><v>0</v></c>""").texts("""
                <si><r><t>two </t></r><r><rPr><b/></rPr><t>fonts</t></r><rPh sb="0" eb="1"><t>spoken</t></rPh></si><si><t>quoted "x"_x000D_</t></si>""");

        assertThat(csv(workbook)).isEqualTo("\"quoted \"\"x\"\"\r\",\"in, line\",result,\"two fonts\"\n");
    }

    @Test
    void aRowHasAllCellsOfTheTableAndAnEmptyRowIsAnEmptyLine() throws Exception {
        Xlsx workbook = new Xlsx().sheet("Sheet1", """
                <row r="2"><c r="C2"><v>1</v></c><c r="E2"><v>2</v></c></row><row r="3"><c r="A3" s="0"/></row>\
                <row r="5"><c r="D5"><v>3</v></c></row>""");

        assertThat(csv(workbook)).isEqualTo("\n1,,2\n\n\n,3,\n");
    }

    @Test
    void cellsWithoutPositionsFollowEachOther() throws Exception {
        assertThat(csv(new Xlsx()
                        .sheet("Sheet1", "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")))
                .isEqualTo("1,2\n3,\n");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "-12, -12",
        "0.30000000000000004, 0.3",
        "1.5E3, 1500",
        "12345678901234, 12345678901234",
        "1234567890123456789, 1234567890123460000",
        "1E-7, 0.0000001",
        "-0.0, 0",
        "9.99E+307, 9.99E+307",
    })
    void aNumberHasTheDigitsThatExcelShows(String inFile, String shown) throws Exception {
        assertThat(csv(cells("<c><v>" + inFile + "</v></c><c><v>1</v></c>"))).isEqualTo(shown + ",1\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dd.mm.yyyy | 45296 | 2024-01-05",
                "yyyy-mm-dd;@ | 45296 | 2024-01-05",
                "mmm yyyy | 45292 | 2024-01-01",
                "[$-409]d-mmm-yy;@ | 1 | 1900-01-01",
                "d/m/yy h:mm | 45296.75 | 2024-01-05T18:00:00",
                "dd.mm.yyyy | 45296.75 | 2024-01-05T18:00:00",
                "d/m/yy h:mm | 45296 | 2024-01-05T00:00:00",
                "h:mm AM/PM | 0.75 | 18:00:00",
                "[h]:mm | 1.5 | 36:00:00",
                "mm:ss | 0.000694444444444444 | 00:01:00",
                "General | 45296.5 | 45296.5",
                "0.00 \"days\" | 45296.5 | 45296.5",
                "#,##0.00\\ [$kr-414] | 1234.5 | 1234.5",
                "[Red]-#,##0;[Blue]0 | -3 | -3",
                "_-* #,##0_d | 7 | 7",
                "yyyy | -1 | -1",
                "yyyy | 9999999 | 9999999",
            })
    void theFormatTellsADateFromANumber(String format, String inFile, String shown) throws Exception {
        assertThat(csv(cells("<c s=\"1\"><v>" + inFile + "</v></c><c><v>1</v></c>")
                        .formats(format)))
                .isEqualTo((shown.contains(":") ? '"' + shown + '"' : shown) + ",1\n");
    }

    @Test
    void daysMayBeCountedFrom1904() throws Exception {
        assertThat(csv(cells("<c s=\"1\"><v>0</v></c><c t=\"d\"><v>2024-02-03T00:00:00</v></c>")
                        .formats("yyyy-mm-dd")
                        .from1904()))
                .isEqualTo("1904-01-01,2024-02-03\n");
    }

    @Test
    void errorsAndFormulasWithoutAResultAreMissingAndCounted() throws Exception {
        Path file = new Xlsx()
                .sheet(
                        "Sheet1",
                        TABLE + "<row r=\"3\"><c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c><c><f>A1*2</f></c></row>"
                                + "<row r=\"4\"><c t=\"b\"><v>1</v></c><c><v>2</v></c></row>")
                .write(folder.resolve("book.xlsx"));

        try (Workbook workbook = Workbook.open(file)) {
            assertThat(new String(workbook.csv().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("a,b\n1,2\n\nTRUE,2\n");
            assertThat(workbook.notes())
                    .extracting(CsvNote::message)
                    .containsExactly(
                            "the rows come from the sheet 'Sheet1' of an Excel workbook",
                            "1 cell with an error, such as #N/A or #DIV/0!, counts as missing",
                            "1 formula without a saved result counts as missing; to have the results, open the workbook"
                                    + " in Excel or LibreOffice, save it, and try again");
        }
    }

    @Test
    void theFirstVisibleSheetWithATableIsRead() throws Exception {
        Path file = new Xlsx()
                .sheet("Old", "hidden", TABLE)
                .sheet("Cover", "<row><c t=\"inlineStr\"><is><t>Our customers</t></is></c></row>")
                .sheet("R &amp; D", TABLE.replace(">1<", ">7<"))
                .sheet("Codes", TABLE)
                .write(folder.resolve("book.xlsx"));

        try (Workbook workbook = Workbook.open(file)) {
            assertThat(new String(workbook.csv().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("a,b\n7,2\n");
            assertThat(workbook.notes())
                    .extracting(CsvNote::message)
                    .containsExactly(
                            "the rows come from the sheet 'R & D' of an Excel workbook; 3 other sheets are not read:"
                                    + " 'Old' (hidden), 'Cover', 'Codes'. To use another sheet, make it the first one, or save"
                                    + " it as CSV");
        }
    }

    @Test
    void aHiddenSheetIsReadIfNoOtherHasATable() throws Exception {
        Path file =
                new Xlsx().sheet("Only", "veryHidden", TABLE).sheet("Empty", "").write(folder.resolve("book.xlsx"));

        try (Workbook workbook = Workbook.open(file)) {
            assertThat(workbook.notes().get(0).message())
                    .startsWith("the rows come from the sheet 'Only', which is hidden, of an Excel workbook");
        }
    }

    @Test
    void aWorkbookIsKnownByItsContent() throws IOException {
        Path book = new Xlsx().sheet("Sheet1", TABLE).write(folder.resolve("dataset.csv"));
        Path text = Files.writeString(folder.resolve("book.xlsx"), "a,b\n1,2\n");

        assertThat(Workbook.isWorkbook(book)).isTrue();
        assertThat(Workbook.isWorkbook(text)).isFalse();
        assertThat(Workbook.isWorkbook(Files.createFile(folder.resolve("empty.xlsx"))))
                .isFalse();
    }

    @Test
    void anIncompleteWorkbookIsRefused() throws IOException {
        Path file = new Xlsx().sheet("Sheet1", TABLE).write(folder.resolve("book.xlsx"));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(Workbook.isWorkbook(file)).isTrue();
        assertThatThrownBy(() -> Workbook.open(file))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage("The Excel workbook is damaged or not complete. Copy or download it again");
    }

    @Test
    void aWorkbookWithoutValuesIsRefused() {
        assertThatThrownBy(() -> csv(new Xlsx().sheet("Sheet1", "<row><c s=\"0\"/></row>")))
                .hasMessage("The Excel workbook has no sheet with values; a dataset has a header and rows");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<row r=\"2\"/><row r=\"1\"/> | after row 2 there is row 1",
                "<row><c r=\"1\"><v>1</v></c></row> | a cell has the position '1'",
                "<row><c t=\"s\"><v>5</v></c></row> | a text is missing",
                "<row><c><v>1</v></row> | its XML is damaged",
                "<row><c><v>&xxe;</v></c></row> | its XML is damaged",
            })
    void aDamagedWorkbookIsRefused(String rows, String why) {
        assertThatThrownBy(() -> csv(new Xlsx().sheet("Sheet1", rows)))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage("The Excel workbook can't be read (" + why
                        + "). Open it in Excel or LibreOffice and save the sheet as CSV UTF-8");
    }

    @Test
    void noFileIsReadByAnEntity() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Xlsx workbook = new Xlsx()
                .sheet("Sheet1", "")
                .part(
                        "xl/worksheets/sheet1.xml",
                        "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]><worksheet><sheetData><row>"
                                + "<c t=\"inlineStr\"><is><t>&e;</t></is></c></row></sheetData></worksheet>");

        assertThatThrownBy(() -> csv(workbook)).isInstanceOf(InvalidTableException.class);
    }

    @Test
    void aCellThatUnpacksToMuchMoreThanACellHasIsRefused() {
        assertThatThrownBy(() -> csv(cells("<c t=\"inlineStr\"><is><t>" + "a".repeat(6 << 20) + "</t></is></c>")))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("it unpacks to far more than a table has");
    }

    @Test
    void aBinaryWorkbookIsRefusedWithWhatToDo() {
        Xlsx workbook = new Xlsx()
                .part(
                        "_rels/.rels",
                        "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"xl/workbook.bin\"/>"
                                + "</Relationships>");

        assertThatThrownBy(() -> csv(workbook))
                .hasMessage(
                        "The file is a binary Excel workbook (.xlsb). Open it in Excel or LibreOffice and save it as"
                                + " .xlsx, or the sheet as CSV UTF-8");
    }
}
