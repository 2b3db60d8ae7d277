package dev.dropfit.trainer.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.RowSample;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.split.Split;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedRowsTest {
    private static final Split SPLIT = Split.of(0.2);

    @Test
    void rowsOfAGrownDatasetAreFoundWithTheLabelsThatChanged() throws Exception {
        String before = Tables.csv("a,b,y", 20_000, row -> row * 1.37 + "," + row % 7 + "," + label(row % 2));
        String now = Tables.csv(
                "a,b,y", 30_000, row -> row * 1.37 + "," + row % 7 + "," + label(row % 20 == 0 ? 1 : row % 2));
        Pipeline model = model(before);
        RowSample sample = SampledRows.of(Tables.read(before), model, SPLIT).sample();

        SharedRows shared = SharedRows.find(sample, model, Tables.read(now), SPLIT);

        assertThat(sample.size()).isEqualTo(RowSample.MAX_ENTRIES);
        assertThat(shared.shared()).isEqualTo(RowSample.MAX_ENTRIES);
        assertThat(shared.labelled()).isEqualTo(RowSample.MAX_ENTRIES);
        assertThat(shared.relabelled()).isBetween(RowSample.MAX_ENTRIES / 25, RowSample.MAX_ENTRIES / 16);
        assertThat(shared.change()).contains("'yes' instead of 'no'");
        assertThat(shared.isRelabelled()).isTrue();
        assertThat(shared.isContained()).isFalse();
        assertThat(shared.areTelling()).isTrue();
        assertThat(shared.areNew()).isFalse();
    }

    @Test
    void aPartOfADatasetIsContainedInIt() throws Exception {
        String before = Tables.csv("a,b,y", 20_000, row -> row * 1.37 + "," + row % 7 + "," + label(row % 2));
        String now = Tables.csv("a,b,y", 5_000, row -> row * 1.37 + "," + row % 7 + "," + label(row % 2));
        Pipeline model = model(before);

        SharedRows shared = SharedRows.find(
                SampledRows.of(Tables.read(before), model, SPLIT).sample(), model, Tables.read(now), SPLIT);

        assertThat(shared.isContained()).isTrue();
        assertThat(shared.isRelabelled()).isFalse();
    }

    @Test
    void rowsThatThePreviousDatasetDoesNotHoldAreNew() throws Exception {
        String before = Tables.csv("a,b,y", 500, row -> row * 1.37 + "," + row % 7 + "," + label(row % 2));
        String now = Tables.csv("a,b,y", 500, row -> row * 1.73 + 0.1 + "," + row % 7 + "," + label(row % 2));
        Pipeline model = model(before);

        SharedRows shared = SharedRows.find(
                SampledRows.of(Tables.read(before), model, SPLIT).sample(), model, Tables.read(now), SPLIT);

        assertThat(shared.areNew()).isTrue();
        assertThat(shared.areTelling()).isFalse();
    }

    @Test
    void equalRowsOfColumnsWithFewValuesAreNotTheSameRows() throws Exception {
        String before = Tables.csv("a,b,y", 500, row -> row % 40 / 10.5 + "," + row % 7 + "," + label(row % 2));
        String now = Tables.csv("a,b,y", 500, row -> row % 40 / 10.5 + "," + row % 7 + "," + label(row / 2 % 2));
        Pipeline model = model(before);

        assertThat(SharedRows.find(
                                SampledRows.of(Tables.read(before), model, SPLIT)
                                        .sample(),
                                model,
                                Tables.read(now),
                                SPLIT)
                        .areTelling())
                .isFalse();
    }

    @Test
    void onlyHoldoutRowsOfBothWithTheSameLabelAreUnchanged() throws Exception {
        String before = Tables.csv("a,b,y", 2_000, row -> row * 1.37 + "," + row % 7 + "," + label(row % 2));
        String now =
                Tables.csv("a,b,y", 3_000, row -> row * 1.37 + "," + row % 7 + "," + label(row < 1_000 ? row % 2 : 1));
        Pipeline model = model(before);
        RowSample sample = SampledRows.of(Tables.read(before), model, SPLIT).sample();

        SharedRows.Holdout both = SharedRows.holdout(sample, model, Tables.read(now), model.target(), SPLIT);
        int[] positions = both.unchanged();

        assertThat(positions).doesNotHaveDuplicates().isSorted();
        // 1,000 rows and half of the next 1,000, if they are in the holdout; a changed label may move a row into it or
        // out of it.
        assertThat(positions).hasSizeBetween(200, 400);
        assertThat(positions[positions.length - 1]).isLessThan(SPLIT.count(Tables.read(now), true));
        assertThat(SharedRows.holdout(sample, model, Tables.read(now), model.target(), Split.of(0))
                        .unchanged())
                .isEmpty();
        assertThat(both.changed()).hasSizeBetween(50, 150).doesNotContain(positions);
        assertThat(both.before()).hasSameSizeAs(both.changed()).containsOnly(0);
    }

    @Test
    void aFileThatWasWrittenRepeatedlyIsSeenByItsRows() throws Exception {
        String once = Tables.csv("a,y", 300, row -> row * 1.37 + "," + label(row % 2));
        String twice = Tables.csv("a,y", 600, row -> row % 300 * 1.37 + "," + label(row % 2));
        String threeTimes = Tables.csv("a,y", 900, row -> Math.floorDiv(row, 3) * 1.37 + "," + label(row / 3 % 2));
        String often = Tables.csv("a,y", 900, row -> row * row % 37 * 1.37 + "," + label(row % 2));

        assertThat(copies(once)).isEqualTo(1);
        assertThat(copies(twice)).isEqualTo(2);
        assertThat(copies(threeTimes)).isEqualTo(3);
        assertThat(copies(often)).isEqualTo(1);
    }

    private static int copies(String csv) throws Exception {
        return SampledRows.of(Tables.read(csv), model(csv), SPLIT).copies();
    }

    private static String label(int value) {
        return value == 1 ? "yes" : "no";
    }

    private static Pipeline model(String csv) throws Exception {
        Schema schema = Tables.schema(csv, "{}");
        return new Pipeline(
                schema.label(),
                schema.output(),
                "none",
                schema.target(),
                new FeatureFitter(Tables.read(csv), SPLIT).fit(schema),
                List.of());
    }
}
