package dev.dropfit.core.csv;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Guesses the encoding of a text that is neither UTF-8 nor Windows-1252, by the letters that its bytes are: in the right encoding, nearly all of
 * them belong to the alphabet of one language, none is a capital inside a word of small letters, and no sign is inside a word. Pure functions.
 */
final class OtherEncodings {
    private static final int FIRST_FOREIGN = 0x80;
    private static final char FIXED_BLANK = '\u00A0';
    /** Windows-1252 is by far the most frequent one: another one must fit much better. */
    private static final double MIN_FIT = 0.8;

    private static final double MIN_LEAD = 0.15;
    /** One letter decides nothing. */
    private static final int MIN_FOREIGN = 2;

    /** A script in which nearly every letter is a foreign byte has no other words to compare with. */
    private static final double MIN_FIT_OF_SCRIPT = 0.9;

    private static final double MIN_VOWELS = 0.3;
    private static final int MIN_LETTERS_OF_SCRIPT = 6;

    private static final String SIGNS =
            "\u20AC\u00A3\u00A5\u00A2\u00A7\u00B0\u00B1\u00B2\u00B3\u00B5\u00B9\u00BC\u00BD\u00BE\u00A9\u00AE\u2122\u2013"
                    + "\u2014\u2018\u2019\u201C\u201D\u201E\u2026\u2022\u00AB\u00BB\u00D7\u00B7\u00F7\u00BA\u00AA\u2020\u2021\u2030";
    private static final String SIGNS_BEFORE_WORDS = "\u00BF\u00A1";
    private static final char APOSTROPHE = '\u2019';

    /** How much a letter counts that is rare in every language, and one of a text with names from several languages. */
    private static final double RARE = 0.7;

    private static final double OF_SEVERAL = 0.84;
    /** How much a sign counts next to a letter. */
    private static final double TOUCHING = 0.5;

    private static final String RARE_LETTERS = "ëïîôûœùšžðýþ";
    private static final String SEVERAL = "éèêëàâäáãåçîïíôöóõûüúùßñøæœ";
    private static final List<String> WESTERN = List.of(
            SEVERAL,
            "éèêëàâçîïôùûüœ", // French
            "äöüßé", // German
            "áéíóúñüç", // Spanish, Catalan, Dutch
            "áâãàçéêíóôõú", // Portuguese
            "àèéìíòóùú", // Italian
            "æøåéöä", // Danish, Norwegian, Swedish
            "äöüõåéšž", // Estonian, Finnish
            "áðéíóúýþæö"); // Icelandic
    private static final List<String> CENTRAL = List.of(
            "ąćęłńóśźżäöü", // Polish
            "áčďéěíňóřšťúůýžäľĺŕô", // Czech, Slovak
            "áéíóöőúüű", // Hungarian
            "ăâîşţșț", // Romanian
            "čćđšž"); // Croatian, Slovene
    private static final List<String> TURKISH = List.of("çğıöşüâîûİ");
    private static final List<String> BALTIC = List.of("ąčęėįšųūž", "āčēģīķļņšūž");
    private static final List<String> CYRILLIC =
            List.of("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ", "абвгдђежзијклљмнњопрстћуфхцчџш");
    private static final List<String> GREEK = List.of("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ");
    private static final List<String> HEBREW = List.of("אבגדהוזחטיכךלמםנןסעפףצץקרשת");
    private static final String VOWELS = "אהויаеёиоуыэюяіїєαεηιουωάέήίόύώ";

    private static final Encoding WINDOWS_1252 =
            new Encoding("windows-1252", "Windows-1252 (Western European)", WESTERN, false);
    private static final List<Encoding> OTHERS = List.of(
            new Encoding("x-MacRoman", "Mac Roman (old Macintosh programs)", WESTERN, false),
            new Encoding("IBM850", "code page 850 (DOS programs)", WESTERN, false),
            new Encoding("windows-1250", "Windows-1250 (Central European)", CENTRAL, false),
            new Encoding("ISO-8859-2", "ISO 8859-2 (Central European)", CENTRAL, false),
            new Encoding("IBM852", "code page 852 (Central European, DOS programs)", CENTRAL, false),
            new Encoding("windows-1254", "Windows-1254 (Turkish)", TURKISH, false),
            new Encoding("windows-1257", "Windows-1257 (Baltic)", BALTIC, false),
            new Encoding("windows-1251", "Windows-1251 (Cyrillic)", CYRILLIC, true),
            new Encoding("windows-1255", "Windows-1255 (Hebrew)", HEBREW, true),
            new Encoding("KOI8-R", "KOI8-R (Cyrillic)", CYRILLIC, true),
            new Encoding("IBM866", "code page 866 (Cyrillic, DOS programs)", CYRILLIC, true),
            new Encoding("windows-1253", "Windows-1253 (Greek)", GREEK, true),
            new Encoding("ISO-8859-7", "ISO 8859-7 (Greek)", GREEK, true));

    private OtherEncodings() {}

    /**
     * An encoding with one byte for each character.
     *
     * @param charset its name in Java
     * @param description its name for users
     * @param alphabets the letters of its languages that are not ASCII, in lower case
     * @param script whether nearly every letter of these languages is not ASCII
     */
    private record Encoding(String charset, String description, List<String> alphabets, boolean script) {
        boolean isSupported() {
            return Charset.isSupported(charset);
        }

        /** The characters of the bytes from 0x80 on. */
        char[] characters() {
            byte[] bytes = new byte[FIRST_FOREIGN];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (FIRST_FOREIGN + i);
            }
            return Charset.forName(charset).decode(ByteBuffer.wrap(bytes)).array();
        }

