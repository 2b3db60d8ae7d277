package dev.dropfit.core.model;

import java.util.List;
import java.util.Locale;

/** The spellings of booleans: {@code true}, {@code TRUE}, {@code yes}, {@code 1} and their opposites. Pure functions. */
final class BooleanTexts {
    static final int FALSE = 0;
    static final int TRUE = 1;
    static final int NEITHER = -1;

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
     * The index of the level that means false, and of the one that means true, {@link Feature.Categorical#NONE} for none. Empty if a level is not
     * a boolean, or if two levels mean the same.
     */
    static int[] codes(List<String> levels) {
        int[] codes = {Feature.Categorical.NONE, Feature.Categorical.NONE};
        if (levels.isEmpty() || levels.size() > codes.length) {
            return new int[0];
        }
        for (int i = 0; i < levels.size(); i++) {
            int meaning = meaning(levels.get(i));
            if (meaning == NEITHER || codes[meaning] != Feature.Categorical.NONE) {
                return new int[0];
            }
            codes[meaning] = i;
        }
        return codes;
    }
}
