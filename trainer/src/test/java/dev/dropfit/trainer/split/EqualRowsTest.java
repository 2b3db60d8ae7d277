package dev.dropfit.trainer.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that are equal in all columns except the label. */
class EqualRowsTest {
    private static final Split SPLIT = Split.of(0.2);

    @Test
    void rowsThatDifferInTheLabelOnlyAreOnOneSide() throws Exception {
        String csv = Tables.csv("a,b,target", 2000, row -> row % 500 + ",t" + row % 500 + "," + row / 500 % 2);

        List<Integer> places = places(csv);

        for (int row = 0; row < 2000; row++) {
            assertThat(places.get(row)).isEqualTo(places.get(row % 500));
        }
    }

    @Test
    void halfOfTheRowsBeingEqualDoesNotDecideWhoJudges() throws Exception {
        String csv = Tables.csv(
                "a,b,target",
                1204,
                row -> row < 600
                        ? "3,3,no"
                        : row < 604 ? "3,3,yes" : row + "," + row % 17 + "," + (row % 3 == 0 ? "yes" : "no"));

        double heldOut = SPLIT.count(Tables.read(csv), true);

        assertThat(heldOut / 1204).isBetween(0.15, 0.25);
    }

    @Test
    void everyPartOfTheTrainingRowsHasItsShareOfALargeBlock() throws Exception {
        Table table = Tables.read(Tables.csv(
                "a,b,target", 3750, row -> (row < 1100 ? "0,0," : row + "," + row % 17 + ",") + (row % 40 == 0)));
        Split part = SPLIT.inside(10, 0);

        double inBlock = IntStream.range(0, 1100)
                .filter(row -> part.heldOut(table.shares().get(0)[row]))
                .count();

        assertThat(inBlock / part.count(table, true)).isBetween(0.2, 0.4);
    }

    @Test
    void aLargeBlockKeepsItsPlacesWhenRowsAreAppended() throws Exception {
        String csv = block(600, 600);
        String longer = csv
                + Tables.csv("", 200, row -> (row % 2 == 0 ? "3,3,no" : 5000 + row + ",1,yes"))
                        .stripLeading();

        assertThat(places(longer)).startsWith(places(csv).toArray(Integer[]::new));
    }

    @Test
    void theOrderOfTheFileDoesNotDecideHowManyRowsOfABlockAreHeldOut() throws Exception {
        String csv = Tables.csv(
                "a,b,target",
                1500,
                row -> row % 3 == 0 ? row + ",1,yes" : "3," + row % 5 / 3 + "," + (row % 7 < 3 ? "yes" : "no"));
        List<Integer> order = new ArrayList<>(IntStream.range(0, 1500).boxed().toList());
        Collections.shuffle(order, new Random(5));
        String shuffled =
                Tables.withRows(csv, rows -> order.stream().map(rows::get).toList());

        assertThat(heldOutByContent(shuffled)).isEqualTo(heldOutByContent(csv));
    }

    @ParameterizedTest
    @CsvSource({"2, 100, 1", "9, 100, 1", "10, 100, 10", "20, 2000, 1", "21, 2000, 21"})
    void aBlockIsSpreadFromTenRowsAndMoreThanOnePercent(int block, int rows, int places) throws Exception {
        Set<Integer> ofBlock = new HashSet<>(places(block(block, rows - block)).subList(0, block));

        assertThat(ofBlock).hasSize(places);
    }

    @Test
    void aBlockIsFoundAmongMoreNumbersThanCodes() throws Exception {
        int rows = 90_000;
        String csv = Tables.csv(
                "a,b,target",
                rows,
                row -> (row % 10 == 0 ? "0.25,-" : row * 1.25 + ",t" + row % 50) + "," + (row % 3 == 0));
        Table table = Tables.read(csv);
        List<Integer> places = places(table);

        double heldOut = IntStream.range(0, rows / 10)
                .filter(i -> SPLIT.heldOut((char) (int) places.get(10 * i)))
                .count();

        assertThat(table.columns().get(0).coded()).isFalse();
        assertThat(10.0 * heldOut / rows).isBetween(0.18, 0.22);
    }

    @Test
    void rowsWithoutAnyValueAreABlockToo() throws Exception {
        String csv = Tables.csv("a,b,target", 1000, row -> (row < 400 ? "," : row + ",x") + "," + row % 2);

        assertThat(new HashSet<>(places(csv).subList(0, 400))).hasSizeGreaterThan(390);
    }

    private static String block(int equal, int others) {
        return Tables.csv(
                "a,b,target",
                equal + others,
                row -> row < equal ? "3,3,no" : 10 + row + "," + row % 17 + "," + (row % 3 == 0 ? "yes" : "no"));
    }

    private static Map<String, Integer> heldOutByContent(String csv) throws Exception {
        List<Integer> places = places(csv);
        List<String> rows = csv.lines().skip(1).toList();
        Map<String, Integer> heldOut = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            heldOut.merge(rows.get(row), SPLIT.heldOut((char) (int) places.get(row)) ? 1 : 0, Integer::sum);
        }
        return heldOut;
    }

    private static List<Integer> places(String csv) throws Exception {
        return places(Tables.read(csv));
    }

    private static List<Integer> places(Table table) {
        List<Integer> places = new ArrayList<>();
        for (char[] chunk : table.shares()) {
            for (char place : chunk) {
                places.add((int) place);
            }
        }
        return places;
    }
}
