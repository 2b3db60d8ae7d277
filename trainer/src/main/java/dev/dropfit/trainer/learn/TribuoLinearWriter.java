package dev.dropfit.trainer.learn;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.oracle.labs.mlrg.olcut.config.protobuf.ProtoProvenanceSerialization;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.RealIDInfo;
import org.tribuo.Tribuo;
import org.tribuo.classification.ImmutableLabelInfo;
import org.tribuo.classification.protos.ImmutableLabelInfoProto;
import org.tribuo.classification.sgd.protos.ClassificationLinearSGDProto;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.util.ExpNormalizer;
import org.tribuo.protos.core.FeatureDomainProto;
import org.tribuo.protos.core.ImmutableFeatureMapProto;
import org.tribuo.protos.core.ModelDataProto;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.OutputDomainProto;
import org.tribuo.protos.core.RealIDInfoProto;
import org.tribuo.protos.core.VariableInfoProto;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.impl.EmptyDatasetProvenance;
import org.tribuo.provenance.impl.EmptyTrainerProvenance;
import org.tribuo.regression.ImmutableRegressionInfo;
import org.tribuo.regression.protos.ImmutableRegressionInfoProto;
import org.tribuo.regression.sgd.protos.RegressionLinearSGDProto;

/**
 * Writes weights as the protocol buffer of a Tribuo {@code LinearSGDModel}, which any Tribuo program can load. Its features are the encoded
 * columns. The same weights give the same bytes.
 */
public final class TribuoLinearWriter {
    private TribuoLinearWriter() {}

    /**
     * The bytes of {@code model.tribuo}.
     *
     * @param weights [output][encoded column, then the intercept]
     * @param trained recorded as the time of training
     */
    public static byte[] write(Pipeline pipeline, double[][] weights, Instant trained) {
        boolean classes = pipeline.target() instanceof Target.Classes;
        String className = classes
                ? org.tribuo.classification.sgd.linear.LinearSGDModel.class.getName()
                : org.tribuo.regression.sgd.linear.LinearSGDModel.class.getName();
        // Tribuo needs feature numbers to be in the order of the names.
        Map<String, Integer> columns = new TreeMap<>();
        for (String name : Feature.encodedNames(pipeline.features())) {
            columns.put(name, columns.size());
        }
        ModelDataProto metadata = ModelDataProto.newBuilder()
                .setName(pipeline.learner())
                .setProvenance(new ProtoProvenanceSerialization(false)
                        .serializeToProto(ProvenanceUtil.marshalProvenance(provenance(pipeline, className, trained))))
                .setGenerateProbabilities(classes)
                .setFeatureDomain(featureDomain(columns.keySet().stream().toList()))
                .setOutputDomain(outputDomain(pipeline.target(), pipeline.label()))
                .setTribuoVersion(Tribuo.VERSION)
                .build();
        LinearParameters parameters =
                new LinearParameters(matrix(weights, columns.values().stream().toList()));
        Message model = classes
                ? ClassificationLinearSGDProto.newBuilder()
                        .setMetadata(metadata)
                        .setParams(parameters.serialize())
                        .setNormalizer(new ExpNormalizer().serialize())
                        .build()
                : RegressionLinearSGDProto.newBuilder()
                        .setMetadata(metadata)
                        .setParams(parameters.serialize())
                        .addDimensionNames(pipeline.label())
                        .build();
        return ModelProto.newBuilder()
                .setVersion(0)
                .setClassName(className)
                .setSerializedData(Any.pack(model))
                .build()
                .toByteArray();
    }

    private static ModelProvenance provenance(Pipeline pipeline, String className, Instant trained) {
        Map<String, Provenance> learner = new LinkedHashMap<>();
        learner.put("learner", new StringProvenance("learner", "dropfit " + pipeline.learner()));
        return new ModelProvenance(
                className,
                trained.atOffset(ZoneOffset.UTC),
                new EmptyDatasetProvenance(),
                new EmptyTrainerProvenance(),
                learner,
                false);
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

    private static FeatureDomainProto featureDomain(List<String> names) {
        ImmutableFeatureMapProto.Builder features = ImmutableFeatureMapProto.newBuilder();
        for (int id = 0; id < names.size(); id++) {
            features.addInfo(VariableInfoProto.newBuilder()
                    .setClassName(RealIDInfo.class.getName())
                    .setSerializedData(Any.pack(RealIDInfoProto.newBuilder()
                            .setName(names.get(id))
                            .setId(id)
                            .build())));
        }
        return FeatureDomainProto.newBuilder()
                .setClassName(ImmutableFeatureMap.class.getName())
                .setSerializedData(Any.pack(features.build()))
                .build();
    }

    private static OutputDomainProto outputDomain(Target target, String label) {
        if (target instanceof Target.Classes classes) {
            ImmutableLabelInfoProto.Builder labels = ImmutableLabelInfoProto.newBuilder();
            for (int k = 0; k < classes.size(); k++) {
                labels.addLabel(classes.values().get(k)).addCount(1).addId(k);
            }
            return OutputDomainProto.newBuilder()
                    .setClassName(ImmutableLabelInfo.class.getName())
                    .setSerializedData(Any.pack(labels.build()))
                    .build();
        }
        return OutputDomainProto.newBuilder()
                .setClassName(ImmutableRegressionInfo.class.getName())
                .setSerializedData(Any.pack(ImmutableRegressionInfoProto.newBuilder()
                        .addLabel(label)
                        .addCount(1)
                        .addId(0)
                        .addMax(Double.NaN)
                        .addMin(Double.NaN)
                        .addMean(Double.NaN)
                        .addSumSquares(Double.NaN)
                        .setOverallCount(1)
                        .build()))
                .build();
    }
}
