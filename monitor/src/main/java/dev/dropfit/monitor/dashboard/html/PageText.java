package dev.dropfit.monitor.dashboard.html;

import dev.dropfit.core.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Figures as a person reads them. */
public final class PageText {
    public static final String NONE = "–";
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private static final int MAX_LEVEL = 24;

    private PageText() {}

    public static String count(double count) {
        return Double.isFinite(count) ? String.format(Locale.ROOT, "%,d", (long) count) : NONE;
    }

    public static String count(long count, String one, String many) {
        return String.format(Locale.ROOT, "%,d", count) + " " + (count == 1 ? one : many);
    }

    /** A share from 0 to 1. */
    public static String percent(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f %%", 100 * share) : NONE;
    }

    /** Three or four significant digits, with a proper minus. */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        double size = Math.abs(value);
        String text;
        if (size >= 1e9 || (size > 0 && size < 0.0005)) {
            text = String.format(Locale.ROOT, "%.2e", size);
        } else {
            text = String.format(Locale.ROOT, size >= 1000 ? "%,.0f" : size >= 10 ? "%.1f" : "%.3f", size);
        }
        return value < 0 ? "−" + text : text;
    }

    /** A value of a column: no decimals that say nothing, and four digits in one, as they may be a year. */
    public static String value(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return (value < 0 ? "−" : "")
                    + String.format(Locale.ROOT, Math.abs(value) < 10_000 ? "%d" : "%,d", (long) Math.abs(value));
        }
        String text = number(value);
        return text.matches("−?\\d+\\.\\d+") ? text.replaceFirst("0+$", "") : text;
    }

    /** A category, truncated. */
    public static String level(String level) {
        return Text.truncate(level, MAX_LEVEL);
    }

    /** A part of a sum whose largest part has this size: with its sign, and not more exact than that. */
    public static String part(double value, double largest) {
        String text = Math.abs(value) < 0.0005 && largest >= 0.0005 ? "0.000" : number(value);
        return value > 0 && !text.equals("0.000") ? "+" + text : text;
    }

    public static String seconds(double seconds) {
        if (!Double.isFinite(seconds)) {
            return NONE;
        }
        if (seconds < 0.05) {
            return "< 0.1 s";
        }
        return seconds < 100
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%.1f min", seconds / 60);
    }

    public static String bytes(long bytes) {
        return bytes((double) bytes);
    }

    public static String bytes(double bytes) {
        if (!Double.isFinite(bytes)) {
            return NONE;
        }
        return bytes < 1000
                ? String.format(Locale.ROOT, "%.0f B", bytes)
                : bytes < 1e6
                        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                        : bytes < 1e9
                                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    /** A time, as an element that says how long ago it was and tells the day to who asks. */
    public static Html age(Instant time, Instant now) {
        return Html.of(
                "<time datetime=\"{}\" title=\"{} UTC\">{}</time>",
                time,
                DAY_AND_TIME.format(time),
                ago(Duration.between(time, now)));
    }

    /** A time, as an element that says the day and the minute. */
    public static Html moment(Instant time) {
        return Html.of("<time datetime=\"{}\" title=\"{} UTC\">{}</time>", time, time, DAY_AND_TIME.format(time));
    }

    private static String ago(Duration age) {
        long seconds = age.toSeconds();
        if (seconds < 60) {
            return "just now";
        }
        if (seconds < 3600) {
            return age.toMinutes() + " min ago";
        }
        if (age.toHours() < 48) {
            return age.toHours() + " h ago";
        }
        return count(age.toDays(), "day ago", "days ago");
    }
}
