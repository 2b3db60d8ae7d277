package dev.dropfit.trainer.read;

import static dev.dropfit.trainer.read.HeapBudget.Fitting.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.PackedCsv;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.feature.ColumnSize;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.table.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HeapBudgetTest {
    private static final byte[] CSV = csv(60_000);

    @Test
    void aTableThatWillNotFitIsRejectedBeforeItIsReadCompletely() {
        HeapBudget budget = new HeapBudget(64L << 20, OptionalLong.of(1000L * CSV.length), NONE);

        assertThatThrownBy(() -> read(CSV, budget))
                .isInstanceOf(TooLargeTableException.class)
                .hasMessageMatching(
                        "The dataset does not fit into memory: about [56]\\d,\\d{3},\\d{3} rows need a heap of [\\d,]+"
                                + " MB, but only 64 MB are available; give the trainer more memory \\(-Xmx\\d+m; on Cloud"
                                + " Functions --memory=\\d+Mi\\), or upload fewer rows or columns");
    }

    @Test
    void aTableThatFitsIsRead() throws Exception {
        HeapBudget budget = new HeapBudget(64L << 20, OptionalLong.of(CSV.length), NONE);

        assertThat(read(CSV, budget).rows()).isEqualTo(60_000);
    }

    @Test
    void withoutALengthOnlyTheRowsSoFarCount() throws Exception {
        HeapBudget budget = new HeapBudget(64L << 20, OptionalLong.empty(), NONE);

        assertThat(read(CSV, budget).rows()).isEqualTo(60_000);
    }

    @Test
    void theBudgetReservesATenthOfTheHeapAndMemoryForCode() throws Exception {
        HeapBudget budget = new HeapBudget(100L << 20, OptionalLong.empty(), NONE);

        // (6 MiB for code + the table) / 0.9 is 100 MiB for a table of 88,080,384 bytes.
        budget.check(table(87_000_000), () -> table(0));
        assertThatThrownBy(() -> budget.check(table(89_000_000), () -> table(0)))
                .isInstanceOf(InvalidTableException.class);
    }

    @Test
    void rowsThatAreNotReadYetCountToo() throws Exception {
        HeapBudget budget = new HeapBudget(100L << 20, OptionalLong.of(2000), NONE);

        assertThat(budget.growth(1000)).isEqualTo(2);
        assertThat(budget.growth(4000)).isEqualTo(1);
        assertThat(new HeapBudget(100L << 20, OptionalLong.empty(), NONE).growth(1000))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theLengthOfTheFileCountsHoweverItIsWritten(Form form) throws Exception {
        byte[] plain = manyNumbers();
        byte[] file = form.bytes(plain);
        HeapBudget little = new HeapBudget(16L << 20, OptionalLong.of(20L * file.length), NONE);
        HeapBudget enough = new HeapBudget(64L << 20, OptionalLong.of(20L * file.length), NONE);

        // 20 times 150,000 rows of 4 + 1 + 2 bytes, 65,000 different numbers, and 6 MiB: 30 MB, and 60 MB for twice as
        // many rows.
        assertThat(read(file, enough).rows()).isEqualTo(150_000);
        assertThatThrownBy(() -> read(file, little))
                .hasMessageMatching(
                        "The dataset does not fit into memory: about (2,[7-9]|3,[0-2])\\d\\d,\\d{3} rows need a heap"
                                + " of .*");
    }

    /** How the same table may be written. */
    enum Form {
        PLAIN,
        QUOTED,
        UTF16,
        GZIP;

        byte[] bytes(byte[] plain) throws IOException {
            String text = new String(plain, StandardCharsets.UTF_8);
            return switch (this) {
                case PLAIN -> plain;
                case QUOTED ->
                    ("\"" + text.strip().replace(",", "\",\"").replace("\n", "\"\n\"") + "\"\n")
                            .getBytes(StandardCharsets.UTF_8);
                case UTF16 -> text.getBytes(StandardCharsets.UTF_16);
                case GZIP -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                        gzip.write(plain);
                    }
                    yield out.toByteArray();
                }
            };
        }
    }

    private static byte[] manyNumbers() {
        return Tables.csv("a,target", 150_000, row -> row * 7919L % 1_000_003 + ".5," + row % 2)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Table read(byte[] file, HeapBudget budget) throws IOException, InvalidTableException {
        PackedCsv content = PackedCsv.open(new ByteArrayInputStream(file));
        return TableReader.read(content.csv(), budget, content::placeInFile);
    }

    @Test
    void aTableThatLeavesNoMemoryForFittingIsRejected() throws Exception {
        Table table = TableReader.read(new ByteArrayInputStream(CSV), Optional.empty());
        Schema schema = SchemaInference.infer(table, Settings.NONE);

        HeapBudget.checkFitting(table, schema, 64L << 20, (rows, outputs, columns) -> 100 * rows, "drop fewer rows");
        assertThatThrownBy(() -> HeapBudget.checkFitting(
                        table, schema, 64L << 20, (rows, outputs, columns) -> 1000 * rows, "drop fewer rows"))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageMatching("The dataset does not fit into memory: about 60,000 rows need a heap of \\d+ MB,"
                        + " but only 64 MB are available; .*, or drop fewer rows");
    }

    @Test
    void memoryForFittingCountsWhileTheTableIsRead() {
        HeapBudget budget = new HeapBudget(
                64L << 20,
                OptionalLong.of(CSV.length),
                (rows, outputs, columns) -> columns.size() * outputs * 300 * rows);

        assertThatThrownBy(() -> read(CSV, budget)).hasMessageContaining("about 59,9");
    }

    @Test
    void aColumnOfFewValuesIsNotExpectedToGetMore() throws Exception {
        byte[] csv = Tables.csv(
                        "a,b,c,d,target",
                        40_000,
                        row -> row % 997 + ".5," + row % 991 + ".5," + row % 983 + ".5," + row % 977 + ".5," + row % 2)
                .getBytes(StandardCharsets.UTF_8);
        // The dictionaries would take 13 MB, if they grew with the rows.
        HeapBudget budget = new HeapBudget(33L << 20, OptionalLong.of(50L * csv.length), NONE);

        assertThat(read(csv, budget).rows()).isEqualTo(40_000);
    }

    @Test
    void aColumnOfIdentifiersNeedsNoMemoryForFitting() throws Exception {
        byte[] csv = Tables.csv(
                        "a,id,target", 80_000, row -> row % 97 + ",id-" + row * 7919L % 1_000_003 + "," + row % 2)
                .getBytes(StandardCharsets.UTF_8);
        HeapBudget budget = new HeapBudget(
                64L << 20,
                OptionalLong.of(csv.length),
                (rows, outputs, columns) ->
                        columns.stream().mapToInt(ColumnSize::features).sum() * 400 * rows);

        assertThat(read(csv, budget).rows()).isEqualTo(80_000);
    }

    @Test
    void theMessageCountsTheValuesThatAreStillToCome() {
        byte[] csv = Tables.csv("a,target", 10_000, row -> row * 7919 % 10_007 + ".5," + row % 2)
                .getBytes(StandardCharsets.UTF_8);
        HeapBudget budget = new HeapBudget(16L << 20, OptionalLong.of(200L * csv.length), NONE);

        // 2 million rows of 4 + 1 + 2 bytes, 65,000 different numbers, 6 MiB, and reserves.
        assertThatThrownBy(() -> read(csv, budget)).hasMessageMatching(".* need a heap of (29|3[0-4]) MB, .*");
    }

    @Test
    void aWideTableIsCheckedWithinItsFirstRows() {
        byte[] csv = Tables.csv(
                        "target," + columns(column -> "x" + column),
                        500,
                        row -> row % 2 + "," + columns(column -> (row * 1000 + column) + ".5"))
                .getBytes(StandardCharsets.UTF_8);
        HeapBudget budget = new HeapBudget(32L << 20, OptionalLong.empty(), NONE);

        assertThatThrownBy(() -> read(csv, budget))
                .hasMessageMatching("The dataset does not fit into memory: about [1-4]\\d\\d rows .*");
    }

    private static String columns(IntFunction<String> cell) {
        return IntStream.range(0, 1000).mapToObj(cell).collect(Collectors.joining(","));
    }

    private static HeapBudget.Estimate table(double bytes) {
        return new HeapBudget.Estimate(1_000_000, bytes, 1, List.of());
    }

    private static byte[] csv(int rows) {
        StringBuilder csv = new StringBuilder("a,b,target\n");
        for (int i = 0; i < rows; i++) {
            csv.append(i % 97)
                    .append(',')
                    .append(i % 89 / 10.0)
                    .append(',')
                    .append(i % 2)
                    .append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }
}
