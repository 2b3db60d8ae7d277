package dev.dropfit.core.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinedCsvTest {
    private static JoinedCsv join(byte[]... files) {
        List<JoinedCsv.Part> parts = new ArrayList<>();
        for (byte[] file : files) {
            parts.add(new JoinedCsv.Part(
                    "part-" + parts.size() + ".csv", file.length, () -> new ByteArrayInputStream(file)));
        }
        return new JoinedCsv(parts);
    }

    private static JoinedCsv join(String... files) {
        byte[][] bytes = new byte[files.length][];
        for (int i = 0; i < files.length; i++) {
            bytes[i] = files[i].getBytes(StandardCharsets.UTF_8);
        }
        return join(bytes);
    }

    private static String text(InputStream csv) throws IOException {
        return new String(csv.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    @Test
    void theHeaderIsThereOnceAndTheRowsFollowInTheOrderOfTheFiles() throws IOException {
        assertThat(text(join("a,b\n1,2\n", "a,b\n3,4\n5,6\n", "a,b\n7,8\n"))).isEqualTo("a,b\n1,2\n3,4\n5,6\n7,8\n");
    }

    @Test
    void aFileWithoutAnEndOfItsLastLineGetsOne() throws IOException {
        assertThat(text(join("a,b\n1,2", "a,b\n3,4"))).isEqualTo("a,b\n1,2\n3,4");
        assertThat(text(join("a,b", "a,b\n3,4"))).isEqualTo("a,b\n3,4");
    }

    @Test
    void filesWithoutContentOrRowsAddNothing() throws IOException {
        assertThat(text(join("", "a,b\n", "", "a,b\n1,2\n", "a,b", ""))).isEqualTo("a,b\n1,2\n");
        assertThat(text(join("", ""))).isEmpty();
    }

    @Test
    void eachFileMayBePacked() throws IOException {
        assertThat(text(join(gzip("a,b\n1,2\n"), "a,b\n3,4\n".getBytes(StandardCharsets.UTF_8), gzip("a,b\n5,6\n"))))
                .isEqualTo("a,b\n1,2\n3,4\n5,6\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r"})
    void headersMayHaveOtherEndsAndTheMarkOfUtf8(String end) throws IOException {
        assertThat(text(join("a,b\n1,2\n", "\uFEFFa,b" + end + "3,4\n"))).isEqualTo("a,b\n1,2\n3,4\n");
    }

    @Test
    void aHeaderMayHaveALineEndInQuotes() throws IOException {
        assertThat(text(join("\"a\nx\",b\n1,2\n", "\"a\nx\",b\n3,4\n"))).isEqualTo("\"a\nx\",b\n1,2\n3,4\n");
    }

    @Test
    void anotherHeaderIsAFaultOfTheTableThatNamesBothFiles() {
        assertThatThrownBy(() -> CsvParser.parse(join("a,b\n1,2\n", "b,a\n3,4\n"), new IgnoredRows()))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining(
                        "part-1.csv begins with 'b,a', but part-0.csv with 'a,b'; accepted are parts that all"
                                + " begin with the same header");
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        byte[] damaged = Arrays.copyOf(gzip("a,b\n3,4\n"), 22);

        assertThatThrownBy(() -> CsvParser.parse(join(gzip("a,b\n1,2\n"), damaged), new IgnoredRows()))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("part-1.csv: The packed file is damaged");
    }

    @Test
    void aPartInUtf16IsRefused() {
        assertThatThrownBy(() -> text(join("a,b\n1,2\n".getBytes(StandardCharsets.UTF_16))))
                .hasMessage(
                        "part-0.csv is in UTF-16; accepted are parts in UTF-8 or in an encoding of one byte a letter");
    }

    @Test
    void aProblemIsDescribedWithItsPlaceInItsFile() throws IOException {
        JoinedCsv joined = join("a,b\r\n1,2\r\n3,4", "a,b\n5,6\n7,8\n", "a,b\n9,10\n");
        assertThat(text(joined)).isEqualTo("a,b\r\n1,2\r\n3,4\n5,6\n7,8\n9,10\n");

        assertThat(List.of(1, 2, 3, 4, 5, 6).stream().map(line -> joined.describe(new Problem(line, "b", "found 'x'"))))
                .containsExactly(
                        "part-0.csv, line 1, column 'b': found 'x'",
                        "part-0.csv, line 2, column 'b': found 'x'",
                        "part-0.csv, line 3, column 'b': found 'x'",
                        "part-1.csv, line 2, column 'b': found 'x'",
                        "part-1.csv, line 3, column 'b': found 'x'",
                        "part-2.csv, line 2, column 'b': found 'x'");
        assertThat(joined.describe(Problem.of("no rows"))).isEqualTo("no rows");
    }

    @Test
    void thePlaceInPackedFilesGrowsToTheirLength() throws IOException {
        byte[] one = gzip("a,b\n" + "1,2\n".repeat(50_000));
        byte[] other = gzip("a,b\n" + "3,4\n".repeat(50_000));
        JoinedCsv joined = join(one, other);

        joined.readNBytes(200_004);
        assertThat(joined.placeInFiles(200_004)).isBetween(one.length * 9L / 10, (long) one.length);
        joined.readAllBytes();
        assertThat(joined.placeInFiles(400_004)).isEqualTo(one.length + other.length);
    }

    /** Takes all rows. */
    private static final class IgnoredRows implements RowSink {
        @Override
        public void header(List<String> names, char separator) {
            // Not needed.
        }

        @Override
        public void beginRow(long line) {
            // Not needed.
        }

        @Override
        public void cell(int column, char[] buffer, int offset, int length) {
            // Not needed.
        }

        @Override
        public void endRow() {
            // Not needed.
        }
    }
}
