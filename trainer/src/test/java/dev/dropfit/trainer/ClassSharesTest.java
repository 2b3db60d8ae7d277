package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shares of the classes in each bin of a column. */
class ClassSharesTest {
    /** Every fourth row is 'yes'; without more classes, the shares are those of 'no'. */
    private static String label(int row) {
        return row % 4 == 0 ? "yes" : "no";
    }

    @Test
    void aCategoryHasTheShareOfEachOfItsValues() throws Exception {
        assertThat(shares(
                        4_000,
                        row -> (row % 4 == 0 || row % 8 == 1 ? "red" : "blue") + "," + label(row),
                        ColumnKind.CATEGORICAL))
                // The most frequent value first.
                .containsExactly(List.of(1.0), List.of(0.333));
    }

    @Test
    void aNumberHasTheShareOfEachBin() throws Exception {
        List<List<Double>> shares =
                shares(4_000, row -> (row % 4 == 0 ? row : row + 10_000) + "," + label(row), ColumnKind.NUMERIC);

        assertThat(shares).hasSize(20).startsWith(List.of(0.0)).endsWith(List.of(1.0));
    }

    /** With many different numbers the column has no codes. */
    @ParameterizedTest
    @ValueSource(ints = {10, 1_000_000})
    void manyRowsAreSampledWhateverTheirPeriod(int distinct) throws Exception {
        List<List<Double>> shares =
                shares(120_000, row -> row * 7919L % distinct + "," + label(row), ColumnKind.NUMERIC);

        assertThat(shares)
                .isNotEmpty()
                .allSatisfy(bin -> assertThat(bin)
                        .singleElement()
                        .satisfies(share -> assertThat(share).isCloseTo(distinct == 10 ? share : 0.75, within(0.06))));
        assertThat(shares.stream().mapToDouble(bin -> bin.get(0)).average().orElseThrow())
                .isCloseTo(0.75, within(0.02));
    }

    @Test
    void theLastOfThreeClassesIsTheRest() throws Exception {
        assertThat(shares(
                        600,
                        row -> (row % 2 == 0 ? "even" : "odd") + ","
                                + (row % 6 < 3 ? "red" : row % 6 < 5 ? "green" : "blue"),
                        ColumnKind.CATEGORICAL))
                .containsExactly(List.of(0.667, 0.333), List.of(0.333, 0.333));
    }

    @Test
    void aNumberAsLabelHasNoClasses() throws Exception {
        Table table = Tables.read(Tables.csv("a,target", 100, row -> row % 7 + "," + row));
        ColumnProfile labels = ColumnProfiles.of(table.labelColumn(), ColumnKind.NUMERIC, 1);
        Column column = table.columns().get(0);

        assertThat(new ClassShares(table, labels, 1)
                        .of(column, ColumnKind.NUMERIC, ColumnProfiles.of(column, ColumnKind.NUMERIC, 1)))
                .isEmpty();
    }

    private static List<List<Double>> shares(int rows, IntFunction<String> row, ColumnKind kind) throws Exception {
        Table table = Tables.read(Tables.csv("a,target", rows, row));
        ColumnProfile labels = ColumnProfiles.of(table.labelColumn(), ColumnKind.CATEGORICAL, 1);
        Column column = table.columns().get(0);
        return new ClassShares(table, labels, 1).of(column, kind, ColumnProfiles.of(column, kind, 1));
    }
}
