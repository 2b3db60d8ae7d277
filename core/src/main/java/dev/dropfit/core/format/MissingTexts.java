package dev.dropfit.core.format;

import dev.dropfit.core.csv.Values;
import java.util.Locale;
import java.util.Set;

/**
 * The texts that stand for a missing value in a column of numbers or dates, besides {@link Values#MISSING}. In a column of text they are
 * values like others: {@code none} may be the answer of a person. Pure functions.
 */
public final class MissingTexts {
    private static final int MAX_LENGTH = 24;

    /** In lower case. */
    private static final Set<String> KNOWN = Set.of(
            "-",
            "--",
            "---",
            "\u2013",
            "\u2014",
            ".",
            "..",
            "...",
            "*",
            "**",
            "***",
            "****",
            "*****",
            ":",
            "\u2026",
            "/",
            "??",
            "???",
            "_",
            "none",
            "nil",
            "nul",
            "n.a.",
            "n.a",
            "na.",
            "n/a.",
            "n\\a",
            "n.d.",
            "n/d",
            "not available",
            "not applicable",
            "not known",
            "no data",
            "nodata",
            "missing",
            "unknown",
            "undefined",
            "unspecified",
            "empty",
            "blank",
            "void",
            "tbd",
            "tba",
            "n.v.",
            "k.a.",
            "keine angabe",
            "0000-00-00",
            "0000-00-00 00:00:00",
            "00/00/0000",
            "00.00.0000",
            "<na>",
            "<null>",
            "(null)",
            "(none)",
            "(blank)",
            "(empty)",
            "[null]",
            "\\n",
            "nat",
            "-nan",
            "#n/a",
            "#na",
            "#n/a n/a",
            "#div/0!",
            "#value!",
            "#ref!",
            "#name?",
            "#num!",
            "#null!",
            "1.#ind",
            "-1.#ind",
            "1.#qnan",
            "-1.#qnan",
            "inf",
            "+inf",
            "-inf",
            "infinity",
            "+infinity",
            "-infinity",
            "\u221E");

    private MissingTexts() {}

    /** Whether the text stands for a missing value in a column of numbers or dates, in upper or lower case. */
    public static boolean isMissing(String text) {
        return text.length() <= MAX_LENGTH && (KNOWN.contains(text.toLowerCase(Locale.ROOT)) || Values.isMissing(text));
    }

    /** Whether the text stands for a missing value in a column of numbers or dates, in upper or lower case. */
    public static boolean isMissing(char[] buffer, int offset, int length) {
        return length <= MAX_LENGTH && isMissing(new String(buffer, offset, length));
    }
}
