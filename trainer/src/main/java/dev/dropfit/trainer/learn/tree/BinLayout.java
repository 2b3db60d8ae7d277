package dev.dropfit.trainer.learn.tree;

import dev.dropfit.core.model.Feature;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the features of a row become bytes: the bins of each feature, and the groups of features that share a byte. Rows of other processes have the
 * same bytes with the same layout. Immutable.
 */
public final class BinLayout {
    private final List<Bins> bins;
    private final List<Group> groups;
    private final int[] groupOf;
    private final int[] unitOf;
    private final int[] firstBins;
    /** [feature][code of its group] */
    private final byte[][] binsOf;

    /**
     * Features that share a byte.
     *
     * @param members the indices of the features, lowest digit first
     * @param size the number of values of the byte: the product of the numbers of bins
     */
    public record Group(List<Integer> members, int size) {}

    /**
     * Sorts features by their number of bins, so that as many as possible share a group.
     *
     * @param bins of each feature
     * @param maxShared the maximum number of values of a group that features share
     */
    static BinLayout of(List<Bins> bins, double maxShared) {
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
                    && (end == first || size * bins.get(order.get(end)).size() <= maxShared)) {
                size *= bins.get(order.get(end++)).size();
            }
            found.add(new Group(order.subList(first, end), size));
            first = end;
        }
        return new BinLayout(bins, found);
    }

    private BinLayout(List<Bins> bins, List<Group> groups) {
        this.bins = List.copyOf(bins);
        this.groups = List.copyOf(groups);
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
        firstBins = new int[bins.size() + 1];
        binsOf = new byte[bins.size()][];
        for (int feature = 0; feature < binsOf.length; feature++) {
            firstBins[feature + 1] = firstBins[feature] + bins.get(feature).size();
            binsOf[feature] = digits(feature);
        }
    }

    private byte[] digits(int feature) {
        byte[] of = new byte[groups.get(groupOf[feature]).size()];
        for (int code = 0; code < of.length; code++) {
            of[code] = (byte) (code / unitOf[feature] % bins.get(feature).size());
        }
        return of;
    }

    /** The bins of each feature. */
    public List<Bins> bins() {
        return bins;
    }

    /** The number of bins of all features. */
    public int size() {
        return firstBins[bins.size()];
    }

    /** The index of the first bin of a feature among those of all features. */
    public int first(int feature) {
        return firstBins[feature];
    }

    /** The groups of features that share a byte. */
    public List<Group> groups() {
        return groups;
    }

    /** The index of the group of a feature. */
    public int groupOf(int feature) {
        return groupOf[feature];
    }

    /** What a bin of a feature adds to the code of its group for each bin before it. */
    int unitOf(int feature) {
        return unitOf[feature];
    }

    /** The bin of a feature, unsigned, for each code of its group; not a copy. */
    public byte[] binOfCode(int feature) {
        return binsOf[feature];
    }

    /** Whether a feature has missing numbers, so that trees have directions for them. */
    public boolean hasMissing() {
        return bins.stream().anyMatch(Bins::hasMissing);
    }

    /** For each code of the group of a feature, 1 if a split by this feature sends it to the left, else 0. */
    public byte[] goesLeft(int feature, int cut) {
        byte[] goesLeft = new byte[binsOf[feature].length];
        for (int code = 0; code < goesLeft.length; code++) {
            goesLeft[code] = (byte) (bins.get(feature).left(binsOf[feature][code] & 0xFF, cut) ? 1 : 0);
        }
        return goesLeft;
    }

    /**
     * The code of a group in a row.
     *
     * @param features all features
     * @param values one for each of them: a number, NaN if missing, or the code of a level
     */
    public int code(int group, List<Feature> features, double[] values) {
        int code = 0;
        for (int feature : groups.get(group).members()) {
            Bins own = bins.get(feature);
            if (own.size() > 1) {
                code += unitOf[feature]
                        * (features.get(feature) instanceof Feature.Numeric number
                                ? own.of((float) number.standardise(values[feature]))
                                : own.ofLevel((int) values[feature]));
            }
        }
        return code;
    }

    /** Writes the layout. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(bins.size());
        for (Bins own : bins) {
            own.write(out);
        }
        out.writeInt(groups.size());
        for (Group group : groups) {
            out.writeInt(group.size());
            out.writeInt(group.members().size());
            for (int feature : group.members()) {
                out.writeInt(feature);
            }
        }
    }

    /** Reads what {@link #write} has written. */
    public static BinLayout read(DataInput in) throws IOException {
        List<Bins> bins = new ArrayList<>();
        int features = in.readInt();
        for (int feature = 0; feature < features; feature++) {
            bins.add(Bins.read(in));
        }
        List<Group> groups = new ArrayList<>();
        int count = in.readInt();
        for (int group = 0; group < count; group++) {
            int size = in.readInt();
            List<Integer> members = new ArrayList<>();
            int own = in.readInt();
            for (int member = 0; member < own; member++) {
                members.add(in.readInt());
            }
            groups.add(new Group(members, size));
        }
        return new BinLayout(bins, groups);
    }
}
