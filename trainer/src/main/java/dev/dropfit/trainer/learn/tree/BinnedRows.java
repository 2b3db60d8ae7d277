package dev.dropfit.trainer.learn.tree;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Feature;
import dev.dropfit.trainer.feature.ColumnSize;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The training rows of a split, followed by its holdout, as bins: one byte per row for each group of features. Features with few bins share
 * a byte as digits of one number, so that one pass counts all of them.
 */
public final class BinnedRows {
    /** The maximum number of bins of all features together; each feature may have at least {@link #MIN_BINS_PER_FEATURE}. */
    private static final int MAX_BINS = 1 << 16;

    private static final int MIN_BINS_PER_FEATURE = 8;
    /**
     * With several margins, a number has more bins than this only if there are {@link #ROWS_PER_BIN} training rows for each: each margin has trees
     * of its own, and with few rows, bins take most of their time.
     */
    private static final int BINS_OF_FEW_ROWS = 64;

    private static final int ROWS_PER_BIN = 50;

    /**
     * A group has more values than one of its features only if there are so many rows for each: a pass less over few rows takes less time than the sums of
     * more values in each node.
     */
    private static final int ROWS_PER_CODE = 50;

    /** Trees have values of single precision, and their sums are squared. */
    private static final double MAX_TARGET = 1e30;

    private final FeatureTable table;
    private final Split split;
    private final BinnedFeatures features;
    private final BinLayout layout;
    /** [group][row] */
    private final byte[][] codes;

    private final int trained;
    /** The first row of the holdout of each chunk of the table, and the number of rows. */
    private final int[] heldOutStarts;

    private final double[] target;

    /**
     * Bins the rows of a table.
     *
     * @param split its training rows come first, then its holdout
     * @param outputs the number of margins
     */
    public BinnedRows(FeatureTable table, Targets targets, Split split, int outputs) {
        this.table = table;
        this.split = split;
        features = new BinnedFeatures(table, split, outputs);
        layout = features.layout();
        trained = split.count(table.table(), false);
        int rows = trained + split.count(table.table(), true);
        target = new double[rows];
        codes = new byte[layout.groups().size()][rows];
        heldOutStarts = new int[table.table().chunks() + 1];
        heldOutStarts[table.table().chunks()] = rows;
        fill(targets);
    }

    /**
     * The maximum number of bins of a number.
     *
     * @param rows the number of training rows
     * @param outputs the number of margins
     */
    public static int maxBins(double rows, int outputs, int features) {
        double ofRows = outputs > 1 ? Math.max(BINS_OF_FEW_ROWS, rows / ROWS_PER_BIN) : Bins.MAX_BINS;
        int ofFeatures = Math.max(MIN_BINS_PER_FEATURE, MAX_BINS / Math.max(1, features));
        return (int) Math.min(Bins.MAX_BINS, Math.min(ofRows, ofFeatures));
    }

    /**
     * The number of bins of a column, about.
     *
     * @param rows the number of training rows
     */
    public static double bins(double rows, ColumnSize column, ModelSize size) {
        return Math.max(
                1,
                column.kind() == ColumnKind.CATEGORICAL
                        ? Math.min(Bins.MAX_BINS, Math.min(column.values(), size.maxLevels()) + 1)
                        : Math.min(column.values(), maxBins(rows, size.margins(), size.cells())));
    }

    /**
     * The number of groups of a column; less than 1 if it shares one with others.
     *
     * @param rows the number of training rows
     */
    public static double groups(double rows, ColumnSize column, ModelSize size) {
        double bins = bins(rows, column, size);
        return column.treeFeatures() * (share(bins, rows) ? Math.log(bins) / Math.log(maxShared(rows)) : 1);
    }

    /** Whether features with so many bins share a group. */
    private static boolean share(double bins, double rows) {
        return bins * bins <= maxShared(rows);
    }

    /**
     * The maximum number of values of a group that features share.
     *
     * @param rows the number of training rows
     */
    static double maxShared(double rows) {
        return Math.max(2, Math.min(Bins.MAX_BINS, rows / ROWS_PER_CODE));
    }

    /**
     * The number of groups of all columns, about.
     *
     * @param rows the number of training rows
     */
    public static double groups(double rows, ModelSize size, List<ColumnSize> columns) {
        return 1
                + columns.stream()
                        .mapToDouble(column -> groups(rows, column, size))
                        .sum();
    }

