package dev.dropfit.core.csv;

import java.util.List;

/** Recognises a text of sentences, which is not a table. Pure functions. */
final class Prose {
    private static final int MAX_LINES = 300;
    private static final int MIN_WORDS = 6;
    private static final double MOST_WORDS = 0.8;
    private static final double MANY = 0.4;
    private static final double REGULAR = 0.8;

    private Prose() {}

    /**
     * Whether a text is sentences.
     *
     * @param rows the same text as rows, by the separator that fits best
     * @param width the most frequent number of cells
     */
    static boolean is(String text, List<SampleRow> rows, int width) {
        long regular = rows.stream().filter(row -> row.length() == width).count();
        if (width > 1 && regular >= REGULAR * rows.size()) {
            return false;
        }
        List<String> lines =
                text.lines().filter(line -> !line.isBlank()).limit(MAX_LINES).toList();
        long sentences = lines.stream().filter(Prose::isSentence).count();
        return sentences > 0 && sentences >= MANY * lines.size();
    }

    private static boolean isSentence(String line) {
        int tokens = 0;
        int words = 0;
        // A row that begins with a text mostly ends with a number.
        boolean last = false;
        int at = 0;
        while (at < line.length()) {
            int end = line.indexOf(' ', at);
            end = end < 0 ? line.length() : end;
            if (end > at) {
                tokens++;
                last = isWord(line, at, end);
                words += last ? 1 : 0;
            }
            at = end + 1;
        }
        return last && words >= MIN_WORDS && words >= MOST_WORDS * tokens;
    }

    /** Whether a token is letters, perhaps with punctuation after them. */
    private static boolean isWord(String line, int from, int to) {
        int end = to;
        while (end > from && !Character.isLetterOrDigit(line.charAt(end - 1))) {
            end--;
        }
        for (int i = from; i < end; i++) {
            char c = line.charAt(i);
            if (!Character.isLetter(c)
                    && c != '\''
                    && c != '-'
                    && c != '\u2019'
                    && !(i == from && (c == '(' || c == '"'))) {
                return false;
            }
        }
        return end > from;
    }
}
