package dev.dropfit.core.model.file;

import com.google.protobuf.ByteString;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.LinearScorer;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.List;

/**
 * Reads the weights of a linear model from {@code model.tribuo}, the protocol buffer of a Tribuo {@code LinearSGDModel} (Tribuo 4.3:
 * tribuo-core.proto, tribuo-core-impl.proto, tribuo-math.proto, tribuo-math-impl.proto, tribuo-classification-sgd.proto,
 * tribuo-regression-sgd.proto). Never loads a class that the file names.
 */
final class TribuoLinear {
    static final String CLASSIFICATION = "org.tribuo.classification.sgd.linear.LinearSGDModel";
    static final String REGRESSION = "org.tribuo.regression.sgd.linear.LinearSGDModel";

    private TribuoLinear() {}

    /** Whether the file is such a model. */
    static boolean reads(WireMessage model) {
        String className = model.string(2);
        return className.equals(CLASSIFICATION) || className.equals(REGRESSION);
    }

    /**
     * Reads the model.
     *
     * @throws InvalidModelException when the model and its pipeline have different features or classes, or a weight is not finite
     */
    static LinearScorer read(WireMessage model, Pipeline pipeline) throws IOException {
        WireMessage linear = model.any(3);
        boolean classes = pipeline.target() instanceof Target.Classes;
        if (classes != model.string(2).equals(CLASSIFICATION)) {
            throw new InvalidModelException("model.tribuo and pipeline.json have different tasks");
        }
        TribuoDomain domain = TribuoDomain.of(linear.message(1), pipeline, Feature.encodedNames(pipeline.features()));
        List<Integer> columns = domain.columns();
        List<Integer> outputs = domain.outputs();

        WireMessage tensor = linear.message(2).any(3).message(1).any(3);
        List<Long> dimensions = tensor.numbers(1);
        int width = columns.size() + 1;
        ModelLimits.atMost(
                (long) outputs.size() * width, ModelLimits.MAX_WEIGHTS, "weights (encoded columns times classes)");
        ByteString values = tensor.bytes(2);
        if (!dimensions.equals(List.of((long) outputs.size(), (long) width))
                || values.size() != (long) outputs.size() * width * Double.BYTES) {
            throw new InvalidModelException("model.tribuo has weights of shape " + dimensions
                    + "; pipeline.json needs [" + outputs.size() + ", " + width + "]");
        }
        DoubleBuffer stored =
                values.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
        double[][] weights = new double[outputs.size()][width];
        for (int k = 0; k < weights.length; k++) {
            int row = outputs.get(k) * width;
            for (int j = 0; j < width; j++) {
                // In Tribuo the intercept follows the features.
                double weight = stored.get(row + (j < columns.size() ? columns.get(j) : j));
                if (!Double.isFinite(weight)) {
                    throw new InvalidModelException("model.tribuo has a weight that is not finite");
                }
                weights[k][j] = weight;
            }
        }
        return new LinearScorer(pipeline.features(), classes, weights);
    }
}
