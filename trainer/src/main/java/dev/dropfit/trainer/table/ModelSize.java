package dev.dropfit.trainer.table;

import dev.dropfit.core.model.DatePart;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.settings.ColumnKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The size of a model that is fitted to a schema, and its limits. Above {@link #MAX_ENCODED_COLUMNS} or {@link #MAX_WEIGHTS_OF_ALL_LEVELS},
 * categorical columns keep fewer levels. A linear model of more than {@link #MAX_LINEAR_WEIGHTS} is refused.
 *
 * @param outputs the number of classes; 1 for a label that is a number
 * @param features the number of features: a date has one for each part
 * @param encodedColumns the number of encoded columns, about
 * @param maxLevels the maximum number of levels of a categorical column
 */
public record ModelSize(int outputs, int features, long encodedColumns, int maxLevels) {
    /** The maximum number of encoded columns, as long as categorical columns have levels to give up. */
    static final int MAX_ENCODED_COLUMNS = 50_000;
    /** The maximum number of weights (encoded columns times classes) for which categorical columns keep all their levels. */
    static final int MAX_WEIGHTS_OF_ALL_LEVELS = 200_000;
    /** The maximum number of weights of a linear model. A record lists them, and the dashboard reads it. */
    public static final int MAX_LINEAR_WEIGHTS = 400_000;

    private static final int MIN_LEVELS = 2;
    /** The level of all rarer values. */
    private static final int OTHER = 1;

    /** The size of a model of all columns that are used. */
    public static ModelSize of(Schema schema) {
        int outputs = schema.target() instanceof Target.Classes classes ? classes.size() : 1;
        List<Schema.Role> roles = schema.used();
        int features = roles.stream().mapToInt(ModelSize::features).sum();
        int maxLevels = FeatureFitter.MAX_LEVELS;
        long max = Math.min(MAX_ENCODED_COLUMNS, MAX_WEIGHTS_OF_ALL_LEVELS / outputs);
        while (maxLevels > MIN_LEVELS && encodedColumns(roles, maxLevels) > max) {
            maxLevels--;
        }
        return new ModelSize(outputs, features, encodedColumns(roles, maxLevels), maxLevels);
    }

    private static int features(Schema.Role role) {
        return role.kind() == ColumnKind.DATETIME ? DatePart.Component.values().length : 1;
    }

    private static long encodedColumns(List<Schema.Role> roles, int maxLevels) {
        return roles.stream()
                .mapToLong(role -> role.kind() == ColumnKind.CATEGORICAL
                        ? Math.min(role.column().distinctValues(), maxLevels) + OTHER
                        : features(role))
                .sum();
    }

    /** A note when categorical columns keep fewer levels than usual, because the model would be too large. */
    public static Optional<Anomaly> note(Schema schema) {
        ModelSize size = of(schema);
        if (size.maxLevels == FeatureFitter.MAX_LEVELS) {
            return Optional.empty();
        }
        long all = encodedColumns(schema.used(), FeatureFitter.MAX_LEVELS);
        return Optional.of(Anomaly.of(
                "fewer-levels",
                String.format(
                        Locale.ROOT,
                        "with up to %,d levels for each categorical column, the model would have %,d encoded columns%s, which is too large;"
                                + " each column keeps its %,d most frequent levels, and all other values become one level",
                        FeatureFitter.MAX_LEVELS,
                        all,
                        size.outputs > 1 ? String.format(Locale.ROOT, " and %,d classes", size.outputs) : "",
                        size.maxLevels)));
    }
}
