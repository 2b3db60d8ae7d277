package dev.dropfit.core.model.file;

import com.google.protobuf.ByteString;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.Tree;
import dev.dropfit.core.model.score.TreeScorer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the trees of a model from {@code model.tribuo}, the protocol buffer of a Tribuo {@code XGBoostModel} (Tribuo 4.3:
 * tribuo-core.proto, tribuo-core-impl.proto, tribuo-xgboost.proto) whose booster is JSON. Never loads a class that the file names,
 * and does not need XGBoost.
 */
final class TribuoTrees {
    static final String CLASS = "org.tribuo.common.xgboost.XGBoostModel";

    private TribuoTrees() {}

    /** Whether the file is such a model. */
    static boolean reads(WireMessage model) {
        return model.string(2).equals(CLASS);
    }

    /** Whether its trees have directions for missing numbers. */
    static boolean hasDirections(WireMessage model) throws IOException {
        return model.any(3).allBytes(3).stream().anyMatch(BoosterReader::hasDirections);
    }

    /**
     * Reads the model.
     *
     * @throws InvalidModelException when the model and its pipeline have different features or classes, or when a {@link TreeScorer} would
     *     not give the same scores as XGBoost
     */
    static TreeScorer read(WireMessage model, Pipeline pipeline) throws IOException {
        WireMessage xgboost = model.any(3);
        TribuoDomain domain = TribuoDomain.of(xgboost.message(1), pipeline, Feature.namesForTrees(pipeline.features()));
        List<ByteString> boosters = xgboost.allBytes(3);
        if (boosters.size() != 1) {
            throw new InvalidModelException("model.tribuo has " + boosters.size() + " boosters; accepted is one");
        }
        BoosterReader booster = BoosterReader.read(boosters.get(0), columns(domain));
        return pipeline.target() instanceof Target.Classes
                ? new TreeScorer(pipeline.features(), true, ofClasses(booster, domain.outputs()))
                : new TreeScorer(pipeline.features(), false, List.of(ofQuantity(booster)));
    }

    /** The encoded column of each feature id of Tribuo. */
    private static int[] columns(TribuoDomain domain) {
        int[] columns = new int[domain.columns().size()];
        for (int column = 0; column < columns.length; column++) {
            columns[domain.columns().get(column)] = column;
        }
        return columns;
    }

    /** Ignores the base score: it is the same for all classes, so it changes no probability. */
    private static List<List<Tree>> ofClasses(BoosterReader booster, List<Integer> outputs)
            throws InvalidModelException {
        List<List<Tree>> trees = booster.trees("multi:softprob", outputs.size());
        return outputs.stream().map(trees::get).toList();
    }

    private static List<Tree> ofQuantity(BoosterReader booster) throws InvalidModelException {
        List<Tree> trees = new ArrayList<>(booster.trees("reg:squarederror", 0).get(0));
        if (booster.baseScore() != 0) {
            trees.add(0, Tree.leaf(booster.baseScore(), 1));
        }
        return trees;
    }
}
