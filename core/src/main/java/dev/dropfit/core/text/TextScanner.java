package dev.dropfit.core.text;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * Finds the terms of texts, one text after the other. Reads at most {@link #MAX_CHARACTERS} of a text. Letters are compared in lower case and in
 * their compatible form (Unicode NFKC); in scripts without spaces between words, each character is a word. Not thread-safe.
 */
public final class TextScanner {
    /** The characters of a text that are read; the rest has no terms. */
    public static final int MAX_CHARACTERS = 20_000;

    /** The characters of a word that count. */
    static final int MAX_WORD = 40;

    /** Numbers with more digits have no term of their own. */
    private static final int MAX_NUMBER = 15;

    private static final int MIN_PIECE = 3;
    private static final int MAX_PIECE = 4;
    private static final int FIRST_UNSPACED = 0x0E00;
    private static final int NONE = 0;

    private final boolean pairs;
    private final boolean pieces;
    private final TermSink sink;

    private char[] text = new char[0];
    private int size;

    /** The word with a space before and after it. */
    private final char[] word = new char[MAX_WORD + 2];

    private int wordEnd;
    private String wordName = "";
    /** The word before it, {@link #NONE} at the start of a sentence. */
    private long previous;

    private final char[] before = new char[MAX_WORD];
    private int beforeLength;
    private String beforeName = "";

    /** What was reported last, for {@link #name}: a whole word, a pair, or a piece from here to there. */
    private boolean isPair;

    private int pieceStart;
    private int pieceEnd;

    /**
     * A scanner.
     *
     * @param pairs whether neighbouring words are reported too
     * @param pieces whether pieces of words are reported too
     * @param sink receives the terms
     */
    public TextScanner(boolean pairs, boolean pieces, TermSink sink) {
        this.pairs = pairs;
        this.pieces = pieces;
        this.sink = sink;
        word[0] = ' ';
    }

    /** Reports the terms of a text. */
    public void scan(String content) {
        scan(content.toCharArray(), 0, content.length());
    }

    /** Reports the terms of a text. */
    public void scan(char[] buffer, int offset, int length) {
        normalise(buffer, offset, Math.min(length, MAX_CHARACTERS));
        previous = NONE;
        boolean start = true;
        int i = 0;
        while (i < size) {
            char first = text[i];
            if (first <= ' ') {
                start = true;
                previous = first == '\n' ? NONE : previous;
                i++;
                continue;
            }
            if (start) {
                start = false;
                int skipped = address(i);
                if (skipped > i) {
                    i = skipped;
                    continue;
                }
            }
            int point = Character.codePointAt(text, i, size);
            if (isUnspaced(point)) {
                i = single(i, point);
                report(Terms.word(word, 1, wordEnd), true);
            } else if (isWordPart(point)) {
                i = word(i);
            } else {
                i = mark(i, point);
            }
        }
    }

    private void normalise(char[] buffer, int offset, int length) {
        boolean ascii = true;
        for (int i = offset; i < offset + length && ascii; i++) {
            ascii = buffer[i] < 0x80;
        }
        if (ascii) {
            text = buffer.length == length ? buffer : Arrays.copyOfRange(buffer, offset, offset + length);
            size = length;
        } else {
            text = Normalizer.normalize(new String(buffer, offset, length), Normalizer.Form.NFKC)
                    .toCharArray();
            size = Math.min(text.length, MAX_CHARACTERS);
        }
    }

    /** Reports a link or an e-mail address that starts here; returns where its words start: after what all links have in common. */
    private int address(int from) {
        if (startsWith("http://", from) || startsWith("https://", from) || startsWith("www.", from)) {
            named(Terms.LINK, true);
            int host = text[from] == 'w' || text[from] == 'W' ? from : from + (text[from + 4] == ':' ? 7 : 8);
            previous = NONE;
            return startsWith("www.", host) ? host + 4 : host;
        }
        int at = from;
        while (at < size && text[at] > ' ' && text[at] != '@') {
            at++;
        }
        int dot = at;
        while (dot < size && text[dot] > ' ' && text[dot] != '.') {
            dot++;
        }
        if (at > from && dot < size && dot > at + 1 && text[dot] == '.') {
            named(Terms.ADDRESS, true);
            previous = NONE;
        }
        return from;
    }

    private boolean startsWith(String prefix, int from) {
        if (from + prefix.length() > size) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (Character.toLowerCase(text[from + i]) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Makes one character the word; returns where the next one starts. */
    private int single(int from, int point) {
        wordName = "";
        wordEnd = 1 + Character.toChars(point, word, 1);
        return from + Character.charCount(point);
    }

    /** Reads a word or a number; returns where it ends. */
    private int word(int from) {
        int i = from;
        int letters = 0;
        int capitals = 0;
        int digits = 0;
        wordEnd = 1;
        wordName = "";
        while (i < size) {
            int point = Character.codePointAt(text, i, size);
            int next = i + Character.charCount(point);
            if (isDigit(point)) {
                digits++;
                append(point);
            } else if (isWordPart(point) && !isUnspaced(point)) {
                letters++;
                capitals += Character.isUpperCase(point) ? 1 : 0;
                append(Character.toLowerCase(point));
            } else if (next < size && isApostrophe(point) && letters > 0 && Character.isLetter(text[next])) {
                append('\'');
            } else if (!(next < size && letters == 0 && (point == '.' || point == ',') && isDigit(text[next]))) {
                break;
            } else {
                append(point);
            }
            i = next;
        }
        if (letters == 0) {
            number(from, i, digits);
        } else {
            if (capitals == letters && letters > 1) {
                String name = wordName;
                named(Terms.CAPITALS, false);
                wordName = name;
            }
            report(Terms.word(word, 1, wordEnd), true);
            reportPieces();
        }
        return i;
    }

    private void append(int point) {
        if (wordEnd + 1 < MAX_WORD) {
            wordEnd += Character.toChars(point, word, wordEnd);
        }
    }

    private void number(int from, int end, int digits) {
        if (digits <= MAX_NUMBER) {
            report(Terms.word(word, 1, wordEnd), false);
        }
        boolean money = (from > 0 && isCurrency(text[from - 1]))
                || (end < size && isCurrency(text[end]))
                || (end + 1 < size && text[end] == ' ' && isCurrency(text[end + 1]));
        named(money ? Terms.MONEY : Terms.digits(digits), true);
    }

    /** Reports an exclamation mark, a question mark, a smiley or a symbol; returns where the next character starts. */
    private int mark(int from, int point) {
        int next = from + Character.charCount(point);
        if (point == '!' || point == '?') {
            single(from, point);
            report(Terms.word(word, 1, wordEnd), false);
            previous = NONE;
        } else if (point == ':' || point == ';') {
            int mouth = next < size && text[next] == '-' ? next + 1 : next;
            if (mouth < size && "()DPp".indexOf(text[mouth]) >= 0) {
                word[1] = ':';
                word[2] = text[mouth];
                wordEnd = 3;
                wordName = "";
                report(Terms.word(word, 1, wordEnd), true);
                return mouth + 1;
            }
        } else if (point == '.') {
            previous = NONE;
        } else if (Character.getType(point) == Character.OTHER_SYMBOL) {
            single(from, point);
            report(Terms.word(word, 1, wordEnd), true);
        }
        return next;
    }

    /** Reports what stands for all texts of a kind. */
    private void named(String name, boolean paired) {
        wordName = name;
        report(Terms.hash(name), paired);
    }

    private void report(long hash, boolean paired) {
        isPair = false;
        pieceEnd = 0;
        sink.term(hash);
        if (!paired || !pairs) {
            return;
        }
        if (previous != NONE) {
            isPair = true;
            sink.term(Terms.pair(previous, hash));
        }
        previous = hash;
        beforeName = wordName;
        if (wordName.isEmpty()) {
            beforeLength = wordEnd - 1;
            System.arraycopy(word, 1, before, 0, beforeLength);
        }
    }

    private void reportPieces() {
        if (!pieces || wordEnd - 1 < MIN_PIECE) {
            return;
        }
        word[wordEnd] = ' ';
        for (int length = MIN_PIECE; length <= MAX_PIECE; length++) {
            for (pieceStart = 0; pieceStart + length <= wordEnd + 1; pieceStart++) {
                pieceEnd = pieceStart + length;
                sink.term(Terms.piece(word, pieceStart, pieceEnd));
            }
        }
    }

    /** The name of the term that the sink has just received. */
    public String name() {
        if (pieceEnd > 0) {
            return Terms.PIECE + String.valueOf(word, pieceStart, pieceEnd - pieceStart);
        }
        String last = wordName.isEmpty() ? String.valueOf(word, 1, wordEnd - 1) : wordName;
        return isPair
                ? (beforeName.isEmpty() ? String.valueOf(before, 0, beforeLength) : beforeName) + " " + last
                : last;
    }

    private static boolean isApostrophe(int point) {
        return point == '\'' || point == 0x2019;
    }

    private static boolean isDigit(int point) {
        return point < 0x80 ? point >= '0' && point <= '9' : Character.isDigit(point);
    }

    private static boolean isCurrency(char character) {
        return character == '$' || (character >= 0x80 && Character.getType(character) == Character.CURRENCY_SYMBOL);
    }

    private static boolean isWordPart(int point) {
        if (point < 0x80) {
            return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') || (point >= '0' && point <= '9');
        }
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> Character.isLetterOrDigit(point);
        };
    }

    /** Whether the character is of a script without spaces between words. */
    private static boolean isUnspaced(int point) {
        if (point < FIRST_UNSPACED || !Character.isLetter(point)) {
            return false;
        }
        return switch (Character.UnicodeScript.of(point)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }
}
