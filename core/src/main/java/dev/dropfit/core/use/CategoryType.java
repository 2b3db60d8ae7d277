package dev.dropfit.core.use;

import dev.dropfit.core.model.Feature;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What the levels of a category are for a client with types. */
public enum CategoryType {
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING;

    private static final Set<String> BOOLEANS = Set.of("true", "false");
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,8})");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,14})?");

    /** The narrowest type of all levels. */
    public static CategoryType of(Feature.Categorical categorical) {
        List<String> levels = categorical.levels();
        if (levels.isEmpty()) {
            return STRING;
        }
        if (all(levels, level -> BOOLEANS.contains(level.toLowerCase(Locale.ROOT)))) {
            return BOOLEAN;
        }
        if (all(levels, level -> WHOLE.matcher(level).matches())) {
            return INTEGER;
        }
        return all(levels, level -> DECIMAL.matcher(level).matches()) ? NUMBER : STRING;
    }

    private static boolean all(List<String> levels, Predicate<String> matches) {
        return levels.stream().allMatch(matches);
    }
}
