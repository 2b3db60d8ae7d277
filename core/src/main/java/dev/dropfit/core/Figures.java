package dev.dropfit.core;

import java.util.Locale;

/**
 * Figures as text, for messages, reports and pages. What is not finite is {@link #NONE}.
 *
 * <p>A whole number has no decimals. Any other number has three decimals below 10, one below 1,000 and none from there on; very small and
 * very large ones have an exponent. Counts are grouped by thousands from 1,000 on, other numbers from 10,000 on, as 1973 may be a year.
 */
public final class Figures {
    /** In place of a figure that there is not. */
    public static final String NONE = "-";

    private static final double MIN_GROUPED = 10_000;
    private static final double MAX_WITHOUT_EXPONENT = 1e9;
    private static final double MIN_WITHOUT_EXPONENT = 0.0005;

    private Figures() {}

    public static String count(long count) {
        return format("%,d", count);
    }

    /** A count with what is counted: {@code 1 run}, {@code 1,200 runs}. */
    public static String count(long count, String one, String many) {
        return count(count) + " " + (count == 1 ? one : many);
    }

    public static String rows(long rows) {
        return count(rows, "row", "rows");
    }

    /** A length: {@code 840 bytes}, {@code 37.0 kB}, {@code 1.2 GB}. */
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return count(bytes, "byte", "bytes");
        }
        return bytes < 999_950
                ? format("%.1f kB", bytes / 1e3)
                : bytes < 999_950_000 ? format("%.1f MB", bytes / 1e6) : format("%.1f GB", bytes / 1e9);
    }

    /** A length of time: {@code 0.4 s}, {@code 2.5 min}. */
    public static String seconds(double seconds) {
        if (!Double.isFinite(seconds)) {
            return NONE;
        }
        if (seconds < 0.05) {
            return "< 0.1 s";
        }
        return seconds < 99.95 ? format("%.1f s", seconds) : format("%.1f min", seconds / 60);
    }

    /** A share from 0 to 1, in percent. */
    public static String percent(double share) {
        return Double.isFinite(share) ? unsignedZero(format("%.1f %%", 100 * share)) : NONE;
    }

    /** A difference between two percentages. */
    public static String percentagePoints(double points) {
        return Double.isFinite(points) ? unsignedZero(format("%.1f pp", points)) : NONE;
    }

    /** A number, or a quantity in its own unit. */
    public static String number(double value) {
        double size = Math.abs(value);
        if (size >= MAX_WITHOUT_EXPONENT || (size > 0 && size < MIN_WITHOUT_EXPONENT)) {
            return Double.isFinite(value) ? format("%.2e", value) : NONE;
        }
        return value == Math.rint(value) ? whole(value) : rounded(value);
    }

    /** A figure that has no unit and is of the order of 1, as most metrics: always with its decimals. */
    public static String ratio(double value) {
        return Math.abs(value) >= MAX_WITHOUT_EXPONENT ? number(value) : rounded(value);
    }

    private static String rounded(double value) {
        double size = Math.abs(value);
        if (!Double.isFinite(value)) {
            return NONE;
        }
        return size >= 999.95 ? whole(value) : unsignedZero(format(size >= 9.9995 ? "%.1f" : "%.3f", value));
    }

    private static String whole(double value) {
        return unsignedZero(format(Math.abs(value) < MIN_GROUPED - 0.5 ? "%.0f" : "%,.0f", value));
    }

    /**
     * A difference with its sign: {@code +}, {@code -}, or {@code ±} when all its digits are zeros.
     *
     * @param size the difference as text, without a sign
     */
    public static String signed(double difference, String size) {
        if (!Double.isFinite(difference)) {
            return NONE;
        }
        return (isZero(size) ? "±" : difference < 0 ? "-" : "+") + size;
    }

    /** The same figure for a page: with a minus sign and an en dash instead of hyphens. */
    public static String typographic(String figure) {
        return figure.equals(NONE) ? "–" : figure.replace('-', '−');
    }

    private static String unsignedZero(String text) {
        return text.startsWith("-") && isZero(text) ? text.substring(1) : text;
    }

    private static boolean isZero(String text) {
        return text.chars().noneMatch(c -> c >= '1' && c <= '9');
    }

    private static String format(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }
}
