package dev.dropfit.core.format;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/** The meaning of texts before and after numbers: {@code $} and {@code USD}, {@code m²} and {@code m2}, {@code %} and {@code percent}. Pure functions. */
final class Affix {
    private static final int CODE_LENGTH = 3;
    private static final String DROPPED = " .^/\u00B0";
    private static final List<String> PERCENT = List.of("percent", "pct", "prozent");

    private Affix() {}

    /**
     * How many of the second text the first one is: 1 if they mean the same, 0.001 for {@code g} and {@code kg}; NaN if they can't be compared.
     *
     * @param found in lower case
     * @param expected in lower case; empty for none
     */
    static double factor(String found, String expected) {
        return isSame(found, expected) ? 1 : Units.factor(found, expected);
    }

    /** Whether two texts in lower case mean the same currency, or are spellings of the same unit. */
    static boolean isSame(String one, String other) {
        String key = key(one);
        return one.equals(other) || (!key.isEmpty() && key.equals(key(other)));
    }

    /** The letters and signs of a text, the same for all its spellings; empty if there are other signs, which may mean a negative or smaller number. */
    private static String key(String text) {
        // The masculine ordinal is the degree sign of many keyboards; as a letter it would be an o.
        String plain = Normalizer.normalize(text.replace('\u00BA', '\u00B0'), Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT);
        StringBuilder key = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (Character.isLetterOrDigit(c) || c == '%' || Currencies.isSign(c)) {
                key.append(c);
            } else if (DROPPED.indexOf(c) < 0) {
                return "";
            }
        }
        String code = Currencies.code(key.toString());
        return PERCENT.contains(code) ? "%" : code;
    }

    /** A text as people write it: codes of currencies in upper case. */
    static String shown(String text) {
        return text.length() == CODE_LENGTH && Currencies.isCurrency(text) ? text.toUpperCase(Locale.ROOT) : text;
    }
}
