package dev.dropfit.trainer.tribuo;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Pipeline;
import java.util.ArrayList;
import java.util.List;
import org.tribuo.Example;
import org.tribuo.impl.ArrayExample;

/** Rows as a Tribuo program has to encode them: without missing numbers if the trees have directions for them, else with their medians. */
final class TribuoExamples {
    private TribuoExamples() {}

    static <T extends org.tribuo.Output<T>> Example<T> of(Pipeline pipeline, double[] row, T output) {
        return of(pipeline, row, output, false);
    }

    static <T extends org.tribuo.Output<T>> Example<T> of(Pipeline pipeline, double[] row, T output, boolean directed) {
        List<String> encodedNames = Feature.namesForTrees(pipeline.features());
        List<String> names = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        int at = 0;
        for (int f = 0; f < row.length; f++) {
            Feature feature = pipeline.features().get(f);
            if (feature instanceof Feature.Numeric numeric) {
                if (directed && Double.isNaN(row[f])) {
                    at += feature.width();
                    continue;
                }
                names.add(encodedNames.get(at));
                values.add(numeric.encode(row[f]));
            } else if (row[f] >= 0) {
                names.add(encodedNames.get(at + (int) row[f]));
                values.add(1.0);
            }
            at += feature.width();
        }
        for (int f = 0; f < row.length; f++) {
            if (pipeline.features().get(f) instanceof Feature.Categorical category && category.isOrdered()) {
                names.add(encodedNames.get(at++));
                values.add((double) category.position((int) row[f]));
            }
        }
        return new ArrayExample<>(
                output,
                names.toArray(String[]::new),
                values.stream().mapToDouble(value -> value).toArray());
    }
}
