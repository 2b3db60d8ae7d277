package dev.dropfit.trainer.tribuo;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;

/**
 * Writes weights as the protocol buffer of a Tribuo {@code LinearSGDModel}, which any Tribuo program can load. Its features are the encoded
 * columns. The same weights always give the same bytes.
 */
public final class TribuoLinearWriter {
    private static final String CLASSES = "org.tribuo.classification.sgd.linear.LinearSGDModel";
    private static final String QUANTITY = "org.tribuo.regression.sgd.linear.LinearSGDModel";

    private TribuoLinearWriter() {}

    /**
     * The bytes of {@code model.tribuo}.
     *
     * @param weights [output][encoded column, then the intercept]
     * @param trained the time of training in the provenance
     */
    public static byte[] write(Pipeline pipeline, double[][] weights, Instant trained) {
        boolean classes = pipeline.target() instanceof Target.Classes;
        TribuoMetadata metadata = new TribuoMetadata(
                pipeline, classes ? CLASSES : QUANTITY, Feature.encodedNames(pipeline.features()), trained);
        WireFields model = new WireFields()
                .message(1, metadata.message())
                .message(2, parameters(matrix(weights, metadata.columns())));
        return classes
                ? metadata.modelOf(
                        "tribuo.classification.sgd.ClassificationLinearSGDProto",
                        model.message(3, new WireFields().string(2, "org.tribuo.math.util.ExpNormalizer")))
                : metadata.modelOf(
                        "tribuo.regression.sgd.RegressionLinearSGDProto", model.element(3, pipeline.label()));
    }

    private static WireFields parameters(WireFields matrix) {
        WireFields tensor =
                WireFields.of("org.tribuo.math.la.DenseMatrix", "tribuo.math.impl.DenseTensorProto", matrix);
        return WireFields.of(
                "org.tribuo.math.LinearParameters",
                "tribuo.math.impl.LinearParametersProto",
                new WireFields().message(1, tensor));
    }

    /** The dimensions and the values by rows; the last column has the intercepts. */
    private static WireFields matrix(double[][] weights, List<Integer> columns) {
        int width = columns.size() + 1;
        ByteBuffer values =
                ByteBuffer.allocate(weights.length * width * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double[] row : weights) {
            for (int column : columns) {
                values.putDouble(row[column]);
            }
            values.putDouble(row[columns.size()]);
        }
        return new WireFields().numbers(1, List.of(weights.length, width)).bytes(2, values.array());
    }
}
