package dev.dropfit.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** How alike two spellings are, for messages that suggest what a person may have meant. */
public final class Spelling {
    /** A shorter text is the beginning of too many others. */
    private static final int MIN_BEGINNING = 3;

    /** One wrong letter is accepted for each of so many. */
    private static final int LETTERS_PER_ERROR = 4;

    private Spelling() {}

    /**
     * The candidate that was probably meant: the one with the fewest wrong letters, if these are few, else the first one that begins with the text.
     *
     * @param text what was written
     * @param candidates what is accepted
     */
    public static Optional<String> nearest(String text, Collection<String> candidates) {
        int accepted = Math.max(1, text.length() / LETTERS_PER_ERROR);
        Optional<String> similar = candidates.stream()
                .filter(candidate -> Math.abs(candidate.length() - text.length()) <= accepted)
                .filter(candidate -> distance(text, candidate) <= accepted)
                // At least one letter is the same: b is not a misspelt a.
                .filter(candidate -> distance(text, candidate) < Math.max(text.length(), candidate.length()))
                .min(Comparator.comparingInt(candidate -> distance(text, candidate)));
        return similar.or(() -> text.length() < MIN_BEGINNING
                ? Optional.empty()
                : candidates.stream()
                        .filter(candidate ->
                                candidate.toLowerCase(Locale.ROOT).startsWith(text.toLowerCase(Locale.ROOT)))
                        .findFirst());
    }

    /** {@link #nearest} as a part of a sentence: {@code ; did you mean 'churn'?}, or nothing. */
    public static String suggestion(String text, Collection<String> candidates) {
        return nearest(text, candidates)
                .map(candidate -> "; did you mean '" + candidate + "'?")
                .orElse("");
    }

    /**
     * The distance of Damerau and Levenshtein, with swaps of neighbours only: how many letters are added, left out, replaced or swapped. Capital
     * letters equal small ones. The time grows with the product of the lengths.
     */
    public static int distance(String one, String other) {
        int[][] distance = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    distance[i][j] = i + j;
                    continue;
                }
                boolean same = Character.toLowerCase(one.charAt(i - 1)) == Character.toLowerCase(other.charAt(j - 1));
                distance[i][j] = Math.min(
                        distance[i - 1][j - 1] + (same ? 0 : 1), Math.min(distance[i - 1][j], distance[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    distance[i][j] = Math.min(distance[i][j], distance[i - 2][j - 2] + 1);
                }
            }
        }
        return distance[one.length()][other.length()];
    }
}