    /**
     * The number of values of the groups of all columns, about.
     *
     * @param rows the number of training rows
     */
    public static double codes(double rows, ModelSize size, List<ColumnSize> columns) {
        return Bins.MAX_BINS
                + columns.stream()
                        .mapToDouble(column -> {
                            double bins = bins(rows, column, size);
                            return groups(rows, column, size) * (share(bins, rows) ? maxShared(rows) : bins);
                        })
                        .sum();
    }

    private void fill(Targets targets) {
        int chunks = table.table().chunks();
        int[] starts = new int[chunks];
        int[] selected = new int[Table.CHUNK];
        int atTrained = 0;
        int atHeldOut = trained;
        for (int chunk = 0; chunk < chunks; chunk++) {
            char[] places = table.table().shares().get(chunk);
            starts[chunk] = atTrained;
            heldOutStarts[chunk] = atHeldOut;
            atTrained += split.select(places, false, selected);
            atHeldOut += split.select(places, true, selected);
        }
        IntStream.range(0, chunks).parallel().forEach(chunk -> {
            fill(targets, chunk, false, starts[chunk]);
            fill(targets, chunk, true, heldOutStarts[chunk]);
        });
    }

    private void fill(Targets targets, int chunk, boolean heldOut, int start) {
        int[] selected = new int[Table.CHUNK];
        int count = split.select(table.table().shares().get(chunk), heldOut, selected);
        double[] values = new double[Table.CHUNK];
        targets.decode(chunk, values);
        for (int i = 0; i < count; i++) {
            target[start + i] = values[selected[i]];
        }
        int[] grouped = new int[Table.CHUNK];
        for (int g = 0; g < codes.length; g++) {
            Arrays.fill(grouped, 0);
            for (int feature : layout.groups().get(g).members()) {
                int unit = layout.unitOf(feature);
                Bins own = bins().get(feature);
                if (own.size() == 1) {
                    continue;
                }
                table.decode(chunk, feature, selected, count, values);
                if (table.features().get(feature) instanceof Feature.Numeric number) {
                    for (int i = 0; i < count; i++) {
                        grouped[i] += unit * own.of((float) number.standardise(values[i]));
                    }
                } else {
                    for (int i = 0; i < count; i++) {
                        grouped[i] += unit * own.ofLevel((int) values[i]);
                    }
                }
            }
            for (int i = 0; i < count; i++) {
                codes[g][start + i] = (byte) grouped[i];
            }
        }
    }

    /** The number of rows. */
    public int rows() {
        return target.length;
    }

    /** The number of training rows, which come first. */
    public int trained() {
        return trained;
    }

    /**
     * Checks that trees can compute with the numbers of the label.
     *
     * @throws InvalidTableException when they are too large
     */
    public void checkTarget() throws InvalidTableException {
        checkTarget(target);
    }

    /**
     * Checks that trees can compute with these numbers of the label.
     *
     * @throws InvalidTableException when they are too large
     */
    public static void checkTarget(double[] target) throws InvalidTableException {
        if (Arrays.stream(target).anyMatch(value -> Math.abs(value) > MAX_TARGET)) {
            throw new InvalidTableException(
                    "Trees can't be fitted: the values of the label are too large to compute with");
        }
    }

    /** The class index or the number of each row; not a copy. */
    public double[] target() {
        return target;
    }

    /** The first row of the holdout of each chunk of the table, and the number of rows after them; not a copy. */
    public int[] heldOutStarts() {
        return heldOutStarts;
    }

    /** The bins of each feature. */
    public List<Bins> bins() {
        return layout.bins();
    }

    /** Whether a feature has missing numbers, so that trees have directions for them. */
    public boolean hasMissing() {
        return layout.hasMissing();
    }

    /** The features as trees see them. */
    public BinnedFeatures features() {
        return features;
    }

    /** [group][row]; not a copy. */
    public byte[][] codes() {
        return codes;
    }

    /** The codes of the group of a feature, one per row; not a copy. */
    public byte[] codesOf(int feature) {
        return codes[layout.groupOf(feature)];
    }

    /** The bin of a feature, unsigned, for each code of its group; not a copy. */
    public byte[] binOfCode(int feature) {
        return layout.binOfCode(feature);
    }

    /** The encoded column of a split. */
    public int column(int feature, int cut) {
        return features.column(feature, cut);
    }
}
