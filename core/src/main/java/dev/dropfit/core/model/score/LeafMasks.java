package dev.dropfit.core.model.score;

import dev.dropfit.core.model.HeapSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the leaves that a row reaches in many small trees without following them (C. Lucchese and others, 2015, "QuickScorer: a fast algorithm to rank
 * documents with additive ensembles of regression trees"). A tree has one bit for each leaf, from the left, and many trees share a word of 64 bits. Where a
 * row goes right, it reaches no leaf on the left, so each split has a mask that clears their bits. The lowest bit of a tree that is left is the leaf.
 *
 * <p>The splits of a key are sorted, so a row goes right at the first ones. After every few of them, all words are stored with the bits that are left then: a
 * row starts at such a stop, and clears the bits of the few splits after it. Immutable.
 */
final class LeafMasks {
    /** The numbers of bits that a tree may have. */
    private static final int[] WIDTHS = {4, 8, 16, 32, 64};

    private static final int MAX_LEAVES = WIDTHS[WIDTHS.length - 1];

    /** Combining so many words takes as long as one step in a tree, or one split: the processor combines several at once. */
    private static final int WORDS_PER_STEP = 8;

    /** The steps that finding the stop of a key takes. */
    private static final int STEPS_PER_KEY = 8;

    /** Fewer splits need no stop. */
    private static final int MIN_BETWEEN_STOPS = 16;

    /** [tree]: the place of its leaf in the result. */
    private final int[] places;
    /** [word]: the number of bits of each tree in it. */
    private final int[] widths;
    /** [word * 64 + bit]: what the leaf has. */
    private final int[] leaves;
    /** [key]: its first split; one more element ends the last key. */
    private final int[] firstSplits;
    /** [split], those of a key from the smallest: a row goes right if its key is larger. */
    private final int[] bounds;
    /** [split]: the word of its tree. */
    private final int[] words;
    /** [split]: the bits that stay where a row goes right. */
    private final long[] masks;
    /** [key]: its first stop; one more element ends the last key. */
    private final int[] firstStops;
    /** [stop]: the split before it has this bound. */
    private final int[] stopBounds;
    /** [stop]: the split after it. */
    private final int[] nextSplits;
    /** [stop * words + word]: the bits that the splits before it leave. */
    private final long[] stops;

    /**
     * The masks of trees; empty if following the trees takes fewer steps.
     *
     * @param splits with the trees
     * @param roots of the trees, which have two to {@link #fits 64} leaves
     * @param steps the sum of the depths of the trees
     */
    static Optional<LeafMasks> of(Splits splits, int[] roots, long steps) {
        if (roots.length == 0) {
            return Optional.empty();
        }
        Draft draft = new Draft(splits, roots);
        return draft.steps() < steps ? Optional.of(new LeafMasks(draft)) : Optional.empty();
    }

    /** Whether a tree is small enough. */
    static boolean fits(Tree tree) {
        // A split has two children.
        return tree.size() > 1 && tree.size() < 2 * MAX_LEAVES;
    }

    /** A split of a tree. */
    private record Cut(int bound, int word, long mask) {}

    /** Collects the splits of all trees. */
    private static final class Draft {
        final Splits splits;
        final int[] places;
        final int[] widths;
        final int[] leaves;
        final List<List<Cut>> cuts;

        Draft(Splits splits, int[] roots) {
            this.splits = splits;
            int[] own = Arrays.stream(roots).map(root -> width(leaves(root))).toArray();
            int[] order = IntStream.range(0, roots.length)
                    .boxed()
                    .sorted(Comparator.comparingInt(tree -> own[tree]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            cuts = IntStream.range(0, splits.keys())
                    .<List<Cut>>mapToObj(key -> new ArrayList<>())
                    .toList();
            places = new int[roots.length];
            int[] widthOfWord = new int[roots.length];
            int[] bits = new int[roots.length];
            int word = -1;
            int place = 0;
            int bit = Long.SIZE;
            for (int tree : order) {
                if (bit == Long.SIZE || widthOfWord[word] != own[tree]) {
                    place += word < 0 ? 0 : (Long.SIZE - bit) / widthOfWord[word];
                    word++;
                    bit = 0;
                    widthOfWord[word] = own[tree];
                }
                places[tree] = place++;
                bits[tree] = Long.SIZE * word + bit;
                bit += own[tree];
            }
            widths = Arrays.copyOf(widthOfWord, word + 1);
            leaves = new int[Long.SIZE * widths.length];
            for (int tree = 0; tree < roots.length; tree++) {
                add(roots[tree], bits[tree]);
            }
            cuts.forEach(ofKey -> ofKey.sort(Comparator.comparingInt(Cut::bound)));
        }

        private static int width(int leaves) {
            return Arrays.stream(WIDTHS)
                    .filter(width -> width >= leaves)
                    .findFirst()
                    .orElseThrow();
        }

        private int leaves(int node) {
            return splits.isLeaf(node) ? 1 : leaves(splits.left(node)) + leaves(splits.left(node) + 1);
        }

        /** Adds the leaves and splits below a node, whose leftmost leaf has this bit of all words; returns the bit after its last leaf. */
        private int add(int node, int bit) {
            if (splits.isLeaf(node)) {
                leaves[bit] = splits.leaf(node);
                return bit + 1;
            }
            int middle = add(splits.left(node), bit);
            // A split has a leaf on each side, so its left leaves are fewer than 64.
            long left = ((1L << (middle - bit)) - 1) << bit;
            cuts.get(splits.keyOf(node)).add(new Cut(splits.bound(node), bit / Long.SIZE, ~left));
            return add(splits.left(node) + 1, middle);
        }

        /** The number of splits between stops. */
        int betweenStops() {
            return Math.max(MIN_BETWEEN_STOPS, widths.length / 4);
        }

        /** How long a row takes, in steps of following a tree. */
        long steps() {
            return cuts.stream()
                    .filter(ofKey -> !ofKey.isEmpty())
                    .mapToLong(ofKey -> STEPS_PER_KEY
                            + (ofKey.size() > betweenStops() ? widths.length / WORDS_PER_STEP : 0)
                            + Math.min(ofKey.size(), betweenStops()) / 2)
                    .sum();
        }
    }

    private LeafMasks(Draft draft) {
        places = draft.places;
        widths = draft.widths;
        leaves = draft.leaves;
        List<Cut> all = draft.cuts.stream().flatMap(List::stream).toList();
        bounds = all.stream().mapToInt(Cut::bound).toArray();
        words = all.stream().mapToInt(Cut::word).toArray();
        masks = all.stream().mapToLong(Cut::mask).toArray();
        firstSplits = new int[draft.cuts.size() + 1];
        for (int key = 0; key < draft.cuts.size(); key++) {
            firstSplits[key + 1] = firstSplits[key] + draft.cuts.get(key).size();
        }
        firstStops = new int[firstSplits.length];
        List<Integer> next = new ArrayList<>();
        for (int key = 0; key < draft.cuts.size(); key++) {
            addStops(firstSplits[key], firstSplits[key + 1], draft.betweenStops(), next);
            firstStops[key + 1] = next.size();
        }
        nextSplits = next.stream().mapToInt(Integer::intValue).toArray();
        stopBounds = Arrays.stream(nextSplits).map(split -> bounds[split - 1]).toArray();
        stops = new long[Math.multiplyExact(nextSplits.length, widths.length)];
        for (int key = 0; key < draft.cuts.size(); key++) {
            long[] left = all();
            int split = firstSplits[key];
            for (int stop = firstStops[key]; stop < firstStops[key + 1]; stop++) {
                while (split < nextSplits[stop]) {
                    left[words[split]] &= masks[split++];
                }
                System.arraycopy(left, 0, stops, stop * left.length, left.length);
            }
        }
    }

    /** Adds the splits that follow a stop. No stop is between splits of the same bound. */
    private void addStops(int from, int to, int between, List<Integer> next) {
        int last = from;
        for (int split = from + 1; split <= to; split++) {
            if (split - last >= between && (split == to || bounds[split] > bounds[split - 1])) {
                next.add(split);
                last = split;
            }
        }
    }

    private long[] all() {
        long[] all = new long[widths.length];
        Arrays.fill(all, -1);
        return all;
    }

    /** The place in the result of the leaf of a tree. */
    int place(int tree) {
        return places[tree];
    }

    /** The number of places that a result takes. */
    int size() {
        return Arrays.stream(widths).map(width -> Long.SIZE / width).sum();
    }

    /**
     * What the leaves have that a row reaches.
     *
     * @param encoded the keys of the row
     * @param reached receives them
     * @param from the first place that is written
     */
    void leaves(int[] encoded, int[] reached, int from) {
        long[] left = left(encoded);
        int place = from;
        for (int word = 0; word < left.length; word++) {
            long bits = left[word];
            int width = widths[word];
            for (int first = 0; first < Long.SIZE; first += width) {
                reached[place++] = leaves[Long.SIZE * word + first + Long.numberOfTrailingZeros(bits >>> first)];
            }
        }
    }

    /** The bits that a row leaves. */
    private long[] left(int[] encoded) {
        long[] left = all();
        for (int key = 0; key < encoded.length; key++) {
            int value = encoded[key];
            int split = firstSplits[key];
            int stop = firstStops[key];
            while (stop < firstStops[key + 1] && value > stopBounds[stop]) {
                stop++;
            }
            if (stop > firstStops[key]) {
                split = nextSplits[stop - 1];
                clear(left, (stop - 1) * left.length);
            }
            while (split < firstSplits[key + 1] && value > bounds[split]) {
                left[words[split]] &= masks[split++];
            }
        }
        return left;
    }

    /** Clears the bits that a stop does not have. */
    private void clear(long[] left, int stop) {
        for (int word = 0; word < left.length; word++) {
            left[word] &= stops[stop + word];
        }
    }

    /** The heap memory of the arrays, in bytes. */
    long heapBytes() {
        return HeapSize.array(places.length, Integer.BYTES)
                + HeapSize.array(widths.length, Integer.BYTES)
                + HeapSize.array(leaves.length, Integer.BYTES)
                + 2 * HeapSize.array(firstSplits.length, Integer.BYTES)
                + 2 * HeapSize.array(bounds.length, Integer.BYTES)
                + HeapSize.array(masks.length, Long.BYTES)
                + 2 * HeapSize.array(stopBounds.length, Integer.BYTES)
                + HeapSize.array(stops.length, Long.BYTES);
    }
}
