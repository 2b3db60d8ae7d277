package dev.dropfit.trainer.tribuo;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.Tree;
import java.time.Instant;
import java.util.List;

/**
 * Writes trees as the protocol buffer of a Tribuo {@code XGBoostModel}, which any Tribuo program with XGBoost can load. Writing does not need
 * XGBoost. Its features are the encoded columns, and the positions of ordered levels. The same trees always give the same bytes.
 */
public final class TribuoTreesWriter {
    private static final String MODEL = "org.tribuo.common.xgboost.XGBoostModel";
    private static final String CLASSES = "org.tribuo.classification.xgboost.XGBoostClassificationConverter";
    private static final String QUANTITY = "org.tribuo.regression.xgboost.XGBoostRegressionConverter";

    private TribuoTreesWriter() {}

    /**
     * The bytes of {@code model.tribuo}.
     *
     * @param trees [output][round]
     * @param trained the time of training in the provenance
     */
    public static byte[] write(Pipeline pipeline, List<List<Tree>> trees, Instant trained) {
        boolean classes = pipeline.target() instanceof Target.Classes;
        TribuoMetadata metadata =
                new TribuoMetadata(pipeline, MODEL, Feature.namesForTrees(pipeline.features()), trained);
        return metadata.modelOf(
                "tribuo.common.xgboost.XGBoostModelProto",
                new WireFields()
                        .message(1, metadata.message())
                        .message(2, new WireFields().string(2, classes ? CLASSES : QUANTITY))
                        .bytes(3, BoosterWriter.write(metadata.columns(), classes, trees)));
    }
}
