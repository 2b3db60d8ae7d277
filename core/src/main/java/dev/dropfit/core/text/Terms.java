package dev.dropfit.core.text;

/**
 * The names of terms. A word is itself in lower case, and two neighbouring words have a space between them. {@code ~} precedes a piece of a
 * word, in which a space stands for the start or the end of the word. A name in angle brackets stands for all texts of a kind, such as all links.
 */
public final class Terms {
    /** Not a term of a text, but its length. */
    public static final String LENGTH = "<length>";

    /** An address of the web. */
    static final String LINK = "<link>";

    /** An e-mail address. */
    static final String ADDRESS = "<e-mail>";

    /** A number with the sign of a currency. */
    static final String MONEY = "<money>";

    /** A word of capital letters. */
    static final String CAPITALS = "<capitals>";

    /** Marks the name of a piece of a word. */
    static final char PIECE = '~';

    private static final int[] MAX_DIGITS = {2, 4, 6};
    private static final String[] DIGITS = {"<1-2 digits>", "<3-4 digits>", "<5-6 digits>", "<7+ digits>"};

    private static final long WORD_SEED = 0xCBF29CE484222325L;
    private static final long PIECE_SEED = 0x9AE16A3B2F90404FL;
    private static final long PRIME = 0x100000001B3L;
    private static final long PIECE_BIT = 1L << 63;
    private static final long PAIR_BIT = 1L << 62;
    private static final long PAIR = 0x9E3779B97F4A7C15L;

    private Terms() {}

    /** The name of all numbers of so many digits. */
    static String digits(int count) {
        int range = 0;
        while (range < MAX_DIGITS.length && count > MAX_DIGITS[range]) {
            range++;
        }
        return DIGITS[range];
    }

    /** The hash of a term, from its name. Its highest bits tell words, pairs and pieces apart, see {@link #rank}. */
    public static long hash(String name) {
        if (isPiece(name)) {
            return hash(name, 1, name.length(), PIECE_SEED) | PIECE_BIT;
        }
        int space = space(name);
        return space <= 0
                ? hash(name, 0, name.length(), WORD_SEED)
                : pair(hash(name, 0, space, WORD_SEED), hash(name, space + 1, name.length(), WORD_SEED));
    }

    /** How much a term of this hash tells by its name: 0 for a word, 1 for a pair, 2 for a piece of a word, which tells least. */
    public static int rank(long hash) {
        return (hash & PIECE_BIT) != 0 ? 2 : (hash & PAIR_BIT) != 0 ? 1 : 0;
    }

    /** Whether a name is of two neighbouring words. */
    static boolean isPair(String name) {
        return !isPiece(name) && space(name) > 0;
    }

    /** The place of the space between two words; not positive if there is none. The names of kinds have spaces of their own. */
    private static int space(String name) {
        return name.startsWith("<") ? name.indexOf("> ") + 1 : name.indexOf(' ');
    }

    private static long hash(String text, int from, int to, long seed) {
        long hash = seed;
        for (int i = from; i < to; i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return mixed(hash);
    }

    /** The hash of a word. */
    static long word(char[] text, int from, int to) {
        return hash(text, from, to, WORD_SEED);
    }

    /** The hash of a piece of a word. */
    static long piece(char[] text, int from, int to) {
        return hash(text, from, to, PIECE_SEED) | PIECE_BIT;
    }

    private static long hash(char[] text, int from, int to, long seed) {
        long hash = seed;
        for (int i = from; i < to; i++) {
            hash = (hash ^ text[i]) * PRIME;
        }
        return mixed(hash);
    }

    /** The hash of two neighbouring words. */
    static long pair(long first, long second) {
        return mixed(first * PRIME + second + PAIR) | PAIR_BIT;
    }

    /** The finaliser of MurmurHash3 (A. Appleby, public domain). */
    private static long mixed(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return (mixed ^ (mixed >>> 33)) & ~(PIECE_BIT | PAIR_BIT);
    }

    private static boolean isPiece(String name) {
        return name.length() > 1 && name.charAt(0) == PIECE;
    }

    /** A term as people read it: {@code free}, {@code free prize}, {@code …fre…}, {@code a link}. */
    public static String shown(String name) {
        if (isPiece(name)) {
            String piece = name.substring(1);
            return (piece.startsWith(" ") ? "" : "…") + piece.strip() + (piece.endsWith(" ") ? "" : "…");
        }
        return name.indexOf('<') < 0
                ? name
                : name.replace(LINK, "(a link)")
                        .replace(ADDRESS, "(an e-mail address)")
                        .replace(MONEY, "(an amount of money)")
                        .replace(CAPITALS, "(a word in capitals)")
                        .replace(LENGTH, "(the length)")
                        .replace("<1-2 digits>", "(a number of 1 or 2 digits)")
                        .replace("<3-4 digits>", "(a number of 3 or 4 digits)")
                        .replace("<5-6 digits>", "(a number of 5 or 6 digits)")
                        .replace("<7+ digits>", "(a number of 7 or more digits)");
    }
}
