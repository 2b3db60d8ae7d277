package dev.dropfit.trainer.learn.boost;

import dev.dropfit.core.model.Feature;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.table.FeatureTable;
import dev.dropfit.trainer.table.Split;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of both sides of a split, those that are trained on first, as bins: a byte a row for each group of features. Features with few
 * bins share a byte as the digits of one number, so that one pass counts all of them.
 */
final class BinnedRows {
    /** How many bins all features may have together; each has at least 8. */
    private static final int MOST_BINS = 1 << 16;

    private static final int FEWEST_BINS = 8;

    /** How many rows the bins of a number are taken from, about. */
    private static final int SAMPLE = 200_000;

    private final FeatureTable table;
    private final Split split;
    private final List<Bins> bins;
    private final List<Group> groups;
    private final int[] groupOf;
    private final int[] unitOf;
    private final int trained;
    private final double[] target;

    /**
     * Features that share a byte.
     *
     * @param members their indices, the lowest digit first
     * @param size how many values the byte takes: the product of the members' bins
     * @param codes a value a row
     */
    @SuppressWarnings("ArrayRecordComponent") // Large, made once and never compared.
    record Group(List<Integer> members, int size, byte[] codes) {}

    BinnedRows(FeatureTable table, Targets targets, Split split) {
        this.table = table;
        this.split = split;
        trained = split.count(table.table(), false);
        int rows = trained + split.count(table.table(), true);
        target = new double[rows];
        bins = IntStream.range(0, table.features().size())
                .parallel()
                .mapToObj(this::bins)
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
        fill(targets);
    }

    private Bins bins(int feature) {
        Feature encoder = table.features().get(feature);
        if (encoder instanceof Feature.Categorical) {
            return Bins.ofLevels(encoder.width());
        }
        int stride = Math.max(1, trained / SAMPLE);
        int chunks = (table.table().chunks() + stride - 1) / stride;
        float[] sample = new float[(int) Math.min(trained, (long) chunks * Table.CHUNK)];
        double[] values = new double[Table.CHUNK];
        int[] selected = new int[Table.CHUNK];
        int size = 0;
        for (int chunk = 0; chunk < table.table().chunks(); chunk += stride) {
            int count = split.select(table.table().shares().get(chunk), false, selected);
            table.encode(chunk, feature, selected, count, values);
            for (int i = 0; i < count; i++) {
                sample[size++] = (float) values[i];
            }
        }
        Arrays.sort(sample, 0, size);
        int most = Math.min(
                Bins.MOST, Math.max(FEWEST_BINS, MOST_BINS / table.features().size()));
        return Bins.ofNumbers(Arrays.copyOf(sample, size), most);
    }

    /** Features of few bins first: most of them fit into one group then. */
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
            while (end < order.size() && size * bins.get(order.get(end)).size() <= Bins.MOST) {
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
                if (own.ordered()) {
                    table.encode(chunk, feature, selected, count, values);
                } else {
                    table.decode(chunk, feature, selected, count, values);
                }
                for (int i = 0; i < count; i++) {
                    codes[i] += unit * (own.ordered() ? own.of((float) values[i]) : (int) values[i]);
                }
            }
            byte[] grouped = groups.get(g).codes();
            for (int i = 0; i < count; i++) {
                grouped[start + i] = (byte) codes[i];
            }
        }
    }

    /** How many rows there are. */
    int rows() {
        return target.length;
    }

    /** How many of them, the first ones, are trained on. */
    int trained() {
        return trained;
    }

    /** The class's index, or the number, of each row; not a copy. */
    double[] target() {
        return target;
    }

    /** The bins of each feature. */
    List<Bins> bins() {
        return bins;
    }

    List<Group> groups() {
        return groups;
    }

    /** The group that a feature is a digit of. */
    Group groupOf(int feature) {
        return groups.get(groupOf[feature]);
    }

    /** What that digit counts. */
    int unitOf(int feature) {
        return unitOf[feature];
    }

    /** The first encoded column of each feature. */
    int[] offsets() {
        int[] offsets = new int[bins.size()];
        int offset = 0;
        for (int feature = 0; feature < offsets.length; feature++) {
            offsets[feature] = offset;
            offset += table.features().get(feature).width();
        }
        return offsets;
    }
}
