package dev.dropfit.trainer.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.trainer.Tables;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which rows are held out. */
class SidesTest {
    private static final double SHARE = 0.2;

    /** Of a hundred classes with five rows, about a third would be in no row of the holdout. */
    private static final IntFunction<String> HUNDRED_CLASSES = row -> row + "," + row % 13 + ",c" + row % 100;

    @Test
    void everyClassWithFiveRowsHasOneInTheHoldout() throws Exception {
        String csv = Tables.csv("a,b,target", 500, HUNDRED_CLASSES);
        Sides sides = sides(csv);

        assertThat(classes(Split.of(SHARE), Tables.read(csv), true)).hasSizeLessThan(80);
        assertThat(classes(sides.split(), sides.table(), true)).hasSize(100);
        assertThat(classes(sides.split(), sides.table(), false)).hasSize(100);
    }

    @Test
    void aClassOfFewerRowsStaysWhereItsContentPutsIt() throws Exception {
        String csv = Tables.csv("a,b,target", 400, HUNDRED_CLASSES);
        Sides sides = sides(csv);

        assertThat(sides.table().shares().get(0))
                .isEqualTo(Tables.read(csv).shares().get(0));
    }

    @Test
    void rowsEqualToAMovedOneMoveWithIt() throws Exception {
        // Each row occurs with two labels.
        Sides sides = sides(
                Tables.csv("a,b,target", 1000, row -> row / 2 + "," + row / 2 % 13 + ",c" + row % 2 + row / 2 % 90));

        for (int row = 0; row < 1000; row += 2) {
            char[] places = sides.table().shares().get(0);
            assertThat(sides.split().heldOut(places[row]))
                    .isEqualTo(sides.split().heldOut(places[row + 1]));
        }
    }

    @Test
    void noTrainingRowMovesToTheHoldoutWhenTheDatasetGrows() throws Exception {
        Sides before = sides(Tables.csv("a,b,target", 500, HUNDRED_CLASSES));
        Sides after = sides(Tables.csv("a,b,target", 700, HUNDRED_CLASSES));

        int[] moved = IntStream.range(0, 500)
                .filter(row -> !heldOut(before, row) && heldOut(after, row))
                .toArray();
        int[] back = IntStream.range(0, 500)
                .filter(row -> heldOut(before, row) && !heldOut(after, row))
                .toArray();

        assertThat(moved).isEmpty();
        assertThat(back).isNotEmpty();
    }

    @Test
    void aNumberHasNoClassesToKeep() throws Exception {
        Table table = Tables.read(Tables.csv("a,b,target", 500, row -> row + "," + row % 13 + "," + row % 100));

        Sides sides = Sides.of(table, SHARE, false);

        assertThat(sides.table()).isSameAs(table);
    }

    private static boolean heldOut(Sides sides, int row) {
        return sides.split().heldOut(sides.table().shares().get(0)[row]);
    }

    private static Sides sides(String csv) throws Exception {
        return Sides.of(Tables.read(csv), SHARE, true);
    }

    private static Set<Integer> classes(Split split, Table table, boolean heldOut) {
        int[] labels = new int[Table.CHUNK];
        int[] rows = new int[Table.CHUNK];
        table.labelColumn().codes(0, labels);
        int count = split.select(table.shares().get(0), heldOut, rows);
        Set<Integer> classes = new HashSet<>();
        for (int i = 0; i < count; i++) {
            classes.add(labels[rows[i]]);
        }
        return classes;
    }
}
