package dev.dropfit.core.model.score;

import dev.dropfit.core.model.HeapSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a row is followed through the trees of several outputs: once through those that outputs share. Each output adds up its leaves in the order of its
 * trees, so the sums have the same bits as without sharing. Immutable.
 */
final class Walks {
    /** How many of its trees an output may pass over to share one: a model has no trees without a split, so outputs may have different numbers of trees. */
    private static final int MAX_PASSED = 4;

    /** The number of walks at the same time: the processor works on one while it waits for the nodes of another. */
    private static final int PARALLEL = 8;

    private final Splits splits;
    /** The roots, those of the shallowest trees first, so that walks at the same time take the same number of steps; a multiple of {@link #PARALLEL}. */
    private final int[] roots;
    /** [place in roots / PARALLEL]: the depth of the deepest tree. */
    private final int[] depths;
    /** [walk]: its place in the roots. */
    private final int[] places;

    private final Optional<LeafMasks> masks;
    private final int size;
    /** [walk]: the output that gets a value; -1 if several do. */
    private final int[] outputs;
    /** [walk]: the outputs that get a value. */
    private final int[][] sharing;
    /** [walk]: the place of the values of the first leaf of a shared tree in {@link #shared}. */
    private final int[] firstValues;

    private final float[] shared;

    /**
     * A tree to follow.
     *
     * @param outputs that get a value
     * @param round of the tree, if it is one of a single output
     * @param shared the tree of several outputs
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Walk(int[] outputs, int round, Optional<SharedTree> shared) {
        int size() {
            return shared.map(own -> own.tree().size()).orElse(0);
        }
    }

    /**
     * The walks through trees, in an order that keeps that of each output.
     *
     * @param trees [output][round]
     */
    static List<Walk> plan(List<List<Tree>> trees) {
        List<Walk> walks = new ArrayList<>();
        int[] next = new int[trees.size()];
        while (true) {
            int first = longest(trees, next);
            if (next[first] == trees.get(first).size()) {
                return walks;
            }
            int[] passed = passed(trees, next, first);
            int[] sharing = IntStream.range(0, passed.length)
                    .filter(output -> passed[output] >= 0)
                    .toArray();
            Optional<SharedTree> shared = sharing.length == 1
                    ? Optional.empty()
                    : SharedTree.of(
                            IntStream.of(sharing)
                                    .mapToObj(output -> trees.get(output).get(next[output] + passed[output]))
                                    .toList(),
                            sharing);
            if (shared.isEmpty()) {
                walks.add(single(first, next));
                continue;
            }
            for (int output : sharing) {
                for (int i = 0; i < passed[output]; i++) {
                    walks.add(single(output, next));
                }
                next[output]++;
            }
            walks.add(new Walk(sharing, 0, shared));
        }
    }

    private static Walk single(int output, int[] next) {
        return new Walk(new int[] {output}, next[output]++, Optional.empty());
    }

    /** The output with the most trees left. */
    private static int longest(List<List<Tree>> trees, int[] next) {
        int longest = 0;
        for (int output = 1; output < next.length; output++) {
            if (trees.get(output).size() - next[output] > trees.get(longest).size() - next[longest]) {
                longest = output;
            }
        }
        return longest;
    }

    /** How many of its next trees each output has before one that fits to the next one of the first output; -1 if none does. */
    private static int[] passed(List<List<Tree>> trees, int[] next, int first) {
        Tree wanted = trees.get(first).get(next[first]);
        int[] passed = new int[next.length];
        for (int output = 0; output < passed.length; output++) {
            List<Tree> own = trees.get(output);
            int from = next[output];
            passed[output] = output == first
                    ? 0
                    : IntStream.range(0, Math.min(MAX_PASSED + 1, own.size() - from))
                            .filter(i -> SharedTree.fit(wanted, own.get(from + i)))
                            .findFirst()
                            .orElse(-1);
        }
        return passed;
    }

