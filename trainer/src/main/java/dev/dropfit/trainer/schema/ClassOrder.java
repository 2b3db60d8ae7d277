package dev.dropfit.trainer.schema;

import dev.dropfit.core.model.BooleanTexts;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The order of two classes: the second one is the positive one, which people want to find. Pure functions. */
final class ClassOrder {
    /** The first words of classes in which nothing has happened. */
    private static final Set<String> NOTHING = Set.of(
            "none",
            "nothing",
            "ok",
            "okay",
            "normal",
            "healthy",
            "negative",
            "benign",
            "absent",
            "legitimate",
            "legit",
            "genuine",
            "existing",
            "stayed");

    /** Words that say so of the words after them. */
    private static final Set<String> NEGATIONS = Set.of(
            "no", "not", "non", "without", "kein", "keine", "nicht", "ohne", "sans", "pas", "sin", "sem", "senza");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s_-]+");

    private ClassOrder() {}

    /** The class in which nothing has happened first, or the one that means no; otherwise in their order. */
    static List<String> positiveLast(List<String> values) {
        boolean first = isNothing(values.get(0));
        if (first == isNothing(values.get(1))) {
            return BooleanTexts.falseFirst(values);
        }
        return first ? values : List.of(values.get(1), values.get(0));
    }

    private static boolean isNothing(String value) {
        String[] words = BETWEEN_WORDS.split(value.toLowerCase(Locale.ROOT), -1);
        return NOTHING.contains(words[0]) || (words.length > 1 && NEGATIONS.contains(words[0]));
    }
}
