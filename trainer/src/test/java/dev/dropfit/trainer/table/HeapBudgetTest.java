package dev.dropfit.trainer.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.csv.InvalidTableException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class HeapBudgetTest {
    private static final byte[] CSV = csv(60_000);

    @Test
    void aTableThatWillNotFitIsRejectedBeforeItIsReadCompletely() {
        InputStream csv = new ByteArrayInputStream(CSV);
        HeapBudget budget = new HeapBudget(64L << 20, OptionalLong.of(1000L * CSV.length));

        assertThatThrownBy(() -> TableReader.read(csv, Optional.empty(), budget))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageMatching(
                        "The dataset does not fit into memory: about [56]\\d,\\d{3},\\d{3} rows need a heap of [\\d,]+ MB,"
                                + " but only 64 MB are available; give the trainer more memory \\(-Xmx\\d+m; on Cloud Functions --memory=\\d+Mi\\), or upload"
                                + " fewer rows or columns");
    }

    @Test
    void aTableThatFitsIsRead() throws Exception {
        HeapBudget budget = new HeapBudget(64L << 20, OptionalLong.of(CSV.length));

        assertThat(TableReader.read(new ByteArrayInputStream(CSV), Optional.empty(), budget)
                        .rows())
                .isEqualTo(60_000);
    }

    @Test
    void withoutALengthOnlyTheRowsSoFarCount() throws Exception {
        HeapBudget budget = new HeapBudget(64L << 20, OptionalLong.empty());

        assertThat(TableReader.read(new ByteArrayInputStream(CSV), Optional.empty(), budget)
                        .rows())
                .isEqualTo(60_000);
    }

    @Test
    void theBudgetReservesATenthOfTheHeapAndMemoryForJudging() throws Exception {
        HeapBudget budget = new HeapBudget(100L << 20, OptionalLong.empty());

        // (32 MiB for code + 16 bytes for each of a million rows + the columns) / 0.9 is 100 MiB for columns of
        // 44,817,408 bytes.
        budget.check(1_000_000, 44_000_000);
        assertThatThrownBy(() -> budget.check(1_000_000, 46_000_000)).isInstanceOf(InvalidTableException.class);
    }

    @Test
    void rowsThatAreNotReadYetCountToo() throws Exception {
        HeapBudget budget = new HeapBudget(100L << 20, OptionalLong.of(2000));

        assertThat(budget.growth(1000)).isEqualTo(2);
        assertThat(budget.growth(4000)).isEqualTo(1);
        assertThat(new HeapBudget(100L << 20, OptionalLong.empty()).growth(1000))
                .isEqualTo(1);
    }

    @Test
    void aTableThatLeavesNoMemoryForFittingIsRejected() throws Exception {
        Table table = TableReader.read(new ByteArrayInputStream(CSV), Optional.empty());

        HeapBudget.checkFitting(table, 64L << 20, 6e6, "drop fewer rows");
        assertThatThrownBy(() -> HeapBudget.checkFitting(table, 64L << 20, 60e6, "drop fewer rows"))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageMatching("The dataset does not fit into memory: about 60,000 rows need a heap of \\d+ MB,"
                        + " but only 64 MB are available; .*, or drop fewer rows");
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
