package dev.dropfit.core.model;

import dev.dropfit.core.csv.Values;
import java.util.List;
import java.util.Locale;

/** The spellings of booleans: {@code true}, {@code TRUE}, {@code yes}, {@code 1} and their opposites. Pure functions. */
public final class BooleanTexts {
    static final int FALSE = 0;
    static final int TRUE = 1;
    static final int NEITHER = -1;

    /** With more levels a column is not a boolean with a few other values. */
    private static final int MAX_LEVELS = 10;

    /** No and yes in other languages: booleans only as a pair, because a single one may be another word or the code of a country. */
    private static final List<List<String>> PAIRS = List.of(
            List.of("nein", "ja"),
            List.of("nee", "ja"),
            List.of("nej", "ja"),
            List.of("nei", "ja"),
            List.of("non", "oui"),
            List.of("no", "s\u00ED"),
            List.of("no", "si"),
            List.of("no", "s\u00EC"),
            List.of("n\u00E3o", "sim"),
            List.of("nao", "sim"),
            List.of("nie", "tak"),
            List.of("ne", "ano"),
            List.of("\u043D\u0435\u0442", "\u0434\u0430"));

    /** The length of the longest spelling. */
    static final int MAX_LENGTH = 5;

    private BooleanTexts() {}

    /** {@link #TRUE}, {@link #FALSE} or {@link #NEITHER}. */
    static int meaning(String text) {
        if (text.length() > MAX_LENGTH) {
            return NEITHER;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "y", "on", "1" -> TRUE;
            case "false", "f", "no", "n", "off", "0" -> FALSE;
            default -> NEITHER;
        };
    }

    /**
     * The index of the level that means false, and of the one that means true, {@link Feature.Categorical#NONE} for none. Empty if the levels are
     * not booleans: if two levels mean the same, if there are other levels without both booleans, or if one of those is a number. Then only the
     * words true and false are booleans. {@code ja} and {@code nein}, and the like, are booleans if there are no other levels.
     */
    static int[] codes(List<String> levels) {
        if (levels.size() == 2) {
            for (List<String> pair : PAIRS) {
                int no = indexOf(pair.get(FALSE), levels);
                int yes = indexOf(pair.get(TRUE), levels);
                if (no != Feature.Categorical.NONE && yes != Feature.Categorical.NONE) {
                    return new int[] {no, yes};
                }
            }
        }
        int[] codes = {Feature.Categorical.NONE, Feature.Categorical.NONE};
        boolean others = false;
        boolean booleans = levels.size() <= MAX_LEVELS;
        for (int i = 0; booleans && i < levels.size(); i++) {
            int meaning = meaning(levels.get(i));
            if (meaning == NEITHER) {
                others = true;
                booleans = Double.isNaN(Values.number(levels.get(i)));
            } else {
                booleans = codes[meaning] == Feature.Categorical.NONE;
                codes[meaning] = i;
            }
        }
        boolean both = codes[FALSE] != Feature.Categorical.NONE && codes[TRUE] != Feature.Categorical.NONE;
        return booleans && (both || !others) ? codes : words(levels);
    }

    /** Two values, the one that means false first; in their order if they are not booleans. */
    public static List<String> falseFirst(List<String> values) {
        int[] codes = codes(values);
        boolean swapped = codes.length > 0 && codes[FALSE] == 1 && codes[TRUE] == 0;
        return swapped ? List.of(values.get(1), values.get(0)) : values;
    }

    /** The indices of the levels false and true, in upper or lower case; empty if neither is a level. */
    private static int[] words(List<String> levels) {
        int no = indexOf("false", levels);
        int yes = indexOf("true", levels);
        return no == Feature.Categorical.NONE && yes == Feature.Categorical.NONE ? new int[0] : new int[] {no, yes};
    }

    private static int indexOf(String word, List<String> levels) {
        for (int i = 0; i < levels.size(); i++) {
            if (levels.get(i).equalsIgnoreCase(word)) {
                return i;
            }
        }
        return Feature.Categorical.NONE;
    }
}
