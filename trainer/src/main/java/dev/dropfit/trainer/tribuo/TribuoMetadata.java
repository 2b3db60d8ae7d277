package dev.dropfit.trainer.tribuo;

import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The metadata of every Tribuo model: its provenance, its features, which are the encoded columns, and its outputs. The same pipeline and
 * time always give the same messages.
 */
final class TribuoMetadata {
    private final String className;
    private final WireFields message;
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
        message = new WireFields()
                .string(1, pipeline.learner())
                .message(2, TribuoProvenance.of(className, pipeline.learner(), trained))
                .number(3, pipeline.target() instanceof Target.Classes ? 1 : 0)
                .message(4, featureDomain(List.copyOf(sorted.keySet())))
                .message(5, outputDomain(pipeline.target(), pipeline.label()))
                .string(6, TribuoProvenance.VERSION);
    }

    /** A {@code ModelDataProto}. */
    WireFields message() {
        return message;
    }

    /** The encoded column of each feature id of Tribuo. */
    List<Integer> columns() {
        return columns;
    }

    /**
     * The bytes of {@code model.tribuo}.
     *
     * @param type the full name of the message
     */
    byte[] modelOf(String type, WireFields model) {
        return WireFields.of(className, type, model).toBytes();
    }

    private static WireFields featureDomain(List<String> names) {
        WireFields features = new WireFields();
        for (int id = 0; id < names.size(); id++) {
            WireFields feature = new WireFields().string(1, names.get(id)).number(3, id);
            features.message(1, WireFields.of("org.tribuo.RealIDInfo", "tribuo.core.RealIDInfoProto", feature));
        }
        return WireFields.of("org.tribuo.ImmutableFeatureMap", "tribuo.core.ImmutableFeatureMapProto", features);
    }

    private static WireFields outputDomain(Target target, String label) {
        WireFields outputs = new WireFields();
        if (target instanceof Target.Classes classes) {
            classes.values().forEach(value -> outputs.element(1, value));
            outputs.numbers(2, Collections.nCopies(classes.size(), 1));
            outputs.numbers(3, IntStream.range(0, classes.size()).boxed().toList());
            return WireFields.of(
                    "org.tribuo.classification.ImmutableLabelInfo",
                    "tribuo.classification.ImmutableLabelInfoProto",
                    outputs);
        }
        outputs.element(1, label).numbers(2, List.of(1)).numbers(3, List.of(0));
        // The largest and smallest number, the mean and the squares are not known.
        for (int field = 4; field <= 7; field++) {
            outputs.numbers(field, Double.NaN);
        }
        return WireFields.of(
                "org.tribuo.regression.ImmutableRegressionInfo",
                "tribuo.regression.ImmutableRegressionInfoProto",
                outputs.number(9, 1));
    }
}
