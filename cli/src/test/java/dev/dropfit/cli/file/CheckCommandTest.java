package dev.dropfit.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.cli.CommandRun;
import dev.dropfit.cli.Datasets;
import dev.dropfit.cli.workbook.Xlsx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckCommandTest {
    @TempDir
    private Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void ofManyClassesTheFirstAreShown() throws IOException {
        StringBuilder csv = new StringBuilder("size,kind\n");
        for (int row = 0; row < 300; row++) {
            csv.append(row % 17 * 0.5)
                    .append(",k")
                    .append((char) ('a' + row % 20))
                    .append('\n');
        }

        CommandRun run =
                CommandRun.of("check", file("kinds.csv", csv.toString()).toString());

        assertThat(run.out())
                .contains("label    kind: ka in 15 rows, kb in 15 rows")
                .contains("kl in 15 rows and 8 more\n");
    }

    @Test
    void aUsableFileIsDescribedAndEndsWith0() throws IOException {
        CommandRun run = CommandRun.of(
                "check", file("data.csv", Datasets.classes(300, 1)).toString());

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("data.csv: can be trained on, 300 rows")
                .containsPattern("label +target: no in \\d+ rows, yes in \\d+ rows; positive is yes")
                .contains("classification by the best blend of learners (auto), because it contains text")
                .containsPattern("age +numeric +numbers +- +\\d+ ")
                .containsPattern("colour +categorical +text +- +2 +")
                .contains("\"positive\": \"yes\"");
    }

    @Test
    void aSplitIsDescribedAndKeptInThePrintedSettings() throws IOException {
        Path csv = file("data.csv", Datasets.classes(300, 1));
        Path config = file("dropfit.json", "{\"split\": {\"time\": \"age\"}}");

        CommandRun run = CommandRun.of("check", csv.toString(), "--config", config.toString());

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .containsPattern("holdout +\\d+ held out .*; held out are the newest by 'age', from [0-9.]+ on")
                .contains("\"split\": {\"time\": \"age\"}");
    }

    @Test
    void thePrintedSettingsGiveTheSameResult() throws IOException {
        Path csv = file("data.csv", Datasets.classes(300, 1));
        CommandRun inferred = CommandRun.of("check", csv.toString());
        Path pinned =
                file("pinned.json", inferred.out().substring(inferred.out().indexOf('{')));

        CommandRun run = CommandRun.of("check", csv.toString(), "--config", pinned.toString());

        assertThat(run.status()).isZero();
        assertThat(run.out().substring(run.out().indexOf('{'))).isEqualTo(Files.readString(pinned));
    }

    @Test
    void aColumnWithStrayTextsIsLeftOutOfThePinnedSettings() throws IOException {
        String csv = Datasets.classes(300, 1).replaceFirst("\n[0-9.]+,", "\nforty,");

        CommandRun run = CommandRun.of("check", file("data.csv", csv).toString());

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("stray-texts     column 'age': 1 of 300 values is not a number, first 'forty' on line 2")
                .contains("leave out age")
                .doesNotContain("\"age\"");
    }

    @Test
    void settingsNextToTheFileAreUsedAndNamed() throws IOException {
        file("dropfit.json", "{\"columns\": {\"age\": \"ignore\"}}");

        CommandRun run = CommandRun.of(
                "check", file("data.csv", Datasets.classes(300, 1)).toString());

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("dropfit.json (found next to the file")
                .containsPattern("age +ignore +set in dropfit.json");
    }

    @Test
    void aColumnShowsItsMostFrequentValuesAndItsMissingOnes() throws IOException {
        String csv = "size,colour,target\n" + "1.5,red,yes\n".repeat(20) + "2.5,blue,no\n".repeat(30)
                + ",a very long colour name,no\n".repeat(10);

        CommandRun run = CommandRun.of("check", file("data.csv", csv).toString());

        assertThat(run.out())
                .containsPattern("colour +categorical +text +- +3 +blue, red, a very long colour n…\n")
                .containsPattern("size +\\S+ +.* 16\\.7 % +2 ");
    }

    @Test
    void jsonHasTheColumnsAndTheSettings() throws IOException {
        CommandRun run = CommandRun.of(
                "check", "--json", file("data.csv", Datasets.classes(300, 1)).toString());

        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        assertThat(report.get("usable").getAsBoolean()).isTrue();
        assertThat(report.get("label").getAsString()).isEqualTo("target");
        assertThat(report.getAsJsonArray("columns")).hasSize(2);
        assertThat(report.getAsJsonObject("settings").get("learner").getAsString())
                .isEqualTo("auto");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                              | The file is empty
        a,target\\n                     | The file has a header, but no rows
        target\\n1\\n2\\n               | this is the only column
        a,target\\n1,x\\n2,x\\n3,x\\n   | the label has only one value, 'x', in all 3 rows
        a,target\\n1,x\\n2\\n3,y,4\\n   | line 3: found 1 cell, the header has 2
        a,target\\n1,x\\n2\\n3,y,4\\n   | line 4: found 3 cells, the header has 2
        a,b,c\\n1,2\\n1,3\\n1,4\\n       | the header has 3 names, but most rows have 2
        """)
    void anUnusableFileIsReportedWithItsProblems(String csv, String problem) throws IOException {
        CommandRun run = CommandRun.of(
                "check", file("data.csv", csv.replace("\\n", "\n")).toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("can't be trained on").contains(problem);
    }

    @Test
    void aFileWhoseLastColumnTurnsOutToBeTheSameInAllRowsIsReadAgain() throws IOException {
        StringBuilder csv = new StringBuilder("size,sold,licence\n");
        for (int row = 0; row < 1000; row++) {
            csv.append(row % 30).append(',').append(row * 7 % 230).append(",Open\n");
        }

        CommandRun run = CommandRun.of("check", file("data.csv", csv.toString()).toString());
        CommandRun piped = CommandRun.withInput(csv.toString().getBytes(StandardCharsets.UTF_8), "check", "-");

        assertThat(run.out())
                .containsPattern("label +sold")
                .containsPattern("unusable-label +'licence' has only one value, 'Open', in all 1000 rows");
        assertThat(piped.out()).contains("column 'licence': the label has only one value");
    }

    @Test
    void problemsAreInTheJsonToo() throws IOException {
        CommandRun run = CommandRun.of(
                "check", "--json", file("data.csv", "a,target\n1,x\n2\n").toString());

        assertThat(run.status()).isEqualTo(1);
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        assertThat(report.get("usable").getAsBoolean()).isFalse();
        assertThat(report.getAsJsonArray("problems").get(0).getAsString()).contains("line 3");
    }

    @Test
    void aLabelThatIsNotInTheHeaderIsNamedWithTheColumns() throws IOException {
        Path config = file("config.json", "{\"label\": \"outcome\"}");
        Path csv = file("data.csv", Datasets.classes(300, 1));

        CommandRun run = CommandRun.of("check", csv.toString(), "--config", config.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("The label 'outcome' is not in the header; found are age, colour, target");
    }

    @Test
    void anUnknownSettingIsNamedWithTheAcceptedOnes() throws IOException {
        Path config = file("config.json", "{\"lable\": \"target\"}");
        Path csv = file("data.csv", Datasets.classes(300, 1));

        CommandRun run = CommandRun.of("check", csv.toString(), "--config", config.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .contains("config.json: unknown key 'lable'; accepted are label, output", "; did you mean 'label'?")
                .doesNotContain("dropfit.json:");
    }

    @Test
    void binaryContentIsAnError() throws IOException {
        byte[] garbage = new byte[1000];
        new Random(1).nextBytes(garbage);
        garbage[0] = 0;
        Path csv = Files.write(folder.resolve("data.csv"), garbage);

        CommandRun run = CommandRun.of("check", csv.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("The file is not text (it has the byte 0x1a)");
    }

    @Test
    void windows1252IsReadWithANote() throws IOException {
        StringBuilder rows = new StringBuilder("name,n,target\n");
        for (int row = 0; row < 40; row++) {
            rows.append(row % 2 == 0 ? "José," : "Anna,").append(row * 1.5).append(row % 3 == 0 ? ",a\n" : ",b\n");
        }
        Path csv = Files.write(folder.resolve("data.csv"), rows.toString().getBytes(StandardCharsets.ISO_8859_1));

        CommandRun run = CommandRun.of("check", csv.toString());

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("20 characters are not UTF-8 and were read as Windows-1252");
    }

    @Test
    void aHeaderThatMayBeARowIsOneProblem() throws IOException {
        CommandRun run = CommandRun.of(
                "check", file("data.csv", "c,4\n" + "a,1\nb,0\n".repeat(30)).toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .endsWith("can't be trained on\n  line 1: this line may be a header or a row ('c, 4'); write a"
                        + " header with a name for each column in the first line\n");
    }

    @Test
    void aCompressedFileIsDecompressed() throws IOException {
        Path csv = Files.write(folder.resolve("data.csv.gz"), gzip(Datasets.classes(300, 1)));

        CommandRun run = CommandRun.of("check", csv.toString());

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("300 rows");
    }

    @Test
    void aDamagedCompressedFileIsAProblem() throws IOException {
        byte[] whole = gzip(Datasets.classes(300, 1));
        Path cut = Files.write(folder.resolve("cut.csv.gz"), Arrays.copyOf(whole, whole.length / 2));

        CommandRun run = CommandRun.of("check", cut.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("can't be trained on\n  The packed file is damaged (");
    }

    @Test
    void theContentDecidesWhetherAFileIsCompressed() throws IOException {
        Path plain = file("plain.csv.gz", Datasets.classes(300, 1));
        Path compressed = Files.write(folder.resolve("data.csv"), gzip(Datasets.classes(300, 1)));

        assertThat(CommandRun.of("check", plain.toString()).out()).contains("300 rows");
        assertThat(CommandRun.of("check", compressed.toString()).out()).contains("300 rows");
    }

    @Test
    void aZipArchiveWithOneCsvIsUnpacked() throws IOException {
        Path one = Files.write(
                folder.resolve("one.zip"),
                zip("readme.md", "text", "data/table.csv", Datasets.classes(300, 1), "__MACOSX/._table.csv", "x"));
        Path two = Files.write(folder.resolve("two.zip"), zip("a.csv", "a,b\n1,2\n", "b.csv", "a,b\n1,2\n"));
        Path none = Files.write(folder.resolve("none.zip"), zip("a.png", "x"));
        Path workbook = Files.write(folder.resolve("book.xlsx"), zip("[Content_Types].xml", "x", "xl/book.xml", "x"));

        assertThat(CommandRun.of("check", one.toString()).out()).contains("300 rows");
        assertThat(CommandRun.of("check", two.toString()).out())
                .contains("The zip archive has more than one CSV; give an archive with one, or the CSV itself");
        assertThat(CommandRun.of("check", none.toString()).out())
                .contains("The zip archive has no file whose name ends");
        assertThat(CommandRun.of("check", workbook.toString()).out()).contains("save the sheet as CSV UTF-8");
    }

    @Test
    void anExcelWorkbookIsReadLikeACsv() throws IOException {
        StringBuilder rows = new StringBuilder();
        int number = 0;
        for (String line : Datasets.classes(300, 1).lines().toList()) {
            rows.append("<row r=\"").append(++number).append("\">");
            for (String cell : line.split(",", -1)) {
                rows.append(
                        cell.matches("[0-9.]+")
                                ? "<c><v>" + cell + "</v></c>"
                                : "<c t=\"inlineStr\"><is><t>" + cell + "</t></is></c>");
            }
            rows.append("</row>");
        }
        Path workbook = new Xlsx().sheet("Customers", rows.toString()).write(folder.resolve("book.xlsx"));

        CommandRun run = CommandRun.of("check", workbook.toString());
        CommandRun piped = CommandRun.withInput(Files.readAllBytes(workbook), "check", "-");

        assertThat(run.out())
                .contains("300 rows", "excel-sheet", "the rows come from the sheet 'Customers' of an Excel workbook");
        assertThat(piped.out()).contains("300 rows");
    }

    @Test
    void aFileThatUnpacksToFarMoreThanATableIsRefused() throws IOException {
        Path bomb = folder.resolve("bomb.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
            byte[] rows = "1,2\n".repeat(1 << 18).getBytes(StandardCharsets.UTF_8);
            out.write("a,b\n".getBytes(StandardCharsets.UTF_8));
            for (int mebibyte = 0; mebibyte < 80; mebibyte++) {
                out.write(rows);
            }
        }

        assertThat(CommandRun.of("check", bomb.toString()).out())
                .contains("The file unpacks to more than 400 times its size, so it may be damaged");
    }

    private static byte[] zip(String... namesAndContents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndContents[i]));
                zip.write(namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void standardInputIsADash() {
        CommandRun run = CommandRun.withInput(Datasets.classes(300, 1).getBytes(StandardCharsets.UTF_8), "check", "-");

        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith("standard input: can be trained on");
    }

    @Test
    void aFolderOfPartsIsReadAsOneDataset() throws IOException {
        String[] lines = Datasets.classes(300, 1).split("\n", -1);
        Path parts = Files.createDirectory(folder.resolve("parts"));
        Files.writeString(
                parts.resolve("part-1.csv"),
                lines[0] + "\n" + String.join("\n", List.of(lines).subList(101, 301)));
        Files.writeString(
                parts.resolve("part-0.csv"), String.join("\n", List.of(lines).subList(0, 101)));
        Files.writeString(parts.resolve("_SUCCESS"), "");

        assertThat(CommandRun.of("check", parts.toString()).out()).startsWith(parts + ": can be trained on, 300 rows");

        Files.writeString(parts.resolve("part-2.csv"), lines[0] + "\n1\n");
        assertThat(CommandRun.of("check", parts.toString()).out()).contains("part-2.csv, line 2: ");
    }

    @Test
    void aMissingFileAndAFolderAreOneLineOnStandardError() {
        CommandRun missing =
                CommandRun.of("check", folder.resolve("nothing.csv").toString());
        CommandRun directory = CommandRun.of("check", folder.toString());

        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).isEqualTo("dropfit: the file " + folder.resolve("nothing.csv") + " does not exist\n");
        assertThat(directory.status()).isEqualTo(1);
        assertThat(directory.err())
                .isEqualTo("dropfit: " + folder
                        + " is a folder without part-*.csv or part-*.csv.gz; give a CSV file, or a folder with"
                        + " parts\n");
    }

    @Test
    void wrongUsageEndsWith2() {
        assertThat(CommandRun.of("check").status()).isEqualTo(2);
        assertThat(CommandRun.of("check", "a.csv", "--nonsense").status()).isEqualTo(2);
        assertThat(CommandRun.of().status()).isEqualTo(2);
    }

    @Test
    void helpNamesEveryCommand() {
        CommandRun run = CommandRun.of("--help");

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("up ", "check ", "train ", "predict ");
        assertThat(CommandRun.of("help", "up").out()).contains("--no-sample");
        assertThat(CommandRun.of("--version").out()).startsWith("dropfit ");
    }

    @Test
    void controlCharactersOfADatasetDoNotReachTheTerminal() throws IOException {
        String csv = Datasets.classes(300, 1).replace("it's red", "\u007Fred").replace("colour", "col\u0085our");

        CommandRun run = CommandRun.of("check", file("data.csv", csv).toString());

        assertThat(run.out()).doesNotContain("\u007F").doesNotContain("\u0085").contains("\uFFFDred");
    }
}
