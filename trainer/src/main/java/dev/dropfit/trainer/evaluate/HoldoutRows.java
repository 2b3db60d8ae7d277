package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Every n-th row of a holdout, so that looking at all columns of a large dataset has a bounded cost. */
final class HoldoutRows {
    /** The maximum number of values that are read: of rows times features times classes. */
    private static final long MAX_VALUES = 800_000;

    private final Table table;
    private final int step;
    private final int size;
    /** [chunk]: the indices of the sampled rows within it. */
    private final List<int[]> chunks;

    private HoldoutRows(Table table, int step, int size, List<int[]> chunks) {
        this.table = table;
        this.step = step;
        this.size = size;
        this.chunks = chunks;
    }

    /** @param target which the scores of the holdout were made for: rows of other classes have none */
    static HoldoutRows of(Table table, int features, Target target, Split split) {
        int outputs = ModelSize.outputs(target);
        long values = (long) split.count(table, true) * features * outputs;
        int step = (int) Math.max(1, (values + MAX_VALUES - 1) / MAX_VALUES);
        Targets targets = new Targets(table, target);
        double[] label = new double[Table.CHUNK];
        int[] selected = new int[Table.CHUNK];
        List<int[]> chunks = new ArrayList<>();
        int scored = 0;
        int size = 0;
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            int count = split.select(table.shares().get(chunk), true, selected);
            targets.decode(chunk, label);
            int[] sampled = new int[count];
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if ((outputs == 1 || label[selected[i]] != Targets.UNKNOWN_CLASS) && scored++ % step == 0) {
                    sampled[kept++] = selected[i];
                }
            }
            chunks.add(Arrays.copyOf(sampled, kept));
            size += kept;
        }
        return new HoldoutRows(table, step, size, chunks);
    }

    int size() {
        return size;
    }

    /** The index of a sampled row in the scores of the holdout. */
    int index(int sampled) {
        return sampled * step;
    }

    /** The values of a feature. */
    double[] values(FeatureTable features, int feature) {
        return collect((chunk, rows, out) -> features.decode(chunk, feature, rows, rows.length, out));
    }

    /** The times of a column of dates, in seconds since 1970, UTC; NaN for a row without one. */
    double[] times(String name) {
        Column column = table.columns().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        double[] lookup = new double[column.codes()];
        Arrays.setAll(lookup, column::time);
        return collect((chunk, rows, out) -> {
            column.decode(chunk, lookup, rows, rows.length, out);
            if (!column.codedIn(chunk)) {
                for (int i = 0; i < rows.length; i++) {
                    out[i] = column.plainTime(out[i]);
                }
            }
        });
    }

    /** Decodes some rows of a chunk. */
    @FunctionalInterface
    private interface Decoder {
        void decode(int chunk, int[] rows, double[] out);
    }

    private double[] collect(Decoder decoder) {
        double[] values = new double[size];
        double[] decoded = new double[Table.CHUNK];
        int at = 0;
        for (int chunk = 0; chunk < chunks.size(); chunk++) {
            int[] rows = chunks.get(chunk);
            decoder.decode(chunk, rows, decoded);
            System.arraycopy(decoded, 0, values, at, rows.length);
            at += rows.length;
        }
        return values;
    }
}
