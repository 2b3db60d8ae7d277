package dev.dropfit.core.model.file;

import com.google.protobuf.ByteString;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.Tree;
import dev.dropfit.core.model.score.TreeScorer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the trees of a model from {@code model.tribuo}, the protocol buffer of a Tribuo {@code XGBoostModel} (Tribuo 4.3:
 * tribuo-core.proto, tribuo-core-impl.proto, tribuo-xgboost.proto) whose booster is JSON. No class that the file names is ever looked up,
 * and no XGBoost is needed.
 */
final class TribuoTrees {
    static final String CLASS = "org.tribuo.common.xgboost.XGBoostModel";

    private TribuoTrees() {}

    /** Whether a file says that it is such a model. */
    static boolean reads(WireMessage model) {
        return model.string(2).equals(CLASS);
    }

    /**
     * The scorer of this model.
     *
     * @throws InvalidModelException when the model has other features or classes than its pipeline, or trees that a {@link TreeScorer}
     *     would score in another way than XGBoost
     */
    static Scorer read(WireMessage model, Pipeline pipeline) throws IOException {
        WireMessage xgboost = model.any(3);
        TribuoDomain domain = TribuoDomain.of(xgboost.message(1), pipeline);
        List<ByteString> boosters = xgboost.allBytes(3);
        if (boosters.size() != 1) {
            throw new InvalidModelException("model.tribuo holds " + boosters.size() + " boosters; one belongs there");
        }
        BoosterReader booster = BoosterReader.read(boosters.get(0), columns(domain));
        return pipeline.target() instanceof Target.Classes
                ? new TreeScorer(pipeline.features(), true, ofClasses(booster, domain.outputs()))
                : new TreeScorer(pipeline.features(), false, List.of(ofQuantity(booster)));
    }

    /** The encoded column of each of Tribuo's numbers. */
    private static int[] columns(TribuoDomain domain) {
        int[] columns = new int[domain.columns().size()];
        for (int column = 0; column < columns.length; column++) {
            columns[domain.columns().get(column)] = column;
        }
        return columns;
    }

    /** The base score is the same for all classes and so changes no probability. */
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
