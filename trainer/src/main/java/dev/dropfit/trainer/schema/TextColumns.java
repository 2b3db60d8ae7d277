package dev.dropfit.trainer.schema;

import dev.dropfit.trainer.table.Column;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Tells texts of several words from categories, names, addresses and keys: texts have at least {@link #MIN_WORDS} words, most of which are in
 * lower case, or many words. Pure functions.
 */
final class TextColumns {
    /** The minimum number of words of half of the values. */
    static final int MIN_WORDS = 4;

    /** Values with so many words are texts even in capital letters. */
    private static final int MANY_WORDS = 8;

    private static final double MIN_LOWER_SHARE = 0.45;
    private static final double MAX_NUMBER_SHARE = 0.25;
    /** A column of fewer different values is a category. */
    private static final int MIN_VALUES = 20;

    private static final double MIN_DISTINCT_SHARE = 0.5;
    private static final int SAMPLE = 200;
    /** The characters of a word in a script without spaces, about. */
    private static final int CHARACTERS_PER_WORD = 2;

    private static final int FIRST_UNSPACED = 0x0E00;

    private TextColumns() {}

    /**
     * Whether the values of a column are texts of several words.
     *
     * @param present the number of rows with a value
     */
    static boolean areTexts(Column column, long present) {
        return areMany(column.distinctValues(), present)
                && areTexts(IntStream.range(1, column.codes())
                        .filter(code -> column.isValue(code) && column.count(code) > 0)
                        .limit(SAMPLE)
                        .mapToObj(column::category)
                        .toArray(String[]::new));
    }

    /** Whether there are more values than a category has levels, or nearly as many as rows. */
    static boolean areMany(int distinct, long present) {
        return distinct >= MIN_VALUES && (distinct > Schema.MAX_LEVELS || distinct >= MIN_DISTINCT_SHARE * present);
    }

    /** Whether these values are texts of several words. */
    static boolean areTexts(String... values) {
        int[] words = new int[values.length];
        Words all = new Words();
        for (int i = 0; i < values.length; i++) {
            int before = all.words;
            all.add(values[i]);
            words[i] = all.words - before;
        }
        Arrays.sort(words);
        int median = words.length == 0 ? 0 : words[words.length / 2];
        boolean lower = all.lower >= MIN_LOWER_SHARE * all.words;
        return median >= (lower ? MIN_WORDS : MANY_WORDS) && all.numbers <= MAX_NUMBER_SHARE * all.words;
    }

    /** Counts the words of texts. */
    private static final class Words {
        private int words;
        /** Those that start with a lower-case letter, or with a letter that has no case. */
        private int lower;
        /** Those without letters. */
        private int numbers;

        void add(String text) {
            int unspaced = 0;
            int i = 0;
            while (i < text.length()) {
                int start = i;
                boolean letters = false;
                boolean digits = false;
                while (i < text.length() && isWordPart(text.charAt(i))) {
                    letters |= Character.isLetter(text.charAt(i));
                    digits |= Character.isDigit(text.charAt(i));
                    i++;
                }
                if (i == start) {
                    unspaced += isUnspaced(text.charAt(i)) ? 1 : 0;
                    i++;
                } else if (letters || digits) {
                    words++;
                    lower += letters && !Character.isUpperCase(text.charAt(start)) ? 1 : 0;
                    numbers += letters ? 0 : 1;
                }
            }
            words += unspaced / CHARACTERS_PER_WORD;
            lower += unspaced / CHARACTERS_PER_WORD;
        }

        /** Links, e-mail addresses, paths and identifiers are one word. */
        private static boolean isWordPart(char character) {
            return !isUnspaced(character)
                    && (Character.isLetterOrDigit(character)
                            || "'\u2019-_./\\:@#&+".indexOf(character) >= 0
                            || Character.getType(character) == Character.NON_SPACING_MARK
                            || Character.getType(character) == Character.COMBINING_SPACING_MARK);
        }

        private static boolean isUnspaced(char character) {
            return character >= FIRST_UNSPACED
                    && Character.isLetter(character)
                    && switch (Character.UnicodeScript.of(character)) {
                        case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
                        default -> false;
                    };
        }
    }
}
