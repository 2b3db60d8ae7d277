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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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

    /** The number of rows from which the bins of a number are computed, about. */
    private static final int SAMPLE_ROWS = 200_000;

    /** Trees have values of single precision, and their sums are squared. */
    private static final double MAX_TARGET = 1e30;

    private final FeatureTable table;
    private final Split split;
    private final List<Bins> bins;
    private final List<Group> groups;
    private final int[] groupOf;
    private final int[] unitOf;
    /** [feature][code of its group] */
    private final byte[][] binsOf;
    /** The first encoded column of each feature. */
    private final int[] firstColumn;
    /** The encoded column of the positions of each feature with ordered levels. */
    private final int[] columnOfOrder;

    private final int trained;
    private final double[] target;

    /**
     * Features that share a byte.
     *
     * @param members the indices of the features, lowest digit first
     * @param size the number of values of the byte: the product of the numbers of bins
     * @param codes one value per row
     */
    @SuppressWarnings("ArrayRecordComponent") // Large, and never compared.
    public record Group(List<Integer> members, int size, byte[] codes) {}

    /**
     * Bins the rows of a table.
     *
     * @param split its training rows come first, then its holdout
     * @param outputs the number of margins
     */
    public BinnedRows(FeatureTable table, Targets targets, Split split, int outputs) {
        this.table = table;
        this.split = split;
        trained = split.count(table.table(), false);
        int rows = trained + split.count(table.table(), true);
        target = new double[rows];
        bins = IntStream.range(0, table.features().size())
                .parallel()
                .mapToObj(feature -> bins(feature, outputs))
                .toList();
        groups = grouped(rows);
        groupOf = new int[bins.size()];
        unitOf = new int[bins.size()];
        for (int g = 0; g < groups.size(); g++) {
            int unit = 1;
            for (int feature : groups.get(g).members()) {
                groupOf[feature] = g;
                unitOf[feature] = unit;
                unit *= bins.get(feature).size();
            }
        }
        binsOf = new byte[bins.size()][];
        for (int feature = 0; feature < binsOf.length; feature++) {
            binsOf[feature] = digits(feature);
        }
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
        fill(targets);
    }

    private byte[] digits(int feature) {
        byte[] of = new byte[groups.get(groupOf[feature]).size()];
        for (int code = 0; code < of.length; code++) {
            of[code] = (byte) (code / unitOf[feature] % bins.get(feature).size());
        }
        return of;
    }

    private Bins bins(int feature, int outputs) {
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
        return Bins.ofNumbers(Arrays.copyOf(sample, size), maxBins(trained, outputs, table.featuresForTrees()), (float)
                number.encode(Double.NaN));
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
    private static double maxShared(double rows) {
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

    /** Sorts features by their number of bins, so that as many as possible share a group. */
    private List<Group> grouped(int rows) {
        List<Integer> order = IntStream.range(0, bins.size())
                .boxed()
                .sorted(Comparator.comparingInt(feature -> bins.get(feature).size()))
                .toList();
        List<Group> found = new ArrayList<>();
        int first = 0;
        while (first < order.size()) {
            int size = 1;
            int end = first;
            while (end < order.size()
                    && (end == first || size * bins.get(order.get(end)).size() <= maxShared(trained))) {
                size *= bins.get(order.get(end++)).size();
            }
            found.add(new Group(order.subList(first, end), size, new byte[rows]));
            first = end;
        }
        return found;
    }

    private void fill(Targets targets) {
        int chunks = table.table().chunks();
        int[][] starts = new int[2][chunks];
        int[] selected = new int[Table.CHUNK];
        int[] at = {0, trained};
        for (int chunk = 0; chunk < chunks; chunk++) {
            for (int side = 0; side < 2; side++) {
                starts[side][chunk] = at[side];
                at[side] += split.select(table.table().shares().get(chunk), side == 1, selected);
            }
        }
        IntStream.range(0, chunks).parallel().forEach(chunk -> {
            fill(targets, chunk, false, starts[0][chunk]);
            fill(targets, chunk, true, starts[1][chunk]);
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
        int[] codes = new int[Table.CHUNK];
        for (int g = 0; g < groups.size(); g++) {
            Arrays.fill(codes, 0);
            for (int feature : groups.get(g).members()) {
                int unit = unitOf[feature];
                Bins own = bins.get(feature);
                if (own.size() == 1) {
                    continue;
                }
                table.decode(chunk, feature, selected, count, values);
                if (table.features().get(feature) instanceof Feature.Numeric number) {
                    for (int i = 0; i < count; i++) {
                        codes[i] += unit * own.of((float) number.standardise(values[i]));
                    }
                } else {
                    int[] binOfLevel = own.ofLevels();
                    for (int i = 0; i < count; i++) {
                        codes[i] += unit * binOfLevel[(int) values[i]];
                    }
                }
            }
            byte[] grouped = groups.get(g).codes();
            for (int i = 0; i < count; i++) {
                grouped[start + i] = (byte) codes[i];
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
        if (Arrays.stream(target).anyMatch(value -> Math.abs(value) > MAX_TARGET)) {
            throw new InvalidTableException(
                    "Trees can't be fitted: the values of the label are too large to compute with");
        }
    }

    /** The class index or the number of each row; not a copy. */
    public double[] target() {
        return target;
    }

    /** The bins of each feature. */
    public List<Bins> bins() {
        return bins;
    }

    /** Whether a feature has missing numbers, so that trees have directions for them. */
    public boolean hasMissing() {
        return bins.stream().anyMatch(Bins::hasMissing);
    }

    /** The groups of features that share a byte. */
    public List<Group> groups() {
        return groups;
    }

    /** The group of a feature. */
    public Group groupOf(int feature) {
        return groups.get(groupOf[feature]);
    }

    /** The bin of a feature, unsigned, for each code of its group; not a copy. */
    public byte[] binOfCode(int feature) {
        return binsOf[feature];
    }

    /** The number of features that trees may split by. */
    public int features() {
        return table.featuresForTrees();
    }

    /** 1 if scores must not fall when the number of a feature rises, -1 if they must not rise, else 0. */
    public int direction(int feature) {
        return table.direction(feature);
    }

    /** The encoded column of a split. */
    public int column(int feature, int cut) {
        Bins own = bins.get(feature);
        return own.isByPosition(cut) ? columnOfOrder[feature] : firstColumn[feature] + own.column(cut);
    }
}
