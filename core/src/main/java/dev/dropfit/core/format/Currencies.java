package dev.dropfit.core.format;

import java.util.Set;

/** The signs and codes of currencies. Pure functions. */
public final class Currencies {
    /** In lower case; the codes of ISO 4217 that occur most, and other usual abbreviations. */
    private static final Set<String> CODES = Set.of(
            "usd", "eur", "gbp", "jpy", "cny", "rmb", "inr", "chf", "aud", "cad", "nzd", "sek", "nok", "dkk", "pln",
            "czk", "huf", "ron", "bgn", "try", "tl", "rub", "uah", "ils", "aed", "sar", "qar", "egp", "zar", "ngn",
            "kes", "ghs", "pkr", "bdt", "lkr", "npr", "idr", "myr", "sgd", "thb", "vnd", "php", "krw", "hkd", "twd",
            "brl", "mxn", "ars", "clp", "cop", "pen", "uyu", "btc", "eth", "rs", "kr", "ft", "zł", "kč", "лв", "руб",
            "dollar", "dollars", "euro", "euros", "pound", "pounds", "rupees", "fr", "sfr");

    private Currencies() {}

    /**
     * Whether the text is the sign or the code of a currency.
     *
     * @param text in lower case
     */
    public static boolean isCurrency(String text) {
        return CODES.contains(text) || (text.length() <= 4 && text.chars().anyMatch(Currencies::isSign));
    }

    private static boolean isSign(int c) {
        return Character.getType(c) == Character.CURRENCY_SYMBOL;
    }
}
