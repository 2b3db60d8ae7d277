package dev.dropfit.trainer.tribuo;

import com.google.protobuf.Message;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import java.time.Instant;
import java.util.List;
import org.tribuo.classification.sgd.protos.ClassificationLinearSGDProto;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.util.ExpNormalizer;
import org.tribuo.regression.sgd.protos.RegressionLinearSGDProto;

/**
 * Writes weights as the protocol buffer of a Tribuo {@code LinearSGDModel}, which any Tribuo program can load. Its features are the encoded
 * columns. The same weights always give the same bytes.
 */
public final class TribuoLinearWriter {
    private TribuoLinearWriter() {}

    /**
     * The bytes of {@code model.tribuo}.
     *
     * @param weights [output][encoded column, then the intercept]
     * @param trained the time of training in the provenance
     */
    public static byte[] write(Pipeline pipeline, double[][] weights, Instant trained) {
        boolean classes = pipeline.target() instanceof Target.Classes;
        String className = classes
                ? org.tribuo.classification.sgd.linear.LinearSGDModel.class.getName()
                : org.tribuo.regression.sgd.linear.LinearSGDModel.class.getName();
        TribuoMetadata metadata =
                new TribuoMetadata(pipeline, className, Feature.encodedNames(pipeline.features()), trained);
        LinearParameters parameters = new LinearParameters(matrix(weights, metadata.columns()));
        Message model = classes
                ? ClassificationLinearSGDProto.newBuilder()
                        .setMetadata(metadata.message())
                        .setParams(parameters.serialize())
                        .setNormalizer(new ExpNormalizer().serialize())
                        .build()
                : RegressionLinearSGDProto.newBuilder()
                        .setMetadata(metadata.message())
                        .setParams(parameters.serialize())
                        .addDimensionNames(pipeline.label())
                        .build();
        return metadata.modelOf(model);
    }

    private static DenseMatrix matrix(double[][] weights, List<Integer> columns) {
        DenseMatrix matrix = new DenseMatrix(weights.length, columns.size() + 1);
        for (int k = 0; k < weights.length; k++) {
            for (int j = 0; j < columns.size(); j++) {
                matrix.set(k, j, weights[k][columns.get(j)]);
            }
            matrix.set(k, columns.size(), weights[k][columns.size()]);
        }
        return matrix;
    }
}
