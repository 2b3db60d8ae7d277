package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Target;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Scores, and what several metrics of classes need of them: computed when it is first asked for, then kept. Not thread-safe. */
final class MetricInput {
    private final Scores scores;
    private final Target target;
    /** What this is a sample of, and which rows it has; null if it is no sample. */
    private final @Nullable MetricInput whole;

    private final int @Nullable [] sampled;
    private int @Nullable [][] confusion;
    private @Nullable List<Ranking> rankings;
    private @Nullable Calibration calibration;

    /** @param target which the scores were made for */
    MetricInput(Scores scores, Target target) {
        this(scores, target, null, null);
    }

    private MetricInput(Scores scores, Target target, @Nullable MetricInput whole, int @Nullable [] sampled) {
        this.scores = scores;
        this.target = target;
        this.whole = whole;
        this.sampled = sampled;
    }

    /** The same for some of the rows; a row may be there several times. The rows are ranked once, not again for each sample. */
    MetricInput sample(int[] rows) {
        return new MetricInput(scores.sample(rows), target, this, rows);
    }

    Scores scores() {
        return scores;
    }

    boolean binary() {
        return target instanceof Target.Classes classes && classes.binary();
    }

    /** The first class that metrics look at: of two only the positive one counts. */
    int firstClass() {
        return binary() ? 1 : 0;
    }

    /** [actual][predicted]: rows. */
    int[][] confusion() {
        if (confusion == null) {
            int[][] counts = new int[scores.outputs()][scores.outputs()];
            for (int row = 0; row < scores.rows(); row++) {
                counts[scores.actualClass(row)][scores.predictedClass(row)]++;
            }
            confusion = counts;
        }
        return confusion;
    }

    Calibration calibration() {
        if (calibration == null) {
            calibration = Calibration.of(this);
        }
        return calibration;
    }

    /** One for each class against the rest; of two classes only the positive one's. */
    List<Ranking> rankings() {
        if (rankings == null && whole != null && sampled != null) {
            int[] rows = sampled;
            rankings = whole.rankings().stream()
                    .map(ranking -> ranking.sample(rows))
                    .toList();
        } else if (rankings == null) {
            rankings = IntStream.range(firstClass(), scores.outputs())
                    .parallel()
                    .mapToObj(this::ranking)
                    .toList();
        }
        return rankings;
    }

    private Ranking ranking(int output) {
        double[] values = new double[scores.rows()];
        boolean[] positive = new boolean[scores.rows()];
        for (int row = 0; row < values.length; row++) {
            values[row] = scores.value(row, output);
            positive[row] = scores.actualClass(row) == output;
        }
        return Ranking.of(values, positive);
    }
}
