package dev.dropfit.core.format;

import java.util.Set;

/** The signs and codes of currencies. Pure functions. */
public final class Currencies {
    /** In lower case; the codes of ISO 4217 that occur most, and other usual abbreviations. */
    private static final Set<String> CODES = Set.of(
            "usd", "eur", "gbp", "jpy", "cny", "rmb", "inr", "chf", "aud", "cad", "nzd", "sek", "nok", "dkk", "pln",
            "czk", "huf", "ron", "bgn", "try", "tl", "rub", "uah", "ils", "aed", "sar", "qar", "egp", "zar", "ngn",
            "kes", "ghs", "pkr", "bdt", "lkr", "npr", "idr", "myr", "sgd", "thb", "vnd", "php", "krw", "hkd", "twd",
            "brl", "mxn", "ars", "clp", "cop", "pen", "uyu", "btc", "eth", "rs", "rp", "kr", "ft", "zł", "kč", "лв",
            "руб", "dollar", "dollars", "euro", "euros", "pound", "pounds", "rupees", "fr", "sfr");

    /** In lower case. */
    private static final Set<String> AFTER_NUMBERS =
            Set.of("\u20AC", "kr", "z\u0142", "k\u010D", "\u043B\u0432", "\u0440\u0443\u0431", "\u20BD");

    private Currencies() {}

    /**
     * Whether the text is the sign or the code of a currency.
     *
     * @param text in lower case
     */
    public static boolean isCurrency(String text) {
        return CODES.contains(text) || (text.length() <= 4 && text.chars().anyMatch(Currencies::isSign));
    }

    /** Whether a text after a number is the sign of a currency of countries that write decimal commas: {@code 1,851 €}. A code says nothing, and {@code ft} may be feet. */
    public static boolean isSignAfterNumbers(String text) {
        return AFTER_NUMBERS.contains(text);
    }

    /**
     * The code of a currency whose sign, code or name this is; the text itself if it is not a usual one.
     *
     * @param text in lower case
     */
    public static String code(String text) {
        return switch (text) {
            case "$", "us$", "usd$", "dollar", "dollars" -> "usd";
            case "\u20AC", "euro", "euros" -> "eur";
            case "\u00A3", "pound", "pounds" -> "gbp";
            case "\u00A5", "rmb" -> "cny";
            case "\u20B9", "rs", "rupees" -> "inr";
            case "rp" -> "idr";
            case "fr", "sfr" -> "chf";
            case "r$" -> "brl";
            case "tl", "\u20BA" -> "try";
            case "z\u0142" -> "pln";
            case "k\u010D" -> "czk";
            case "ft" -> "huf";
            case "\u0440\u0443\u0431", "\u20BD" -> "rub";
            default -> withoutMarks(text);
        };
    }

    /** The code of {@code < $} and {@code $-} is that of {@code $}. */
    private static String withoutMarks(String text) {
        String bare = text.codePoints()
                .filter(c -> Character.isLetter(c) || isSign(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return bare.length() == 1 && text.length() > 1 && isSign(bare.charAt(0)) ? code(bare) : text;
    }

    static boolean isSign(int c) {
        return Character.getType(c) == Character.CURRENCY_SYMBOL;
    }
}
