package dev.dropfit.core.csv;

import java.util.Locale;

/** What spellings of the same word have in common: {@code Yes}, {@code YES} and {@code " yes"} differ in case and blanks only. Pure functions. */
public final class Spelling {
    private Spelling() {}

    /** The same text for all spellings of a word: in lower case, without blanks around it, and with one blank between its words. */
    public static String key(String text) {
        StringBuilder key = new StringBuilder(text.length());
        boolean blank = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200B' || c == '\uFEFF') {
                blank = key.length() > 0;
            } else {
                if (blank) {
                    key.append(' ');
                }
                key.append(c);
                blank = false;
            }
        }
        // Both ways: some letters have one form in upper case and several in lower case.
        return key.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
