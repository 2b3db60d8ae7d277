package dev.dropfit.trainer.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.SplitFacts;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.SplitSettings;
import dev.dropfit.trainer.table.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rows are held out. */
class SidesTest {
    private static final double SHARE = 0.2;

    /** Of a hundred classes with five rows, about a third would be in no row of the holdout. */
    private static String ofHundredClasses(int row) {
        return row + "," + row % 13 + ",c" + row % 100;
    }

    @Test
    void everyClassWithFiveRowsHasOneInTheHoldout() throws Exception {
        String csv = Tables.csv("a,b,target", 500, SidesTest::ofHundredClasses);
        Sides sides = sides(csv);

        assertThat(classes(Split.of(SHARE), Tables.read(csv), true)).hasSizeLessThan(80);
        assertThat(classes(sides.split(), sides.table(), true)).hasSize(100);
        assertThat(classes(sides.split(), sides.table(), false)).hasSize(100);
    }

    @Test
    void aClassOfFewerRowsStaysWhereItsContentPutsIt() throws Exception {
        String csv = Tables.csv("a,b,target", 400, SidesTest::ofHundredClasses);
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
        Sides before = sides(Tables.csv("a,b,target", 500, SidesTest::ofHundredClasses));
        Sides after = sides(Tables.csv("a,b,target", 700, SidesTest::ofHundredClasses));

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

        Sides sides = Sides.of(table, new SplitSettings.ByRow(true), SHARE, false);

        assertThat(sides.table()).isSameAs(table);
    }

    @Test
    void allRowsOfAGroupAreOnOneSide() throws Exception {
        String csv = Tables.csv("patient,a,target", 1500, row -> "p" + row % 150 + "," + row + "," + row % 2);

        Sides sides = sides(csv, new SplitSettings.ByGroup("patient"));

        for (int row = 0; row < 1500; row++) {
            assertThat(heldOut(sides, row)).isEqualTo(heldOut(sides, row % 150));
        }
        assertThat(sides.split().count(sides.table(), true)).isBetween(150, 450);
        assertThat(sides.facts()).isEqualTo(new SplitFacts("group", "patient", SHARE, "", Double.NaN));
        assertThat(sides.notes()).isEmpty();
    }

    @Test
    void aGroupKeepsItsSideWhenItAndOthersGetRows() throws Exception {
        Sides before = sides(
                Tables.csv("patient,a,target", 600, row -> row % 60 + "," + row + "," + row % 2),
                new SplitSettings.ByGroup("patient"));
        Sides after = sides(
                Tables.csv(
                        "patient,a,target", 900, row -> (row < 600 ? row % 60 : row % 90) + "," + row + "," + row % 2),
                new SplitSettings.ByGroup("patient"));

        for (int row = 0; row < 600; row++) {
            assertThat(heldOut(after, row)).isEqualTo(heldOut(before, row));
        }
    }

    @Test
    void eachSideHasAGroup() throws Exception {
        for (int groups = 2; groups < 12; groups++) {
            int count = groups;
            Sides sides = sides(
                    Tables.csv("site,a,target", 240, row -> "s" + row % count + "," + row + "," + row % 2),
                    new SplitSettings.ByGroup("site"));

            assertThat(sides.split().count(sides.table(), true)).isBetween(1, 239);
        }
    }

    @Test
    void partsOfTheTrainingRowsHaveWholeGroupsToo() throws Exception {
        Sides sides = sides(
                Tables.csv("patient,a,target", 1500, row -> "p" + row % 150 + "," + row + "," + row % 2),
                new SplitSettings.ByGroup("patient"));
        Split part = sides.split().inside(5, 2);

        assertThat(part.count(sides.table(), true)).isBetween(100, 400);
        for (int row = 0; row < 1500; row++) {
            assertThat(part.heldOut(sides.table().place(row)))
                    .isEqualTo(part.heldOut(sides.table().place(row % 150)));
        }
    }

    @Test
    void rowsWithoutAGroupAreGroupsOfTheirOwnAndSaidSo() throws Exception {
        Sides sides = sides(
                Tables.csv(
                        "patient,a,target", 1000, row -> (row < 500 ? "" : "p" + row % 50) + "," + row + "," + row % 2),
                new SplitSettings.ByGroup("patient"));

        assertThat(IntStream.range(0, 500).filter(row -> heldOut(sides, row)).count())
                .isBetween(70L, 130L);
        assertThat(sides.notes())
                .extracting(Anomaly::message)
                .containsExactly("500 rows have no 'patient': each of them is a group of its own for the split");
    }

    @Test
    void theNewestRowsAreHeldOut() throws Exception {
        Sides sides = sides(dated(1000), new SplitSettings.ByTime("day"));

        // 1,000 rows of 250 days, in no order.
        assertThat(IntStream.range(0, 1000).filter(row -> heldOut(sides, row)))
                .containsExactly(IntStream.range(0, 1000)
                        .filter(row -> row * 7 % 250 >= 200)
                        .boxed()
                        .toArray(Integer[]::new));
        assertThat(sides.facts().from()).isEqualTo("2024-07-19");
        assertThat(sides.facts().phrase()).isEqualTo("the newest by 'day', from 2024-07-19 on");
    }

