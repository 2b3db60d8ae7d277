package dev.dropfit.trainer.learn.tree;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The at most {@link #MAX_BINS} bins of a feature and its possible splits: numbers below a threshold against the others, with missing numbers on
 * either side; missing numbers against all others; one level against all others; or levels below a position of their order against the others.
 * Immutable.
 */
public final class Bins {
    /** The number of values of a byte. */
    public static final int MAX_BINS = 256;

    private static final float BETWEEN_0_AND_1 = 0.5f;

    private static final int DIGITS_OF_FLOAT = 9;

    private final boolean ordered;
    private final int size;
    /** For numbers: bin b contains those below cut b that are not below the cut before it. For ordered levels the same of their positions. */
    private final float[] cuts;
    /** For ordered levels, the level of each bin; empty for others. Of several levels in one bin, it is one of them. */
    private final int[] levels;
    /** For ordered levels, the bin of each level; empty for others. */
    private final int[] binOfLevel;
    /** Whether the last bin contains missing numbers. */
    private final boolean missing;
    /** The bin of a missing number. */
    private final int binOfMissing;

    private Bins(
            boolean ordered,
            int size,
            float[] cuts,
            boolean missing,
            int binOfMissing,
            int[] levels,
            int[] binOfLevel) {
        this.binOfLevel = binOfLevel;
        this.ordered = ordered;
        this.size = size;
        this.cuts = cuts;
        this.levels = levels;
        this.missing = missing;
        this.binOfMissing = binOfMissing;
    }

    /** One bin for each level. */
    public static Bins ofLevels(int levels) {
        return new Bins(false, levels, new float[0], false, 0, new int[0], new int[0]);
    }

    /**
     * One bin for each level, in their order. Of more than {@link #MAX_BINS} levels, those share a bin whose positions are next to each other.
     *
     * @param positions of the levels, each once
     */
    static Bins ofOrderedLevels(int[] positions) {
        int[] sorted = IntStream.range(0, positions.length)
                .boxed()
                .sorted(Comparator.comparingInt(level -> positions[level]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] levels = new int[sorted.length];
        float[] cuts = new float[sorted.length - 1];
        int[] binOfLevel = new int[sorted.length];
        int bins = 0;
        for (int rank = 0; rank < sorted.length; rank++) {
            int before = rank == 0 ? 0 : positions[sorted[rank - 1]];
            if (rank == 0 || sorted.length <= MAX_BINS || positions[sorted[rank]] > before + 1) {
                if (rank > 0) {
                    cuts[bins - 1] = (before + positions[sorted[rank]]) / 2f;
                }
                levels[bins++] = sorted[rank];
            }
            binOfLevel[sorted[rank]] = bins - 1;
        }
        return new Bins(false, bins, Arrays.copyOf(cuts, bins - 1), false, 0, Arrays.copyOf(levels, bins), binOfLevel);
    }

    /**
     * Bins for the values of a sample. If there are more different values than bins, all bins get about the same number of rows.
     *
     * @param sorted the sample, in ascending order; missing numbers are NaN and come last
     * @param max the maximum number of bins, up to {@link #MAX_BINS}
     * @param median what missing numbers count as if the sample has none
     */
    public static Bins ofNumbers(float[] sorted, int max, float median) {
        int known = sorted.length;
        while (known > 0 && Float.isNaN(sorted[known - 1])) {
            known--;
        }
        boolean missing = known < sorted.length;
        float[] cuts = cuts(Arrays.copyOf(sorted, known), missing ? max - 1 : max);
        int binOfMissing = missing ? cuts.length + 1 : below(median, cuts);
        return new Bins(true, cuts.length + (missing ? 2 : 1), cuts, missing, binOfMissing, new int[0], new int[0]);
    }

    private static float[] cuts(float[] sorted, int max) {
        float[] distinct = distinct(sorted);
        float[] cuts = new float[max - 1];
        int count = 0;
        boolean few = distinct.length <= max;
        for (int k = 1; k < (few ? distinct.length : max); k++) {
            int at = few ? k : Arrays.binarySearch(distinct, sorted[(int) ((long) k * sorted.length / max)]);
            if (at > 0) {
                float cut = between(distinct[at - 1], distinct[at]);
                if (count == 0 || cut > cuts[count - 1]) {
                    cuts[count++] = cut;
                }
            }
        }
        return Arrays.copyOf(cuts, count);
    }

    private static float[] distinct(float[] sorted) {
        float[] distinct = new float[sorted.length];
        int count = 0;
        for (float value : sorted) {
            if (count == 0 || value > distinct[count - 1]) {
                distinct[count++] = value;
            }
        }
        return Arrays.copyOf(distinct, count);
    }

    /**
     * A number that is larger than the first and not larger than the second: of those in the middle half, one with the fewest digits, which is
     * short in a model file.
     */
    private static float between(float low, float high) {
        double middle = ((double) low + high) / 2;
        double tolerance = ((double) high - low) / 4;
        for (int digits = 1; digits < DIGITS_OF_FLOAT; digits++) {
            double rounded = FewDigits.of(middle, digits);
            if (Math.abs(rounded - middle) <= tolerance && (float) rounded > low) {
                return (float) rounded;
            }
        }
        return (float) middle > low ? (float) middle : high;
    }

    /** The number of bins, at least 1. */
    public int size() {
        return size;
    }

    /** Whether bins are ranges of numbers instead of levels. */
    public boolean ordered() {
        return ordered;
    }

    /** Whether missing numbers have a bin of their own, the last. */
    public boolean hasMissing() {
        return missing;
    }

    /** The bin of a number, NaN for a missing one. */
    public int of(float number) {
        return Float.isNaN(number) ? binOfMissing : below(number, cuts);
    }

    private static int below(float number, float[] cuts) {
        int low = 0;
        int high = cuts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (number < cuts[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The bin of a level. */
    int ofLevel(int level) {
        return binOfLevel.length == 0 ? level : binOfLevel[level];
    }

    /** The number of thresholds between numbers, or between the positions of ordered levels. */
    public int thresholds() {
        return cuts.length;
    }

    /**
     * The number of possible splits. For numbers, the first {@link #thresholds} splits send what is below a threshold to the left. If there are
     * missing numbers, these splits send them to the right, the same number of further splits to the left, and the last split separates
     * them from all others. For levels, the first splits send all but one bin to the left; if they are ordered, {@link #thresholds} further splits
     * send to the left what is below a position.
     */
    public int cuts() {
        if (ordered) {
            return missing ? 2 * cuts.length + 1 : cuts.length;
        }
        return levelCuts() + cuts.length;
    }

    /** The number of splits of one level from all others; 0 if levels share a bin. */
    public int levelCuts() {
        return binOfLevel.length > size ? 0 : size < 3 ? size - 1 : size;
    }

    /** Whether a split separates smaller from larger numbers. */
    public boolean isByNumber(int cut) {
        return ordered && cut < 2 * cuts.length;
    }

    /** Whether a split is by the positions of levels. */
    boolean isByPosition(int cut) {
        return !ordered && cut >= levelCuts();
    }

    /** Whether a split sends this bin to the left. */
    public boolean left(int bin, int cut) {
        if (!ordered) {
            return cut < levelCuts() ? bin != cut : bin <= cut - levelCuts();
        }
        if (missing && bin == size - 1) {
            return missingLeft(cut);
        }
        return cut == 2 * cuts.length || bin <= cut % cuts.length;
    }

    /** Whether a split sends missing numbers to the left; of levels, those that are not in the training rows, which are at 0. */
    public boolean missingLeft(int cut) {
        if (!ordered) {
            return 0 < threshold(cut);
        }
        return missing ? cut >= cuts.length && cut < 2 * cuts.length : binOfMissing <= cut;
    }

    /** The threshold of a split: smaller encoded values go left. */
    public float threshold(int cut) {
        if (!ordered) {
            return isByPosition(cut) ? cuts[cut - levelCuts()] : BETWEEN_0_AND_1;
        }
        return cut == 2 * cuts.length ? Float.MAX_VALUE : cuts[cut % cuts.length];
    }

    /** The encoded column of a split that is not by position, as an index within the feature. */
    int column(int cut) {
        return ordered ? 0 : levels.length == 0 ? cut : levels[cut];
    }

    void write(DataOutput out) throws IOException {
        out.writeBoolean(ordered);
        out.writeInt(size);
        out.writeInt(cuts.length);
        for (float cut : cuts) {
            out.writeFloat(cut);
        }
        out.writeBoolean(missing);
        out.writeInt(binOfMissing);
        write(levels, out);
        write(binOfLevel, out);
    }

    static Bins read(DataInput in) throws IOException {
        boolean ordered = in.readBoolean();
        int size = in.readInt();
        float[] cuts = new float[in.readInt()];
        for (int cut = 0; cut < cuts.length; cut++) {
            cuts[cut] = in.readFloat();
        }
        return new Bins(ordered, size, cuts, in.readBoolean(), in.readInt(), numbers(in), numbers(in));
    }

    private static void write(int[] numbers, DataOutput out) throws IOException {
        out.writeInt(numbers.length);
        for (int number : numbers) {
            out.writeInt(number);
        }
    }

    private static int[] numbers(DataInput in) throws IOException {
        int[] numbers = new int[in.readInt()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readInt();
        }
        return numbers;
    }
}
