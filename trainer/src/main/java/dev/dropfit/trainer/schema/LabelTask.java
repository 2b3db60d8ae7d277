package dev.dropfit.trainer.schema;

import dev.dropfit.trainer.table.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Whether a label of few different numbers is classes or a number. Codes of classes have no order that counts, amounts and ratings have.
 * The name of the label decides, else its values: codes count from 0 or 1.
 *
 * @param classes whether it is classes
 * @param why the reason, as one phrase
 */
record LabelTask(boolean classes, String why) {
    /** With fewer different values, a peak in their frequencies may be chance. */
    private static final int MIN_VALUES_OF_A_PEAK = 6;

    /** A count or a rating has a most frequent value, and others that are so many times rarer. */
    private static final int MIN_RATIO_OF_A_PEAK = 10;

    /** Values with at most so many rows, and below this share, may be mistakes: a single 11 among 0 and 1 does not make a number of them. */
    private static final int MAX_STRAY_ROWS = 4;

    private static final double MAX_STRAY_SHARE = 0.01;

    private static final Set<String> CODES = Set.of(
            "class",
            "classes",
            "type",
            "category",
            "categories",
            "species",
            "kind",
            "group",
            "cluster",
            "segment",
            "genre",
            "variety",
            "breed",
            "status",
            "code",
            "digit",
            "letter",
            "gender",
            "sex",
            "color",
            "colour",
            "diagnosis");

    private static final Set<String> AMOUNTS = Set.of(
            "quality",
            "rating",
            "ratings",
            "score",
            "scores",
            "stars",
            "rank",
            "ranking",
            "grade",
            "grades",
            "points",
            "count",
            "counts",
            "cnt",
            "number",
            "qty",
            "quantity",
            "amount",
            "total",
            "sum",
            "price",
            "cost",
            "age",
            "rings",
            "year",
            "years",
            "month",
            "months",
            "week",
            "weeks",
            "day",
            "days",
            "hour",
            "hours",
            "minutes",
            "seconds",
            "duration",
            "visits",
            "visitors",
            "people",
            "persons",
            "sales",
            "sold",
            "orders",
            "tickets",
            "goals",
            "wins",
            "bids",
            "rooms",
            "bedrooms",
            "children",
            "kids",
            "items",
            "units",
            "calls",
            "clicks",
            "views",
            "claims",
            "accidents",
            "killed",
            "injured",
            "deaths",
            "fatalities",
            "casualties",
            "complaints",
            "defects",
            "errors",
            "incidents");

    /** {@code num_visits}, {@code years_at_company}. */
    private static final Set<String> FIRST_WORDS_OF_COUNTS = Set.of(
            "num", "number", "count", "n", "no", "total", "years", "months", "weeks", "days", "hours", "minutes");

    /** Decides about a label that has numbers only, few of them. */
    static LabelTask of(Column label) {
        int rows = IntStream.range(1, label.codes()).map(label::count).sum();
        int[] all = IntStream.range(1, label.codes())
                .filter(code -> label.isValue(code) && label.count(code) > 0)
                .toArray();
        int[] frequent = IntStream.of(all)
                .filter(code -> label.count(code) > MAX_STRAY_ROWS || label.count(code) >= MAX_STRAY_SHARE * rows)
                .toArray();
        int[] codes = IntStream.of(frequent.length < 2 ? all : frequent)
                .boxed()
                .sorted((one, other) -> Double.compare(label.number(one), label.number(other)))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] values = IntStream.of(codes).mapToDouble(label::number).toArray();
        if (values.length <= 2) {
            return new LabelTask(
                    true,
                    all.length <= 2
                            ? "it has two different values"
                            : "it has two different values, except for a few rows");
        }
        if (Arrays.stream(values).anyMatch(value -> value != Math.rint(value))) {
            return new LabelTask(false, "its numbers have fractions");
        }
        List<String> words = LabelRule.words(label.name());
        String last = words.get(words.size() - 1);
        if (CODES.contains(last)) {
            return new LabelTask(true, "its name says that its whole numbers are codes of classes");
        }
        if (AMOUNTS.contains(last) || (words.size() > 1 && FIRST_WORDS_OF_COUNTS.contains(words.get(0)))) {
            return new LabelTask(false, "its name says that its whole numbers are an amount or a rating");
        }
        if (!countsFromTheStart(values)) {
            return new LabelTask(false, "its whole numbers do not count from 0 or 1, as codes of classes do");
        }
        if (peaks(IntStream.of(codes).map(label::count).toArray())) {
            return new LabelTask(
                    false,
                    "its whole numbers have one most frequent value with rarer ones around, as counts and ratings do");
        }
        return new LabelTask(true, "it has few whole numbers, which count from 0 or 1 as codes of classes do");
    }

    /** Whether whole numbers begin with 0 or 1 and leave out at most one, or are -1, 0 and 1. */
    private static boolean countsFromTheStart(double[] values) {
        double range = values[values.length - 1] - values[0];
        return (values[0] == 0 || values[0] == 1)
                ? range <= values.length
                : values[0] == -1 && range == 2 && values.length == 3;
    }

    /** Whether frequencies, in the order of the values, rise to one peak and fall after it. */
    private static boolean peaks(int[] counts) {
        int top = IntStream.range(0, counts.length)
                .reduce((one, other) -> counts[other] > counts[one] ? other : one)
                .orElse(0);
        boolean rises = IntStream.range(1, top + 1).allMatch(i -> counts[i] >= counts[i - 1]);
        boolean falls = IntStream.range(top + 1, counts.length).allMatch(i -> counts[i] <= counts[i - 1]);
        int rarest = Arrays.stream(counts).min().orElse(0);
        return counts.length >= MIN_VALUES_OF_A_PEAK
                && rises
                && falls
                && counts[top] >= (long) MIN_RATIO_OF_A_PEAK * rarest;
    }
}
