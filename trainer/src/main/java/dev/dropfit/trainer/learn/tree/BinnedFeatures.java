package dev.dropfit.trainer.learn.tree;

import dev.dropfit.core.model.Feature;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The features of a table as trees see them: their bins, directions and encoded columns. Immutable. */
public final class BinnedFeatures {
    /** The number of rows from which the bins of a number are computed, about. */
    private static final int SAMPLE_ROWS = 200_000;

    private final BinLayout layout;
    private final int used;
    private final int[] directions;
    /** The first encoded column of each feature. */
    private final int[] firstColumn;
    /** The encoded column of the positions of each feature with ordered levels. */
    private final int[] columnOfOrder;

    /**
     * Bins the features of a table.
     *
     * @param split its training rows decide the bins
     * @param outputs the number of margins
     */
    public BinnedFeatures(FeatureTable table, Split split, int outputs) {
        int trained = split.count(table.table(), false);
        List<Bins> bins = IntStream.range(0, table.features().size())
                .parallel()
                .mapToObj(feature -> bins(table, split, trained, feature, outputs))
                .toList();
        layout = BinLayout.of(bins, BinnedRows.maxShared(trained));
        used = table.featuresForTrees();
        directions = IntStream.range(0, bins.size()).map(table::direction).toArray();
        firstColumn = new int[bins.size()];
        columnOfOrder = new int[bins.size()];
        int column = 0;
        for (int feature = 0; feature < bins.size(); feature++) {
            firstColumn[feature] = column;
            column += table.features().get(feature).width();
        }
        for (int feature = 0; feature < bins.size(); feature++) {
            columnOfOrder[feature] = column;
            column += Feature.hasOrder(table.features().get(feature)) ? 1 : 0;
        }
    }

    private static Bins bins(FeatureTable table, Split split, int trained, int feature, int outputs) {
        if (!table.isForTrees(feature)) {
            return Bins.ofLevels(1);
        }
        Feature encoder = table.features().get(feature);
        if (!(encoder instanceof Feature.Numeric number)) {
            return encoder instanceof Feature.Categorical category && category.isOrdered()
                    ? Bins.ofOrderedLevels(IntStream.range(0, category.width())
                            .map(category::position)
                            .toArray())
                    // Without an order, trees have no splits of so many levels.
                    : Bins.ofLevels(encoder.width() > Bins.MAX_BINS ? 1 : encoder.width());
        }
        int stride = Math.max(1, trained / SAMPLE_ROWS);
        int chunks = (table.table().chunks() + stride - 1) / stride;
        float[] sample = new float[(int) Math.min(trained, (long) chunks * Table.CHUNK)];
        double[] values = new double[Table.CHUNK];
        int[] selected = new int[Table.CHUNK];
        int size = 0;
        for (int chunk = 0; chunk < table.table().chunks(); chunk += stride) {
            int count = split.select(table.table().shares().get(chunk), false, selected);
            table.decode(chunk, feature, selected, count, values);
            for (int i = 0; i < count; i++) {
                sample[size++] = (float) number.standardise(values[i]);
            }
        }
        Arrays.sort(sample, 0, size);
        return Bins.ofNumbers(
                Arrays.copyOf(sample, size), BinnedRows.maxBins(trained, outputs, table.featuresForTrees()), (float)
                        number.encode(Double.NaN));
    }

    /** How rows become bytes. */
    public BinLayout layout() {
        return layout;
    }

    /** The number of features that trees may split by. */
    public int used() {
        return used;
    }

    /** 1 if scores must not fall when the number of a feature rises, -1 if they must not rise, else 0. */
    public int direction(int feature) {
        return directions[feature];
    }

    /** The encoded column of a split. */
    public int column(int feature, int cut) {
        Bins own = layout.bins().get(feature);
        return own.isByPosition(cut) ? columnOfOrder[feature] : firstColumn[feature] + own.column(cut);
    }
}
