package dev.dropfit.trainer.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.trainer.Reference;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.table.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.junit.jupiter.params.provider.ValueSource;

/** The holdout: which rows are judged on. */
class SplitTest {
    private static final String CSV =
            Tables.csv("a,b,target", 2000, row -> row + "," + (row % 7 == 0 ? "" : "t" + row % 13) + "," + row % 2);

    @ParameterizedTest
    @ValueSource(strings = {"binary", "multiclass", "regression"})
    void thePlaceOfARowIsTheSameInEveryVersionOfDropfit(String dataset) throws Exception {
        String csv = new String(Reference.csv(dataset), StandardCharsets.UTF_8);

        List<Integer> places = places(csv);

        assertThat(places)
                .containsExactlyElementsOf(Arrays.stream(Reference.numbers(
                                Reference.json(dataset + ".json").getAsJsonArray("places")))
                        .mapToObj(place -> (int) place)
                        .toList());
    }

    @Test
    void aRowStaysOnItsSideWhenRowsAreAdded() throws Exception {
        String longer = CSV + Tables.csv("", 500, row -> "new" + row + ",x,1").stripLeading();

        assertThat(places(longer)).startsWith(places(CSV).toArray(Integer[]::new));
    }

    @Test
    void aRowStaysOnItsSideWhenOthersAreRemoved() throws Exception {
        String shorter = Tables.withRows(CSV, rows -> rows.subList(700, 900));

        assertThat(places(shorter)).isEqualTo(places(CSV).subList(700, 900));
    }

    @Test
    void aRowStaysOnItsSideWhenRowsAreShuffled() throws Exception {
        List<Integer> order = new ArrayList<>(IntStream.range(0, 2000).boxed().toList());
        Collections.shuffle(order, new Random(3));
        String shuffled =
                Tables.withRows(CSV, rows -> order.stream().map(rows::get).toList());

        List<Integer> before = places(CSV);
        assertThat(places(shuffled)).isEqualTo(order.stream().map(before::get).toList());
    }

    @Test
    void aRowStaysOnItsSideWhenColumnsAreReordered() throws Exception {
        String reordered = "target,b,a\n"
                + String.join(
                        "\n",
                        CSV.lines()
                                .skip(1)
                                .map(line -> line.split(",", -1))
                                .map(cells -> cells[2] + "," + cells[1] + "," + cells[0])
                                .toList());

        assertThat(places(reordered)).isEqualTo(places(CSV));
    }

    @Test
    void aRowStaysOnItsSideForAllNotationsOfItsNumbers() throws Exception {
        String other = Tables.withRows(
                CSV,
                rows -> rows.stream()
                        .map(row -> row.replaceFirst("^(\\d+),", "$1.0,").replaceFirst(",1$", ", 1e0"))
                        .toList());

        assertThat(places(other)).isEqualTo(places(CSV));
    }

    @Test
    void swappingTheValuesOfTwoColumnsMakesAnotherRow() throws Exception {
        List<Integer> places = places("a,b,target\n1,2,x\n2,1,x\n");

        assertThat(places.get(0)).isNotEqualTo(places.get(1));
    }