    /**
     * Adds the shared trees to the splits.
     *
     * @param trees [output][round]
     * @param ownRoots [output][round]: the roots of the trees in the splits
     * @param firstShared the place of the first node in the splits that is free
     */
    Walks(List<Walk> walks, List<List<Tree>> trees, Splits splits, int[][] ownRoots, int firstShared) {
        this.splits = splits;
        sharing = walks.stream().map(Walk::outputs).toArray(int[][]::new);
        outputs = walks.stream()
                .mapToInt(walk -> walk.shared().isPresent() ? -1 : walk.outputs()[0])
                .toArray();
        shared = new float
                [walks.stream()
                        .flatMap(walk -> walk.shared().stream())
                        .mapToInt(own -> own.values().length)
                        .sum()];
        firstValues = new int[walks.size()];
        int[] rootOfWalk = new int[walks.size()];
        int[] deep = new int[walks.size()];
        int root = firstShared;
        int from = 0;
        for (int i = 0; i < walks.size(); i++) {
            Walk walk = walks.get(i);
            Tree tree;
            if (walk.shared().isPresent()) {
                SharedTree own = walk.shared().get();
                tree = own.tree();
                splits.add(tree, root, false);
                System.arraycopy(own.values(), 0, shared, from, own.values().length);
                rootOfWalk[i] = root;
                firstValues[i] = from;
                root += tree.size();
                from += own.values().length;
            } else {
                tree = trees.get(walk.outputs()[0]).get(walk.round());
                rootOfWalk[i] = ownRoots[walk.outputs()[0]][walk.round()];
            }
            deep[i] = tree.depth();
        }
        int[] small = IntStream.range(0, deep.length)
                .filter(walk -> isSmall(walks.get(walk), trees))
                .toArray();
        masks = LeafMasks.of(
                splits,
                Arrays.stream(small).map(walk -> rootOfWalk[walk]).toArray(),
                Arrays.stream(small).mapToLong(walk -> deep[walk]).sum());
        int[] masked = masks.isPresent() ? small : new int[0];
        int[] byDepth = IntStream.range(0, deep.length)
                .filter(walk -> Arrays.binarySearch(masked, walk) < 0)
                .boxed()
                .sorted(Comparator.comparingInt(walk -> deep[walk]))
                .mapToInt(Integer::intValue)
                .toArray();
        places = new int[deep.length];
        for (int place = 0; place < byDepth.length; place++) {
            places[byDepth[place]] = place;
        }
        int groups = (byDepth.length + PARALLEL - 1) / PARALLEL;
        // Those that fill up the last group follow one tree more often.
        roots = IntStream.range(0, groups * PARALLEL)
                .map(place -> rootOfWalk[byDepth[Math.min(place, byDepth.length - 1)]])
                .toArray();
        depths = IntStream.range(0, groups)
                .map(group -> deep[byDepth[Math.min(PARALLEL * group + PARALLEL, byDepth.length) - 1]])
                .toArray();
        for (int i = 0; i < masked.length; i++) {
            places[masked[i]] = roots.length + masks.orElseThrow().place(i);
        }
        size = roots.length + masks.map(LeafMasks::size).orElse(0);
    }

    private static boolean isSmall(Walk walk, List<List<Tree>> trees) {
        return walk.shared().isEmpty()
                && LeafMasks.fits(trees.get(walk.outputs()[0]).get(walk.round()));
    }

    /**
     * Adds up the leaves that an encoded row reaches.
     *
     * @param sums receives one number per output
     */
    void sum(int[] encoded, double[] sums) {
        int[] leaves = leaves(encoded);
        Arrays.fill(sums, 0);
        for (int walk = 0; walk < outputs.length; walk++) {
            int output = outputs[walk];
            int leaf = leaves[places[walk]];
            if (output >= 0) {
                sums[output] += Float.intBitsToFloat(leaf);
            } else {
                addShared(sharing[walk], firstValues[walk] + leaf * sharing[walk].length, sums);
            }
        }
    }

    /** What the leaves have that the walks end at. */
    private int[] leaves(int[] encoded) {
        int[] leaves = new int[size];
        for (int first = 0; first < roots.length; first += PARALLEL) {
            int one = roots[first];
            int two = roots[first + 1];
            int three = roots[first + 2];
            int four = roots[first + 3];
            int five = roots[first + 4];
            int six = roots[first + 5];
            int seven = roots[first + 6];
            int eight = roots[first + 7];
            for (int depth = depths[first / PARALLEL]; depth > 0; depth--) {
                one = splits.step(one, encoded);
                two = splits.step(two, encoded);
                three = splits.step(three, encoded);
                four = splits.step(four, encoded);
                five = splits.step(five, encoded);
                six = splits.step(six, encoded);
                seven = splits.step(seven, encoded);
                eight = splits.step(eight, encoded);
            }
            leaves[first] = splits.leaf(one);
            leaves[first + 1] = splits.leaf(two);
            leaves[first + 2] = splits.leaf(three);
            leaves[first + 3] = splits.leaf(four);
            leaves[first + 4] = splits.leaf(five);
            leaves[first + 5] = splits.leaf(six);
            leaves[first + 6] = splits.leaf(seven);
            leaves[first + 7] = splits.leaf(eight);
        }
        if (masks.isPresent()) {
            masks.get().leaves(encoded, leaves, roots.length);
        }
        return leaves;
    }

    private void addShared(int[] own, int place, double[] sums) {
        for (int i = 0; i < own.length; i++) {
            sums[own[i]] += shared[place + i];
        }
    }

    /** The heap memory of the arrays, without the splits, in bytes. */
    long heapBytes() {
        long ofOutputs = Arrays.stream(sharing)
                .mapToLong(own -> HeapSize.array(own.length, Integer.BYTES))
                .sum();
        return ofOutputs
                + HeapSize.array(sharing.length, Long.BYTES)
                + HeapSize.array(outputs.length, Integer.BYTES)
                + HeapSize.array(roots.length, Integer.BYTES)
                + HeapSize.array(depths.length, Integer.BYTES)
                + 2 * HeapSize.array(places.length, Integer.BYTES)
                + HeapSize.array(shared.length, Float.BYTES)
                + masks.map(LeafMasks::heapBytes).orElse(0L);
    }
}
