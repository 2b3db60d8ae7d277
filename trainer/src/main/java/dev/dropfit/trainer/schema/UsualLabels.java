package dev.dropfit.trainer.schema;

import dev.dropfit.core.format.Currencies;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The names that labels usually have, without case, blanks and punctuation. Pure functions. */
final class UsualLabels {
    /** Those that say nothing but that the column is the label, whatever its values. */
    private static final Set<String> SURE =
            Set.of("target", "label", "class", "y", "outcome", "response", "targetvariable");

    /** A label on a map or in a chart is the name of a row. */
    static final String CAPTION = "label";

    /** The surest first. */
    private static final List<String> OUTCOMES = List.of(
            "target",
            "label",
            "survived",
            "churn",
            "churned",
            "class",
            "y",
            "outcome",
            "response",
            "targetvariable",
            "attrition",
            "attritionflag",
            "exited",
            "churnlabel",
            "churnvalue",
            "churnflag",
            "churnstatus",
            "defaultpaymentnextmonth",
            "loandefault",
            "defaulted",
            "termdeposit",
            "deposit",
            "default",
            "creditrisk",
            "risklevel",
            "risk",
            "loanstatus",
            "loanapproved",
            "isfraud",
            "fraud",
            "fraudreported",
            "fraudulent",
            "fraudflag",
            "fraudlabel",
            "purchased",
            "bought",
            "converted",
            "conversion",
            "clicked",
            "clickedonad",
            "subscribed",
            "approved",
            "creditapproval",
            "creditapproved",
            "loanapproval",
            "loanapprovalstatus",
            "approvalstatus",
            "accepted",
            "admitted",
            "admit",
            "hired",
            "passed",
            "machinefailure",
            "failure",
            "failed",
            "diagnosis",
            "heartdisease",
            "diabetes",
            "stroke",
            "hepatitis",
            "cancer",
            "disease",
            "diseased",
            "readmitted",
            "noshow",
            "canceled",
            "cancelled",
            "iscanceled",
            "iscancelled",
            "bookingstatus",
            "satisfaction",
            "satisfied",
            "isspam",
            "spam",
            "sentiment",
            "toxic",
            "poisonous",
            "edible",
            "outcometype",
            "finalresult",
            "fulltimeresult",
            "ftr",
            "matchresult",
            "gameresult",
            "homeresult",
            "winner",
            "won",
            "species",
            "variety",
            "covertype");

    /** Outcomes that may be numbers. The others may not: a {@code stroke} of 2.68 inches is not the illness. */
    private static final Set<String> RATINGS = Set.of("satisfaction", "sentiment");

    private static final List<String> AMOUNTS = List.of(
            "medv",
            "medianhousevalue",
            "saleprice",
            "sellingprice",
            "houseprice",
            "price",
            "precio",
            "preço",
            "preco",
            "prix",
            "prezzo",
            "preis",
            "fiyat",
            "finalgrade",
            "finalscore",
            "quality",
            "salary",
            "salaryinusd",
            "income",
            "wage",
            "mpg");

    /** All names, the surest first. Those of outcomes come before those of amounts, which are often columns to predict from. */
    static final List<String> NAMES =
            Stream.concat(OUTCOMES.stream(), AMOUNTS.stream()).toList();

    /** Words around the name of an amount that do not change what it is: a currency, a unit, that it is a number. */
    private static final Set<String> AROUND = Set.of(
            "target",
            "nr",
            "num",
            "vl",
            "vr",
            "in",
            "thousand",
            "thousands",
            "million",
            "millions",
            "billion",
            "billions",
            "lakh",
            "lakhs");

    private UsualLabels() {}

    /** The plain name of an amount, without currencies and units: {@code price} of {@code price_usd} and {@code Price in Lakhs}; empty for other names. */
    static String amount(List<String> words) {
        List<String> left = words.stream()
                .filter(word -> !AROUND.contains(word) && !Currencies.isCurrency(word))
                .toList();
        return left.size() == 1 && AMOUNTS.contains(left.get(0)) ? left.get(0) : "";
    }

    /** The name of a column as the usual names are written. */
    static String plain(String column) {
        StringBuilder plain = new StringBuilder();
        column.codePoints().filter(Character::isLetterOrDigit).forEach(plain::appendCodePoint);
        return plain.toString().toLowerCase(Locale.ROOT);
    }

    /** Whether a plain name says that the column is the label, whatever its values are. */
    static boolean isSure(String name) {
        return SURE.contains(name);
    }

    /** Whether a label with this plain name may be a number. */
    static boolean mayBeNumber(String name) {
        return AMOUNTS.contains(name) || RATINGS.contains(name);
    }
}