    @Test
    void duplicatesAreNeverOnBothSides() throws Exception {
        Random random = new Random(8);
        String csv = Tables.csv(
                "a,b,target", 5000, row -> random.nextInt(12) + "," + random.nextInt(12) + "," + random.nextInt(3));

        List<Integer> places = places(csv);

        List<String> rows = csv.lines().skip(1).toList();
        Map<String, Integer> placeOfContent = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            assertThat(placeOfContent.merge(rows.get(i), places.get(i), (one, other) -> other))
                    .isEqualTo(places.get(i));
        }
        for (int i = 0; i < rows.size(); i++) {
            assertThat(places.get(i)).isEqualTo(placeOfContent.get(rows.get(i)));
        }
    }

    @Test
    void duplicatesAreNeverOnBothSidesEvenWithMoreValuesThanCodes() throws Exception {
        // The second half repeats the first, whose later values had no codes.
        int half = 70_000;
        String numbers = Tables.csv("a,target", 2 * half, row -> row % half * 1.25 + "," + row % half % 2);
        String texts = Tables.csv("a,target", 2 * half, row -> "t" + row % half + "," + row % half % 2);

        for (String csv : List.of(numbers, texts)) {
            List<Integer> places = places(csv);

            assertThat(places.subList(half, 2 * half)).isEqualTo(places.subList(0, half));
        }
    }

    @ParameterizedTest
    @CsvSource({"0.05", "0.2", "0.5", "0.9"})
    void theHoldoutHasAboutTheRequestedShare(double share) throws Exception {
        Table table = Tables.read(Tables.csv("a,target", 20_000, row -> row + "," + row % 2));

        long heldOut = heldOut(table, Split.of(share)).size();

        // Five standard deviations of as many draws.
        assertThat((double) heldOut).isBetween(20_000 * share - 350, 20_000 * share + 350);
    }

    @Test
    void aSmallerHoldoutIsASubsetOfALargerOne() throws Exception {
        Table table = Tables.read(CSV);

        Set<Integer> small = heldOut(table, Split.of(0.1));
        Set<Integer> large = heldOut(table, Split.of(0.3));

        assertThat(large).containsAll(small).hasSizeGreaterThan(small.size());
    }

    @Test
    void withoutAHoldoutAllRowsAreTrainingRows() throws Exception {
        assertThat(heldOut(Tables.read(CSV), Split.of(0))).isEmpty();
    }

    @Test
    void theTwoSidesContainEachRowOnce() throws Exception {
        char[] places = Tables.read(CSV).shares().get(0);
        int[] one = new int[Table.CHUNK];
        int[] other = new int[Table.CHUNK];

        int heldOut = Split.of(0.2).select(places, true, one);
        int trained = Split.of(0.2).select(places, false, other);

        assertThat(IntStream.concat(Arrays.stream(one, 0, heldOut), Arrays.stream(other, 0, trained))
                        .sorted())
                .containsExactly(IntStream.range(0, 2000).boxed().toArray(Integer[]::new));
    }

    @Test
    void thePartsOfASplitAreItsTrainingRowsEachOnce() throws Exception {
        Table table = Tables.read(CSV);
        Split outer = Split.of(0.2);
        List<Integer> judged = new ArrayList<>();

        for (int part = 0; part < 5; part++) {
            Split inner = outer.inside(5, part);
            judged.addAll(side(table, inner, true));
            assertThat(inner.count(table, true) + inner.count(table, false)).isEqualTo(outer.count(table, false));
            assertThat(side(table, inner, false)).doesNotContainAnyElementsOf(side(table, inner, true));
        }

        assertThat(judged).doesNotHaveDuplicates().hasSameElementsAs(side(table, outer, false));
        assertThat(judged.size()).isEqualTo(outer.count(table, false));
    }

    @Test
    void aSampleTrainsOnItsShareOfTheTrainingRowsAndHasNoHoldout() throws Exception {
        Table table = Tables.read(CSV);
        Split outer = Split.of(0.2);

        Split sample = outer.sample(0.25);

        assertThat(sample.judges()).isFalse();
        assertThat(side(table, outer, false)).containsAll(side(table, sample, false));
        assertThat((double) sample.count(table, false)).isBetween(1600 * 0.25 - 100, 1600 * 0.25 + 100);
        assertThat(side(table, outer.sample(1), false)).isEqualTo(side(table, outer, false));
    }

    private static List<Integer> side(Table table, Split split, boolean heldOut) {
        int[] rows = new int[Table.CHUNK];
        int count = split.select(table.shares().get(0), heldOut, rows);
        return Arrays.stream(rows, 0, count).boxed().toList();
    }

    private static List<Integer> places(String csv) throws InvalidTableException {
        List<Integer> places = new ArrayList<>();
        for (char[] chunk : Tables.read(csv).shares()) {
            for (char place : chunk) {
                places.add((int) place);
            }
        }
        return places;
    }

    private static Set<Integer> heldOut(Table table, Split split) {
        Set<Integer> heldOut = new HashSet<>();
        int[] selected = new int[Table.CHUNK];
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            int count = split.select(table.shares().get(chunk), true, selected);
            for (int i = 0; i < count; i++) {
                heldOut.add(chunk * Table.CHUNK + selected[i]);
            }
        }
        return heldOut;
    }
}
