package dev.dropfit.core.csv;

import java.util.Optional;

/**
 * Recognises UTF-8 that a program has read as Windows-1252 and saved again: the two bytes of {@code é} have become two letters. The texts stay
 * as they are, because requests may have the same letters. Pure functions.
 */
final class TwiceEncoded {
    private static final char FIRST_LEAD = 0xC2;
    private static final char FIRST_LEAD_OF_THREE = 0xE0;
    private static final char LAST_LEAD = 0xEF;
    private static final int FIRST_CONTINUATION = 0x80;
    private static final int LAST_CONTINUATION = 0xBF;
    private static final int MIN_FOUND = 2;

    private TwiceEncoded() {}

    /** A note with an example, if most letters that may be the first half of another one are that. */
    static Optional<CsvNote> note(String text) {
        int leads = 0;
        int found = 0;
        String example = "";
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= FIRST_LEAD && c <= LAST_LEAD) {
                leads++;
                int length = c >= FIRST_LEAD_OF_THREE ? 3 : 2;
                int letter = letter(text, i, length);
                if (letter > 0) {
                    found++;
                    example = example.isEmpty()
                            ? "'" + text.substring(i, i + length) + "' stands for '" + (char) letter + "'"
                            : example;
                    i += length - 1;
                }
            }
        }
        return found >= MIN_FOUND && 2 * found > leads
                ? Optional.of(
                        CsvNote.of(
                                "encoded-twice",
                                "some letters are wrong: " + example
                                        + ". A program has read the UTF-8 file in another encoding and saved it again. The texts were used with these letters; to correct them, export the file again from its source, as UTF-8"))
                : Optional.empty();
    }

    /** The letter whose bytes in UTF-8 are these characters; 0 if they are not. */
    private static int letter(String text, int at, int length) {
        int letter = text.charAt(at) & (length == 2 ? 0x1F : 0x0F);
        for (int i = at + 1; i < at + length; i++) {
            int value = i < text.length() ? continuation(text.charAt(i)) : 0;
            if (value == 0) {
                return 0;
            }
            letter = letter << 6 | (value & 0x3F);
        }
        return letter;
    }

    private static int continuation(char c) {
        for (int value = FIRST_CONTINUATION; value <= LAST_CONTINUATION; value++) {
            if (CsvText.windows(value) == c || c == value) {
                return value;
            }
        }
        return 0;
    }
}
