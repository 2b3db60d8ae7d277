package dev.dropfit.core.model.file;

import com.google.gson.stream.JsonReader;
import dev.dropfit.core.Figures;
import dev.dropfit.core.model.ModelTooLargeException;
import dev.dropfit.core.model.score.Tree;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** One tree in the JSON format of XGBoost 1.6 ({@code RegTree::SaveModel}): an object with arrays over the nodes, including deleted ones. */
final class TreeArrays {
    private static final String COLUMN = "split_indices";
    private static final String THRESHOLD = "split_conditions";
    private static final String LEFT = "left_children";
    private static final String RIGHT = "right_children";
    private static final String WEIGHT = "base_weights";
    private static final String COVER = "sum_hessian";
    private static final String GAIN = "loss_changes";
    private static final String DEFAULT_LEFT = "default_left";
    private static final String SPLIT_TYPE = "split_type";
    private static final Set<String> NAMES =
            Set.of(COLUMN, THRESHOLD, LEFT, RIGHT, WEIGHT, COVER, GAIN, DEFAULT_LEFT, SPLIT_TYPE);

    private final Map<String, double[]> arrays = new HashMap<>();

    /**
     * Reads the object.
     *
     * @param max the maximum number of nodes
     * @throws ModelTooLargeException when there are more
     * @throws IllegalStateException when it is not an object with arrays of numbers
     */
    static TreeArrays read(JsonReader in, int max) throws IOException {
        TreeArrays tree = new TreeArrays();
        in.beginObject();
        while (in.hasNext()) {
            String name = in.nextName();
            if (NAMES.contains(name)) {
                tree.arrays.put(name, numbers(in, max));
            } else {
                in.skipValue();
            }
        }
        in.endObject();
        return tree;
    }

    /**
     * Reads an array of finite numbers.
     *
     * @param max the maximum length
     */
    static double[] numbers(JsonReader in, int max) throws IOException {
        double[] numbers = new double[16];
        int size = 0;
        in.beginArray();
        while (in.hasNext()) {
            if (size == max) {
                throw new ModelTooLargeException("The model has more than " + Figures.count(ModelLimits.MAX_NODES)
                        + " nodes in its trees, the maximum");
            }
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, size * 2);
            }
            numbers[size++] = in.nextDouble();
        }
        in.endArray();
        return Arrays.copyOf(numbers, size);
    }

    /**
     * The tree.
     *
     * @param columns the encoded column of each split index
     * @param directed whether missing numbers have directions; otherwise they count as the median
     * @throws IllegalArgumentException when the arrays are not a tree
     */
    Tree tree(int[] columns, boolean directed) {
        int size = arrays.getOrDefault(LEFT, new double[0]).length;
        int[] left = integers(LEFT, size);
        int[] right = integers(RIGHT, size);
        int[] split = integers(COLUMN, size);
        int[] defaultLeft = integers(DEFAULT_LEFT, size);
        boolean[] missingLeft = new boolean[size];
        int[] splitType = integers(SPLIT_TYPE, size);
        int[] column = new int[size];
        float[] threshold = floats(THRESHOLD, size);
        float[] value = floats(WEIGHT, size);
        for (int node = 0; node < size; node++) {
            if (left[node] < 0) {
                column[node] = -1;
                // XGBoost stores the value of a leaf in the place of the threshold.
                value[node] = threshold[node];
                continue;
            }
            if (split[node] < 0 || split[node] >= columns.length || splitType[node] != 0) {
                throw new IllegalArgumentException("Node " + node + " has a split of type " + splitType[node]
                        + " by the feature " + split[node] + " of " + columns.length);
            }
            // XGBoost ignores the index of the right child when it scores a row.
            if (right[node] != left[node] + 1) {
                throw new IllegalArgumentException("Node " + node + " has the children " + left[node] + " and "
                        + right[node] + "; they must be neighbours");
            }
            column[node] = columns[split[node]];
            missingLeft[node] = defaultLeft[node] != 0;
            if (!directed && missingLeft[node] != (0 < threshold[node])) {
                throw new IllegalArgumentException(
                        "Node " + node
                                + " sends missing values and zeros different ways; this version of Dropfit does not support that");
            }
        }
        return new Tree(
                column,
                threshold,
                left,
                right,
                value,
                array(COVER, size),
                floats(GAIN, size),
                directed ? missingLeft : null);
    }

    private double[] array(String name, int size) {
        double[] array = arrays.get(name);
        if (array == null || array.length != size) {
            throw new IllegalArgumentException(
                    "A tree of " + size + " nodes has " + (array == null ? "no" : array.length) + " values of " + name);
        }
        return array;
    }

    private float[] floats(String name, int size) {
        double[] array = array(name, size);
        float[] floats = new float[size];
        for (int node = 0; node < size; node++) {
            floats[node] = (float) array[node];
        }
        return floats;
    }

    private int[] integers(String name, int size) {
        return integers(array(name, size));
    }

    /**
     * The numbers as integers.
     *
     * @throws IllegalArgumentException when one of them is not whole
     */
    static int[] integers(double[] numbers) {
        int[] integers = new int[numbers.length];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = (int) numbers[i];
            if (integers[i] != numbers[i]) {
                throw new IllegalArgumentException("Found " + numbers[i] + " in the place of a whole number");
            }
        }
        return integers;
    }
}