        /** Whether some characters of a text are others than in Windows-1252: if not, it is of no use. */
        boolean differsIn(byte[] text) {
            char[] characters = characters();
            char[] western = WINDOWS_1252.characters();
            for (byte one : text) {
                if (one < 0 && characters[one & 0x7F] != western[one & 0x7F]) {
                    return true;
                }
            }
            return false;
        }

        /** The share of the foreign bytes that are plausible in the best of the languages, from 0 to 1. */
        double fit(byte[] text) {
            char[] characters = characters();
            double best = 0;
            for (String alphabet : alphabets) {
                best = Math.max(best, fit(text, characters, alphabet) * (alphabet.equals(SEVERAL) ? OF_SEVERAL : 1));
            }
            return best;
        }

        private double fit(byte[] text, char[] characters, String alphabet) {
            long foreign = 0;
            double plausible = 0;
            for (int i = 0; i < text.length; i++) {
                if (text[i] < 0) {
                    char c = at(text, i, characters);
                    if (c == FIXED_BLANK) {
                        continue;
                    }
                    foreign++;
                    char before = at(text, i - 1, characters);
                    char after = at(text, i + 1, characters);
                    boolean mixed = script && (isAsciiLetter(before) || isAsciiLetter(after));
                    plausible += mixed ? 0 : plausible(before, c, after, alphabet);
                }
            }
            double fit = foreign < MIN_FOREIGN ? 0 : plausible / foreign;
            return script && (fit < MIN_FIT_OF_SCRIPT || !hasVowels(text, characters)) ? 0 : fit;
        }

        /** Whether the different words have enough vowels: a few frequent words say little. */
        private static boolean hasVowels(byte[] text, char[] characters) {
            Set<String> words = new HashSet<>();
            StringBuilder word = new StringBuilder();
            for (int i = 0; i <= text.length; i++) {
                char c = i < text.length && text[i] < 0 ? characters[text[i] & 0x7F] : ' ';
                if (Character.isLetter(c)) {
                    word.append(Character.toLowerCase(c));
                } else {
                    words.add(word.toString());
                    word.setLength(0);
                }
            }
            long letters = 0;
            long vowels = 0;
            for (String one : words) {
                letters += one.length();
                vowels += one.chars().filter(c -> VOWELS.indexOf(c) >= 0).count();
            }
            return letters >= MIN_LETTERS_OF_SCRIPT && vowels >= MIN_VOWELS * letters;
        }
    }

    /**
     * The encoding of a text that begins with these bytes; empty for Windows-1252, or if none fits.
     *
     * @param text of which some bytes are not UTF-8
     */
    static Optional<Charset> of(byte[] text) {
        if (hasOnlyFixedBlanks(text)) {
            return Optional.empty();
        }
        double most = Math.max(MIN_FIT, WINDOWS_1252.fit(text) + MIN_LEAD);
        Optional<Charset> best = Optional.empty();
        for (Encoding encoding : OTHERS) {
            double fit = encoding.isSupported() ? encoding.fit(text) : 0;
            if (fit >= most && encoding.differsIn(text) && (best.isEmpty() || fit > most)) {
                most = fit;
                best = Optional.of(Charset.forName(encoding.charset()));
            }
        }
        return best;
    }

    /** Whether all foreign bytes are the fixed blank of Windows and ISO encodings, which pages copy: as a letter, others would be with it. */
    private static boolean hasOnlyFixedBlanks(byte[] text) {
        for (byte one : text) {
            if (one < 0 && one != (byte) FIXED_BLANK) {
                return false;
            }
        }
        return true;
    }

    /** The name of an encoding for users. */
    static String description(Charset charset) {
        for (Encoding encoding : OTHERS) {
            if (Charset.isSupported(encoding.charset())
                    && Charset.forName(encoding.charset()).equals(charset)) {
                return encoding.description();
            }
        }
        return charset.name();
    }

    private static char at(byte[] text, int index, char[] characters) {
        if (index < 0 || index >= text.length) {
            return '\n';
        }
        return text[index] < 0 ? characters[text[index] & 0x7F] : (char) text[index];
    }

    private static boolean isAsciiLetter(char c) {
        return c < FIRST_FOREIGN && Character.isLetter(c);
    }

    /** How plausible a character is between these, from 0 to 1. */
    private static double plausible(char before, char c, char after, String alphabet) {
        boolean follows = Character.isLetter(before);
        boolean precedes = Character.isLetter(after);
        if (SIGNS.indexOf(c) >= 0) {
            if (follows && precedes) {
                return c == APOSTROPHE ? 1 : 0;
            }
            return (follows || precedes) && !Character.isDigit(before) ? TOUCHING : 1;
        }
        if (SIGNS_BEFORE_WORDS.indexOf(c) >= 0) {
            return precedes && !Character.isLetterOrDigit(before) ? 1 : 0;
        }
        char lower = Character.toLowerCase(c);
        boolean known = alphabet.indexOf(lower) >= 0 || alphabet.indexOf(c) >= 0;
        boolean wrongCase = Character.isUpperCase(c)
                ? Character.isLowerCase(before) || (follows && Character.isLowerCase(after))
                : Character.isUpperCase(before) && Character.isUpperCase(after);
        boolean inWord = (follows || precedes) && !Character.isDigit(before);
        if (!known || !inWord || wrongCase) {
            return 0;
        }
        return RARE_LETTERS.indexOf(lower) >= 0 && WESTERN.contains(alphabet) ? RARE : 1;
    }
}
