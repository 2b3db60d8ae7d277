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
    private final float[] value;
    /** The root of each walk; beyond them, leaves that fill up {@link #byDepth}. */
    private final int[] roots;
    /** The walks with the shallowest trees first, so that those at the same time take the same number of steps; a multiple of {@link #PARALLEL}. */
    private final int[] byDepth;
    /** [place in byDepth / PARALLEL]: the depth of the deepest tree. */
    private final int[] depths;
    /** [walk]: the output that gets a value; -1 if several do. */
    private final int[] outputs;
    /** [walk]: the outputs that get a value. */
    private final int[][] sharing;

    private final int firstShared;
    /** For each node from {@link #firstShared} on that is a leaf, the place of the values of its outputs in {@link #shared}. */
    private final int[] places;

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
     * The walks through trees, in an order that keeps that of each output; none if no trees can be shared.
     *
     * @param trees [output][round]
     */
    static List<Walk> plan(List<List<Tree>> trees) {
        if (trees.size() < 3) {
            // Of two classes, only one has trees.
            return List.of();
        }
        List<Walk> walks = new ArrayList<>();
        int[] next = new int[trees.size()];
        while (true) {
            int first = longest(trees, next);
            if (next[first] == trees.get(first).size()) {
                return walks.stream().anyMatch(walk -> walk.shared().isPresent()) ? walks : List.of();
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
     * @param value of the nodes of these trees
     * @param firstShared the place of the first node in the splits that is free
     */
    Walks(List<Walk> walks, List<List<Tree>> trees, Splits splits, int[][] ownRoots, float[] value, int firstShared) {
        this.splits = splits;
        this.value = value;
        this.firstShared = firstShared;
        sharing = walks.stream().map(Walk::outputs).toArray(int[][]::new);
        outputs = walks.stream()
                .mapToInt(walk -> walk.shared().isPresent() ? -1 : walk.outputs()[0])
                .toArray();
        roots = new int[(walks.size() + PARALLEL - 1) / PARALLEL * PARALLEL];
        int[] deep = new int[roots.length];
        places = new int[walks.stream().mapToInt(Walk::size).sum()];
        shared = new float
                [walks.stream()
                        .flatMap(walk -> walk.shared().stream())
                        .mapToInt(own -> own.values().length)
                        .sum()];
        int root = firstShared;
        int from = 0;
        for (int i = 0; i < walks.size(); i++) {
            Walk walk = walks.get(i);
            Tree tree;
            if (walk.shared().isPresent()) {
                SharedTree own = walk.shared().get();
                tree = own.tree();
                int[] nodes = splits.add(tree, root);
                for (int node = 0; node < nodes.length; node++) {
                    places[nodes[node] - firstShared] = from + ((int) tree.value(node)) * walk.outputs().length;
                }
                System.arraycopy(own.values(), 0, shared, from, own.values().length);
                roots[i] = root;
                root += tree.size();
                from += own.values().length;
            } else {
                tree = trees.get(walk.outputs()[0]).get(walk.round());
                roots[i] = ownRoots[walk.outputs()[0]][walk.round()];
            }
            deep[i] = tree.depth();
        }
        byDepth = IntStream.range(0, deep.length)
                .boxed()
                .sorted(Comparator.comparingInt(walk -> deep[walk]))
                .mapToInt(Integer::intValue)
                .toArray();
        depths = IntStream.range(0, deep.length / PARALLEL)
                .map(group -> deep[byDepth[PARALLEL * group + PARALLEL - 1]])
                .toArray();
    }

    /**
     * Adds up the leaves that an encoded row reaches.
     *
     * @param sums receives one number per output
     */
    void sum(float[] encoded, double[] sums) {
        int[] leaves = new int[byDepth.length];
        for (int first = 0; first < byDepth.length; first += PARALLEL) {
            int one = roots[byDepth[first]];
            int two = roots[byDepth[first + 1]];
            int three = roots[byDepth[first + 2]];
            int four = roots[byDepth[first + 3]];
            int five = roots[byDepth[first + 4]];
            int six = roots[byDepth[first + 5]];
            int seven = roots[byDepth[first + 6]];
            int eight = roots[byDepth[first + 7]];
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
            leaves[byDepth[first]] = one;
            leaves[byDepth[first + 1]] = two;
            leaves[byDepth[first + 2]] = three;
            leaves[byDepth[first + 3]] = four;
            leaves[byDepth[first + 4]] = five;
            leaves[byDepth[first + 5]] = six;
            leaves[byDepth[first + 6]] = seven;
            leaves[byDepth[first + 7]] = eight;
        }
        Arrays.fill(sums, 0);
        for (int walk = 0; walk < outputs.length; walk++) {
            int output = outputs[walk];
            if (output >= 0) {
                sums[output] += value[leaves[walk]];
            } else {
                addShared(sharing[walk], places[leaves[walk] - firstShared], sums);
            }
        }
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
                + 2 * HeapSize.array(roots.length, Integer.BYTES)
                + HeapSize.array(depths.length, Integer.BYTES)
                + HeapSize.array(places.length, Integer.BYTES)
                + HeapSize.array(shared.length, Float.BYTES);
    }
}
