package dev.dropfit.core.format;

import dev.dropfit.core.csv.Values;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Durations and times of day as numbers of seconds: {@code 1:02:03}, {@code 14:30}, {@code 2:30 PM}, {@code 2 days 01:02:03}, {@code 2h 50m},
 * {@code P1DT2H}, and {@code 18.30.00} as times are written in Italy.
 *
 * @param minutesFirst whether two numbers are minutes and seconds, as in {@code 59:30}; otherwise they are hours and minutes
 */
public record DurationNotation(boolean minutesFirst) implements Notation {
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int SECONDS_PER_HOUR = 3600;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int MAX_DIGITS = 9;
    private static final Pattern DOTTED = Pattern.compile("([01][0-9]|2[0-3])\\.[0-5][0-9]\\.[0-5][0-9]");

    @Override
    public boolean isTime() {
        return false;
    }

    @Override
    public String accepted() {
        return "a duration such as 1:02:03, or a number of seconds";
    }

    @Override
    public double value(char[] buffer, int offset, int length) {
        String text = new String(buffer, offset, length);
        if (text.indexOf(':') >= 0) {
            return clock(text);
        }
        if (isDotted(text)) {
            return clock(text.replace('.', ':'));
        }
        return length > 2 && (text.charAt(0) == 'P' || text.charAt(0) == 'p')
                ? iso(text.substring(1).toUpperCase(Locale.ROOT))
                : units(text.toLowerCase(Locale.ROOT));
    }

    /** Whether a text is a time of day with dots, which may be a date as well: {@code 12.05.23}. */
    public static boolean isDotted(String text) {
        return text.length() == "18.30.00".length() && DOTTED.matcher(text).matches();
    }

    /** {@code P1DT2H30M}, without its P, as in ISO 8601: months and years are no durations of one length. */
    private static double iso(String text) {
        int time = text.indexOf('T');
        String days = time < 0 ? text : text.substring(0, time);
        String clock = time < 0 ? "" : text.substring(time + 1);
        if (days.indexOf('M') >= 0 || days.indexOf('H') >= 0 || days.indexOf('S') >= 0 || clock.indexOf('D') >= 0) {
            return Double.NaN;
        }
        return units((days + clock).toLowerCase(Locale.ROOT));
    }

    /** {@code [-][days] [hours:]minutes[:seconds[.fraction]] [AM|PM]}. */
    private double clock(String text) {
        boolean negative = text.startsWith("-");
        String left = (negative || text.startsWith("+") ? text.substring(1) : text).strip();
        double days = 0;
        int day = left.indexOf("day");
        if (day >= 0) {
            days = Values.number(left.substring(0, day).strip());
            left = left.substring(day + 3);
            left = (left.startsWith("s") ? left.substring(1) : left).strip();
            left = (left.startsWith(",") ? left.substring(1) : left).strip();
        }
        int half = ClockTexts.half(left);
        String time = half == ClockTexts.NONE
                ? left
                : left.substring(0, ClockTexts.endOfTime(left)).strip();
        int first = time.indexOf(':');
        int second = time.indexOf(':', first + 1);
        if (first < 0) {
            return Double.NaN;
        }
        boolean seconds = second >= 0 || (minutesFirst && half == ClockTexts.NONE) || time.indexOf('.') > first;
        double hours = seconds && second < 0 ? 0 : whole(time, 0, first);
        if ((second >= 0 && second - first != 3) || (second < 0 && time.length() - first < 3)) {
            return Double.NaN;
        }
        double minutes = second >= 0
                ? whole(time, first + 1, second)
                : whole(time, seconds ? 0 : first + 1, seconds ? first : time.length());
        double rest = seconds
                ? Values.number(unpadded(
                        time.substring((second >= 0 ? second : first) + 1).replace(',', '.')))
                : 0;
        if (rest < 0 || rest >= SECONDS_PER_MINUTE || (!(seconds && second < 0) && minutes >= SECONDS_PER_MINUTE)) {
            return Double.NaN;
        }
        if (half != ClockTexts.NONE) {
            if (hours < 1 || hours > 12) {
                return Double.NaN;
            }
            hours = hours % 12 + half;
        }
        double total = days * SECONDS_PER_DAY + hours * SECONDS_PER_HOUR + minutes * SECONDS_PER_MINUTE + rest;
        return negative && total != 0 ? -total : total;
    }

    private static double whole(String text, int from, int to) {
        if (from >= to || to - from > MAX_DIGITS) {
            return Double.NaN;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return Double.NaN;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static String unpadded(String number) {
        return number.length() > 1 && number.charAt(0) == '0' && number.charAt(1) != '.' ? number.substring(1) : number;
    }

    /** {@code 2h 50m}: each number with its unit, the units in descending order. */
    private static double units(String text) {
        char[] buffer = text.toCharArray();
        int end = buffer.length;
        double total = 0;
        double last = Double.POSITIVE_INFINITY;
        int at = 0;
        while (at < end) {
            int start = at;
            while (at < end && (isDigit(buffer[at]) || buffer[at] == '.')) {
                at++;
            }
            double number = Values.number(unpadded(new String(buffer, start, at - start)));
            while (at < end && buffer[at] == ' ') {
                at++;
            }
            int unit = at;
            while (at < end && Character.isLetter(buffer[at])) {
                at++;
            }
            // 5h32, as in French: the minutes need no unit.
            boolean minutes = unit == at && at == end && end - start == 2 && last == SECONDS_PER_HOUR;
            double seconds = minutes ? SECONDS_PER_MINUTE : secondsOf(new String(buffer, unit, at - unit));
            if (Double.isNaN(number) || Double.isNaN(seconds) || seconds >= last) {
                return Double.NaN;
            }
            total += number * seconds;
            last = seconds;
            while (at < end && (buffer[at] == ' ' || buffer[at] == ',')) {
                at++;
            }
        }
        return last == Double.POSITIVE_INFINITY ? Double.NaN : total;
    }

    private static double secondsOf(String unit) {
        return switch (unit) {
            case "w", "week", "weeks" -> 7 * SECONDS_PER_DAY;
            case "d", "day", "days" -> SECONDS_PER_DAY;
            case "h", "hr", "hrs", "hour", "hours" -> SECONDS_PER_HOUR;
            case "m", "min", "mins", "minute", "minutes" -> SECONDS_PER_MINUTE;
            case "s", "sec", "secs", "second", "seconds" -> 1;
            default -> Double.NaN;
        };
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
