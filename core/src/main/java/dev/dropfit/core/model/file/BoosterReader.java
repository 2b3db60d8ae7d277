package dev.dropfit.core.model.file;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import com.google.protobuf.ByteString;
import dev.dropfit.core.BoundedJson;
import dev.dropfit.core.JsonPlace;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.score.Tree;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a booster in the JSON format of XGBoost 1.6 ({@code Learner::SaveModel}). Keys may have any order, but attributes precede
 * the trees. Skips keys that do not affect scores. For one booster.
 */
final class BoosterReader {
    /** The maximum length of a string: all that are needed are short. */
    private static final int MAX_STRING = 1_000;

    private static final String MISSING = "dropfit_missing";
    private static final String DIRECTED = "directed";

    /** The begin of a booster whose trees have directions for missing numbers: this attribute is the first value. */
    private static final ByteString BEGIN_OF_DIRECTED =
            ByteString.copyFromUtf8("{\"learner\":{\"attributes\":{\"" + MISSING + "\":\"" + DIRECTED + "\"");

    /** Reads the value of a key. */
    @FunctionalInterface
    private interface Value {
        void read() throws IOException;
    }

    private final JsonReader in;
    private final int[] columns;
    private final List<Tree> trees = new ArrayList<>();
    private int[] outputOfTree = {};
    private String booster = "";
    private String objective = "";
    private boolean directed;
    private int classes;
    private float baseScore;
    private int nodes;

    private BoosterReader(JsonReader in, int[] columns) {
        this.in = in;
        this.columns = columns;
    }

    /**
     * Reads a booster.
     *
     * @param columns the encoded column of each split index
     * @throws InvalidModelException when the content is damaged or not a booster, or has splits that {@link Tree} does not support
     */
    static BoosterReader read(ByteString json, int[] columns) throws IOException {
        // XGBoost recognises its JSON format by these characters.
        if (!json.startsWith(ByteString.copyFromUtf8("{\""))) {
            throw new InvalidModelException(
                    "model.tribuo has trees in another format than JSON; this version of Dropfit reads only JSON");
        }
        try (JsonReader in = new JsonReader(new BoundedJson(
                new InputStreamReader(json.newInput(), StandardCharsets.UTF_8), Integer.MAX_VALUE, MAX_STRING))) {
            in.setStrictness(Strictness.STRICT);
            BoosterReader reader = new BoosterReader(in, columns);
            reader.object(Map.of("learner", reader::readLearner));
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new InvalidModelException("model.tribuo has content after its trees");
            }
            return reader;
        } catch (MalformedJsonException | EOFException | IllegalStateException | NumberFormatException e) {
            throw new InvalidModelException(
                    "model.tribuo has trees that are not in the format of XGBoost" + JsonPlace.of(e), e);
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException("model.tribuo has invalid trees: " + e.getMessage(), e);
        }
    }

    /** Whether the trees of a booster have directions for missing numbers. */
    static boolean hasDirections(ByteString json) {
        return json.startsWith(BEGIN_OF_DIRECTED);
    }

    private void object(Map<String, Value> known) throws IOException {
        in.beginObject();
        while (in.hasNext()) {
            known.getOrDefault(in.nextName(), in::skipValue).read();
        }
        in.endObject();
    }

    private void readLearner() throws IOException {
        object(Map.of(
                "attributes",
                () -> object(Map.of(MISSING, () -> directed = in.nextString().equals(DIRECTED))),
                "gradient_booster",
                () -> object(Map.of("name", () -> booster = in.nextString(), "model", this::readModel)),
                "learner_model_param",
                () -> object(Map.of("base_score", this::readBaseScore, "num_class", () -> classes = in.nextInt())),
                "objective",
                () -> object(Map.of("name", () -> objective = in.nextString()))));
    }

    private void readBaseScore() throws IOException {
        baseScore = Float.parseFloat(in.nextString());
        if (!Float.isFinite(baseScore)) {
            throw new IllegalArgumentException("The base score is " + baseScore);
        }
    }

    private void readModel() throws IOException {
        object(Map.of(
                "tree_info",
                () -> outputOfTree = TreeArrays.integers(TreeArrays.numbers(in, ModelLimits.MAX_NODES)),
                "trees",
                this::readTrees));
    }

    private void readTrees() throws IOException {
        in.beginArray();
        while (in.hasNext()) {
            Tree tree = TreeArrays.read(in, ModelLimits.MAX_NODES - nodes).tree(columns, directed);
            nodes += tree.size();
            ModelLimits.atMost(trees.size() + 1L, ModelLimits.MAX_TREES, "trees");
            trees.add(tree);
        }
        in.endArray();
    }

    /**
     * The trees of a booster for this objective.
     *
     * @param name the objective
     * @param classes the number of classes, 0 for a quantity
     * @return [output][round]
     */
    List<List<Tree>> trees(String name, int classes) throws InvalidModelException {
        if (!booster.equals("gbtree") || !objective.equals(name) || this.classes != classes) {
            throw new InvalidModelException("model.tribuo has a " + booster + " booster for " + objective + " with "
                    + this.classes + " classes; pipeline.json needs gbtree for " + name + " with " + classes);
        }
        if (outputOfTree.length != trees.size()) {
            throw new InvalidModelException(
                    "model.tribuo has " + trees.size() + " trees, but outputs for " + outputOfTree.length);
        }
        List<List<Tree>> outputs = new ArrayList<>();
        for (int output = 0; output < Math.max(1, classes); output++) {
            outputs.add(new ArrayList<>());
        }
        for (int tree = 0; tree < trees.size(); tree++) {
            int output = outputOfTree[tree];
            if (output < 0 || output >= outputs.size()) {
                throw new InvalidModelException(
                        "model.tribuo has a tree for output " + output + " of " + outputs.size());
            }
            outputs.get(output).add(trees.get(tree));
        }
        return outputs;
    }

    /** The score of every row before the first tree. */
    float baseScore() {
        return baseScore;
    }
}