    @Test
    void earlyStoppingAndFoldsPredictWhatComesAfter() throws Exception {
        Sides sides = sides(dated(1000), new SplitSettings.ByTime("day"));

        for (int part = 0; part < 5; part++) {
            Split inner = sides.split().inside(5, part);
            int earliestJudged = IntStream.range(0, 1000)
                    .filter(row -> inner.heldOut(sides.table().place(row)))
                    .map(row -> row * 7 % 250)
                    .min()
                    .orElseThrow();
            int[] rows = new int[Table.CHUNK];
            int trained = inner.select(sides.table().shares().get(0), false, rows);

            assertThat(trained).isPositive();
            assertThat(Arrays.stream(rows, 0, trained)
                            .map(row -> row * 7 % 250)
                            .max()
                            .orElseThrow())
                    .isLessThan(earliestJudged);
        }
    }

    @Test
    void aHoldoutRowOnlyBecomesATrainingRowAsNewerRowsArrive() throws Exception {
        Sides before = sides(dated(1000), new SplitSettings.ByTime("day"));
        Sides after = sides(
                dated(1000)
                        + Tables.csv("", 200, row -> "2025-01-1" + row % 9 + "," + row + ",0")
                                .stripLeading(),
                new SplitSettings.ByTime("day"));

        assertThat(IntStream.range(0, 1000).filter(row -> heldOut(after, row) && !heldOut(before, row)))
                .isEmpty();
        assertThat(IntStream.range(1000, 1200).allMatch(row -> heldOut(after, row)))
                .isTrue();
    }

    @Test
    void rowsWithoutADateAreTrainingRowsAndSaidSo() throws Exception {
        Sides sides = sides(
                Tables.csv(
                        "day,a,target",
                        1000,
                        row -> (row % 10 == 0 ? "" : 2000 + row % 50) + "," + row + "," + row % 2),
                new SplitSettings.ByTime("day"));

        assertThat(IntStream.range(0, 100).filter(row -> heldOut(sides, 10 * row)))
                .isEmpty();
        assertThat(sides.facts().from()).isEqualTo("2039");
        assertThat(sides.notes())
                .extracting(Anomaly::message)
                .containsExactly("100 rows have no date in 'day': they count as the oldest, and are training rows");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nowhere | split.group is 'nowhere', which is not in the header of the dataset; found are text, same,"
                        + " target | split.time is 'nowhere', which is not in the header of the dataset; found are text,"
                        + " same, target",
                "target | split.group is 'target', which is the label; name another column | split.time is 'target',"
                        + " which is the label; name another column",
                "same | split.group is 'same', which has the same value in all rows; name a column with several groups"
                        + " | split.time is 'same', which has the same value in all rows; name a column with several"
                        + " dates",
                "text | | split.time is 'text', which has no dates or numbers, first 't0' on line 2; name a column of"
                        + " dates, times, years or numbers that grow with time"
            })
    void aColumnThatCanNotDivideTheRowsIsRefused(String column, String ofGroup, String ofTime) {
        String csv = Tables.csv("text,same,target", 100, row -> "t" + row % 30 + ",7," + row % 2);

        if (ofGroup != null) {
            assertThatThrownBy(() -> sides(csv, new SplitSettings.ByGroup(column)))
                    .isInstanceOf(InvalidSettingsException.class)
                    .hasMessage("dropfit.json: " + ofGroup);
        }
        assertThatThrownBy(() -> sides(csv, new SplitSettings.ByTime(column)))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage("dropfit.json: " + ofTime);
    }

    @Test
    void timesWithMoreValuesThanCodesAreOrdered() throws Exception {
        int rows = 100_000;
        Sides sides = sides(
                Tables.csv(
                        "at,a,target",
                        rows,
                        row -> Instant.ofEpochSecond(1_700_000_000L + row * 7919L % rows) + "," + row + "," + row % 2),
                new SplitSettings.ByTime("at"));

        assertThat(IntStream.range(0, rows).filter(row -> heldOut(sides, row)))
                .hasSize(20_000)
                .allMatch(row -> row * 7919L % rows >= 80_000);
    }

    private static String dated(int rows) {
        return Tables.csv(
                "day,a,target",
                rows,
                row -> LocalDate.of(2024, 1, 1).plusDays(row * 7 % 250) + "," + row + "," + row % 2);
    }

    private static Sides sides(String csv, SplitSettings split) throws Exception {
        return Sides.of(Tables.read(csv), split, SHARE, true);
    }

    private static boolean heldOut(Sides sides, int row) {
        return sides.split().heldOut(sides.table().place(row));
    }

    private static Sides sides(String csv) throws Exception {
        return Sides.of(Tables.read(csv), new SplitSettings.ByRow(true), SHARE, true);
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
