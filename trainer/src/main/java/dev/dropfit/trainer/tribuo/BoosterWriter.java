package dev.dropfit.trainer.tribuo;

import com.google.gson.stream.JsonWriter;
import dev.dropfit.core.model.score.Tree;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/**
 * Writes trees in the JSON format of XGBoost 1.6 ({@code Learner::SaveModel}, {@code GBTreeModel::SaveModel}, {@code RegTree::SaveModel}),
 * with the same keys in the same order. For one booster.
 */
final class BoosterWriter {
    /** The parent of the root in XGBoost. */
    private static final int NO_PARENT = Integer.MAX_VALUE;

    private final StringWriter text = new StringWriter();
    private final JsonWriter json = new JsonWriter(text);
    private final int[] splitIndex;
    private final boolean classes;
    private final List<List<Tree>> trees;
    private final boolean directed;

    private BoosterWriter(List<Integer> columns, boolean classes, List<List<Tree>> trees) {
        splitIndex = new int[columns.size()];
        for (int id = 0; id < splitIndex.length; id++) {
            splitIndex[columns.get(id)] = id;
        }
        this.classes = classes;
        this.trees = trees;
        directed = trees.stream().flatMap(List::stream).anyMatch(Tree::hasDirections);
    }

    /**
     * The booster's bytes.
     *
     * @param columns the encoded column of each feature id
     * @param classes whether the outputs are classes instead of one quantity
     * @param trees [output][round]
     */
    static byte[] write(List<Integer> columns, boolean classes, List<List<Tree>> trees) {
        BoosterWriter writer = new BoosterWriter(columns, classes, trees);
        try {
            writer.writeModel();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void writeModel() throws IOException {
        String count = String.valueOf(classes ? trees.size() : 0);
        json.beginObject().name("learner").beginObject();
        json.name("attributes").beginObject();
        if (directed) {
            // Attributes have no meaning for XGBoost. A reader of our own knows that missing numbers do not count as
            // the median.
            json.name("dropfit_missing").value("directed");
        }
        json.endObject();
        json.name("feature_names").beginArray().endArray();
        json.name("feature_types").beginArray().endArray();
        json.name("gradient_booster").beginObject().name("model");
        writeTrees();
        json.name("name").value("gbtree").endObject();
        json.name("learner_model_param").beginObject();
        json.name("base_score").value("0E0");
        json.name("num_class").value(count);
        json.name("num_feature").value(String.valueOf(splitIndex.length));
        json.name("num_target").value("1").endObject();
        json.name("objective").beginObject();
        json.name("name").value(classes ? "multi:softprob" : "reg:squarederror");
        if (classes) {
            json.name("softmax_multiclass_param")
                    .beginObject()
                    .name("num_class")
                    .value(count);
        } else {
            json.name("reg_loss_param").beginObject().name("scale_pos_weight").value("1");
        }
        json.endObject().endObject().endObject();
        json.name("version").beginArray().value(1).value(6).value(2).endArray().endObject();
    }

    /** Writes the trees by round, in each round one tree per output. */
    private void writeTrees() throws IOException {
        List<Tree> all = new ArrayList<>();
        List<Integer> outputs = new ArrayList<>();
        int rounds = trees.stream().mapToInt(List::size).max().orElse(0);
        for (int round = 0; round < rounds; round++) {
            for (int output = 0; output < trees.size(); output++) {
                if (round < trees.get(output).size()) {
                    // XGBoost expects the right child after the left one and ignores its index in the file.
                    all.add(trees.get(output).get(round).breadthFirst());
                    outputs.add(output);
                }
            }
        }
        json.beginObject().name("gbtree_model_param").beginObject();
        json.name("num_parallel_tree").value("1");
        json.name("num_trees").value(String.valueOf(all.size()));
        json.name("size_leaf_vector").value("0").endObject();
        writeIntegers("tree_info", all.size(), outputs::get);
        json.name("trees").beginArray();
        for (int id = 0; id < all.size(); id++) {
            writeTree(id, all.get(id));
        }
        json.endArray().endObject();
    }

    private void writeTree(int id, Tree tree) throws IOException {
        int size = tree.size();
        int[] parents = parents(tree);
        json.beginObject();
        // XGBoost reads the value of a leaf in the place of its threshold, and these only to grow the tree on.
        writeNumbers("base_weights", size, node -> tree.isLeaf(node) ? 0 : tree.value(node));
        for (String none : List.of("categories", "categories_nodes", "categories_segments", "categories_sizes")) {
            writeIntegers(none, 0, node -> 0);
        }
        // Tribuo omits zeros from a row, and XGBoost reads omitted values as missing, so what a row does not have must
        // go where
        // zeros go, unless it is a missing number.
        writeIntegers("default_left", size, node -> !tree.isLeaf(node) && defaultLeft(tree, node) ? 1 : 0);
        json.name("id").value(id);
        writeIntegers("left_children", size, tree::left);
        writeNumbers("loss_changes", size, tree::gain);
        writeIntegers("parents", size, node -> parents[node]);
        writeIntegers("right_children", size, tree::right);
        writeNumbers("split_conditions", size, node -> tree.isLeaf(node) ? tree.value(node) : tree.threshold(node));
        writeIntegers("split_indices", size, node -> tree.isLeaf(node) ? 0 : splitIndex[tree.column(node)]);
        writeIntegers("split_type", size, node -> 0);
        writeNumbers("sum_hessian", size, tree::cover);
        json.name("tree_param").beginObject();
        json.name("num_deleted").value("0");
        json.name("num_feature").value(String.valueOf(splitIndex.length));
        json.name("num_nodes").value(String.valueOf(size));
        json.name("size_leaf_vector").value("0").endObject();
        json.endObject();
    }

    private static boolean defaultLeft(Tree tree, int node) {
        return tree.hasDirections() ? tree.missingGoesLeft(node) : 0 < tree.threshold(node);
    }

    private static int[] parents(Tree tree) {
        int[] parents = new int[tree.size()];
        parents[0] = NO_PARENT;
        for (int node = 0; node < parents.length; node++) {
            if (!tree.isLeaf(node)) {
                parents[tree.left(node)] = node;
                parents[tree.right(node)] = node;
            }
        }
        return parents;
    }

    private void writeIntegers(String name, int size, IntUnaryOperator numbers) throws IOException {
        json.name(name).beginArray();
        for (int i = 0; i < size; i++) {
            json.value(numbers.applyAsInt(i));
        }
        json.endArray();
    }

    /** Writes floats. XGBoost recognises them by the decimal point, which Java always writes. */
    private void writeNumbers(String name, int size, IntToDoubleFunction numbers) throws IOException {
        json.name(name).beginArray();
        for (int i = 0; i < size; i++) {
            json.value((float) numbers.applyAsDouble(i));
        }
        json.endArray();
    }
}
