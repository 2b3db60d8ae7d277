package dev.dropfit.trainer.tribuo;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.oracle.labs.mlrg.olcut.config.protobuf.ProtoProvenanceSerialization;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
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

/**
 * The metadata of every Tribuo model: its provenance, its features, which are the encoded columns, and its outputs. The same pipeline and
 * time always give the same messages.
 */
final class TribuoMetadata {
    private final String className;
    private final ModelDataProto message;
    private final List<Integer> columns;

    /**
     * @param className the class of the model
     * @param names of the encoded columns
     * @param trained the time of training in the provenance
     */
    TribuoMetadata(Pipeline pipeline, String className, List<String> names, Instant trained) {
        this.className = className;
        // Tribuo needs feature ids in the order of the names.
        Map<String, Integer> sorted = new TreeMap<>();
        for (String name : names) {
            sorted.put(name, sorted.size());
        }
        columns = List.copyOf(sorted.values());
        message = ModelDataProto.newBuilder()
                .setName(pipeline.learner())
                .setProvenance(new ProtoProvenanceSerialization(false)
                        .serializeToProto(ProvenanceUtil.marshalProvenance(provenance(pipeline, className, trained))))
                .setGenerateProbabilities(pipeline.target() instanceof Target.Classes)
                .setFeatureDomain(featureDomain(List.copyOf(sorted.keySet())))
                .setOutputDomain(outputDomain(pipeline.target(), pipeline.label()))
                .setTribuoVersion(Tribuo.VERSION)
                .build();
    }

    ModelDataProto message() {
        return message;
    }

    /** The encoded column of each feature id of Tribuo. */
    List<Integer> columns() {
        return columns;
    }

    /** The bytes of {@code model.tribuo}. */
    byte[] modelOf(Message data) {
        return ModelProto.newBuilder()
                .setVersion(0)
                .setClassName(className)
                .setSerializedData(Any.pack(data))
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
