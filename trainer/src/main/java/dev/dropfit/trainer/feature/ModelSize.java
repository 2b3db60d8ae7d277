package dev.dropfit.trainer.feature;

import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.settings.ColumnKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The size of a model that is fitted to a schema, and its limits. Above {@link #MAX_ENCODED_COLUMNS} or {@link #MAX_WEIGHTS_OF_ALL_LEVELS},
 * categorical columns keep fewer levels. A linear model of more than {@link #MAX_LINEAR_WEIGHTS} is refused.
 *
 * @param outputs the number of classes; 1 for a label that is a number
 * @param features the number of features: a date or a text has one for each part
 * @param cells the number of them that are not 0 in a row, about: a text has few of all terms
 * @param encodedColumns the number of encoded columns, about
 * @param maxLevels the maximum number of levels of a categorical column
 */
public record ModelSize(int outputs, int features, int cells, long encodedColumns, int maxLevels) {
    /** The maximum number of encoded columns, as long as categorical columns have levels to give up. */
    static final int MAX_ENCODED_COLUMNS = 50_000;
    /** The maximum number of weights (encoded columns times classes) for which categorical columns keep all their levels. */
    static final int MAX_WEIGHTS_OF_ALL_LEVELS = 200_000;
    /** The maximum number of weights of a linear model. A record lists them, and the dashboard reads it. */
    public static final int MAX_LINEAR_WEIGHTS = 400_000;

    private static final int MIN_LEVELS = 2;

    /** The size of a model of all columns that are used. */
    public static ModelSize of(Schema schema) {
        return of(outputs(schema.target()), columns(schema));
    }

    /**
     * The size of a model of these columns.
     *
     * @param outputs the number of classes; 1 for a label that is a number
     */
    public static ModelSize of(int outputs, List<ColumnSize> columns) {
        double max = Math.min(MAX_ENCODED_COLUMNS, (double) MAX_WEIGHTS_OF_ALL_LEVELS / outputs);
        int maxLevels = MIN_LEVELS;
        int tooMany = FeatureFitter.MAX_FREQUENT_LEVELS + 1;
        while (tooMany - maxLevels > 1) {
            int middle = (maxLevels + tooMany) / 2;
            if (encodedColumns(columns, middle) > max) {
                tooMany = middle;
            } else {
                maxLevels = middle;
            }
        }
        int features = columns.stream().mapToInt(ColumnSize::features).sum() - sharedTerms(columns);
        int cells = columns.stream().mapToInt(ColumnSize::cells).sum();
        return new ModelSize(outputs, features, cells, encodedColumns(columns, maxLevels), maxLevels);
    }

    /** The sizes of the columns that a model uses. */
    public static List<ColumnSize> columns(Schema schema) {
        return schema.used().stream().map(ColumnSize::of).toList();
    }

    /** The number of classes; 1 for a label that is a number. */
    public static int outputs(Target target) {
        return target instanceof Target.Classes classes ? classes.size() : 1;
    }

    /** Whether a linear model has few enough weights. */
    public boolean allowsLinear() {
        return (double) encodedColumns * outputs <= MAX_LINEAR_WEIGHTS;
    }

    /** The number of margins of a row: two classes have one, the difference. */
    public int margins() {
        return margins(outputs);
    }

    /** The same for a target. */
    public static int margins(Target target) {
        return margins(outputs(target));
    }

    private static int margins(int outputs) {
        return outputs > 2 ? outputs : 1;
    }

    private static long encodedColumns(List<ColumnSize> columns, int maxLevels) {
        return (long) columns.stream()
                        .mapToDouble(column -> column.encodedColumns(maxLevels))
                        .sum()
                - sharedTerms(columns);
    }

    /** The terms that columns of texts do not have, because they share a maximum. */
    private static int sharedTerms(List<ColumnSize> columns) {
        int texts = (int) columns.stream()
                .filter(column -> column.kind() == ColumnKind.TEXT)
                .count();
        return texts == 0 ? 0 : texts * (TextFitter.MAX_TERMS - TextFitter.maxTerms(texts));
    }

    /** A note when categorical columns keep fewer levels than usual, because the model would be too large. */
    public static Optional<Anomaly> note(Schema schema) {
        ModelSize size = of(schema);
        if (size.maxLevels >= Schema.MAX_LEVELS) {
            return Optional.empty();
        }
        long all = encodedColumns(columns(schema), Schema.MAX_LEVELS);
        return Optional.of(Anomaly.of(
                "fewer-levels",
                String.format(
                        Locale.ROOT,
                        "the categorical columns have too many different values for one model (%,d values%s, with up"
                                + " to %,d of each column); of each column the %,d most frequent values are used, and all"
                                + " others count as one value",
                        all,
                        size.outputs > 1 ? String.format(Locale.ROOT, " and %,d classes", size.outputs) : "",
                        Schema.MAX_LEVELS,
                        size.maxLevels)));
    }
}
