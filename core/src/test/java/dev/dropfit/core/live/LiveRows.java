package dev.dropfit.core.live;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model of an age, a sex with missing training rows and a city without, and rows for it. */
public final class LiveRows {
    /** The model. */
    public static final Pipeline PIPELINE = new Pipeline(
            "sick",
            "prediction",
            "logistic-regression",
            new Target.Classes(List.of("no", "yes"), Map.of()),
            List.of(
                    new Feature.Numeric("age", 50, 50, 10),
                    new Feature.Categorical("sex", List.of("f", "m"), false, true),
                    new Feature.Categorical("city", List.of("Bern", "Chur", "Thun"), false, false)),
            List.of());

    /** Its bins: Thun has none of its own. */
    public static final TrainingBins BINS = new TrainingBins(
            1000,
            List.of(
                    ColumnBins.numbers("age", 20, List.of(40.0, 60.0, 80.0), List.of(300L, 400L, 290L), 10),
                    new ColumnBins(
                            "sex",
                            ColumnBins.Kind.CATEGORIES,
                            List.of(),
                            List.of("m", "f"),
                            List.of(500L, 480L, 0L),
                            20,
                            0),
                    new ColumnBins(
                            "city",
                            ColumnBins.Kind.CATEGORIES,
                            List.of(),
                            List.of("Bern", "Chur"),
                            List.of(600L, 390L, 10L),
                            0,
                            1)),
            200,
            Optional.of(
                    ColumnBins.numbers(TrainingBins.SCORE, 0.1, List.of(0.3, 0.5, 0.9), List.of(80L, 70L, 50L), 0)));

    private LiveRows() {}

    /** The counts of rows, each with the probability of the second class at its end. */
    public static LiveCounts counts(double[]... rows) {
        RowBins bins = new RowBins(BINS, PIPELINE);
        long[] cells = new long[bins.cells()];
        for (double[] row : rows) {
            bins.count(row, new double[] {1 - row[3], row[3]}, cells, 0);
        }
        return new LiveCounts(BINS, rows.length, bins.slots(cells), Traffic.NONE);
    }
}
