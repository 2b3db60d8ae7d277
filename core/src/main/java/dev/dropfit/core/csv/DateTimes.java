package dev.dropfit.core.csv;

import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Dates and times in the extended format of ISO 8601: {@code 2026-11-22}, optionally followed by {@code T} or a space and a time ({@code
 * 08:41}, {@code 08:41:33}, {@code 08:41:33.25}), optionally followed by an offset ({@code Z}, {@code +01}, {@code +01:00}). Years 0001 to
 * 9999 of the proleptic Gregorian calendar; no leap seconds, no {@code 24:00}. Pure functions.
 */
public final class DateTimes {
    /** The accepted format, for error messages. */
    public static final String ACCEPTED = "a date or time in ISO 8601, like 2026-11-22 or 2026-11-22T08:41:33Z";

    public static final int SECONDS_PER_DAY = 86_400;

    private static final int MAX_OFFSET_MINUTES = 18 * 60;
    private static final int DATE_LENGTH = 10;
    private static final int MAX_FRACTION_DIGITS = 9;

    /** Days from 0000-03-01 to 1970-01-01. */
    private static final int DAYS_TO_1970 = 719_468;

    private DateTimes() {}

    /** The seconds since 1970-01-01T00:00Z; NaN if the text is not a date or time. Without an offset the time is in UTC. */
    public static double seconds(String text) {
        return seconds(text.toCharArray(), 0, text.length());
    }

    /** The seconds since 1970-01-01T00:00Z; NaN if the text is not a date or time. Without an offset the time is in UTC. */
    public static double seconds(char[] buffer, int offset, int length) {
        if (length < DATE_LENGTH || buffer[offset + 4] != '-' || buffer[offset + 7] != '-') {
            return Double.NaN;
        }
        int year = digits(buffer, offset, 4);
        int month = digits(buffer, offset + 5, 2);
        int day = digits(buffer, offset + 8, 2);
        double date = seconds(year, month, day);
        return length == DATE_LENGTH || Double.isNaN(date)
                ? date
                : date + time(buffer, offset + DATE_LENGTH, offset + length);
    }

    /** The seconds since 1970-01-01T00:00Z of the start of a day in UTC; NaN if there is no such day. */
    public static double seconds(int year, int month, int day) {
        return year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)
                ? Double.NaN
                : (double) epochDay(year, month, day) * SECONDS_PER_DAY;
    }

    /** The seconds since midnight UTC of a time and its offset, starting at the {@code T}; NaN if it is invalid. */
    private static double time(char[] buffer, int from, int end) {
        int at = from + 6;
        if (end < at || (buffer[from] != 'T' && buffer[from] != ' ') || buffer[from + 3] != ':') {
            return Double.NaN;
        }
        int hour = digits(buffer, from + 1, 2);
        int minute = digits(buffer, from + 4, 2);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
            return Double.NaN;
        }
        double seconds = hour * 3600 + minute * 60;
        if (end - at >= 3 && buffer[at] == ':') {
            int second = digits(buffer, at + 1, 2);
            if (second < 0 || second > 59) {
                return Double.NaN;
            }
            seconds += second;
            at += 3;
            if (at < end && (buffer[at] == '.' || buffer[at] == ',')) {
                int start = ++at;
                long fraction = 0;
                long unit = 1;
                while (at < end && isDigit(buffer[at]) && at - start < MAX_FRACTION_DIGITS) {
                    fraction = fraction * 10 + (buffer[at++] - '0');
                    unit *= 10;
                }
                if (at == start) {
                    return Double.NaN;
                }
                seconds += (double) fraction / unit;
            }
        }
        return seconds - offset(buffer, at, end);
    }

    /** The offset from UTC in seconds, 0 if it is absent; NaN if it is invalid. */
    private static double offset(char[] buffer, int at, int end) {
        int length = end - at;
        if (length == 0 || (length == 1 && buffer[at] == 'Z')) {
            return 0;
        }
        if ((length != 3 && (length != 6 || buffer[at + 3] != ':')) || (buffer[at] != '+' && buffer[at] != '-')) {
            return Double.NaN;
        }
        int hours = digits(buffer, at + 1, 2);
        int minutes = length == 3 ? 0 : digits(buffer, at + 4, 2);
        int ahead = hours * 60 + minutes;
        if (hours < 0 || minutes < 0 || minutes > 59 || ahead > MAX_OFFSET_MINUTES) {
            return Double.NaN;
        }
        return buffer[at] == '-' ? -60.0 * ahead : 60.0 * ahead;
    }

    /** A time as text, rounded down to seconds. At midnight, only the date. */
    public static String text(double seconds) {
        long whole = (long) Math.floor(seconds);
        Instant instant = Instant.ofEpochSecond(whole);
        return Math.floorMod(whole, SECONDS_PER_DAY) == 0
                ? instant.atOffset(ZoneOffset.UTC).toLocalDate().toString()
                : instant.toString();
    }

    /** Days since 1970-01-01 (H. Hinnant, chrono-compatible low-level date algorithms, 2013): years begin in March. */
    private static int epochDay(int year, int month, int day) {
        int marchYear = month > 2 ? year : year - 1;
        int era = marchYear / 400;
        int yearOfEra = marchYear % 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - DAYS_TO_1970;
    }

    private static int daysIn(int year, int month) {
        if (month == 2) {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /** The number made of these digits; -1 if a character is not a digit. */
    private static int digits(char[] buffer, int from, int count) {
        int number = 0;
        for (int i = from; i < from + count; i++) {
            if (!isDigit(buffer[i])) {
                return -1;
            }
            number = number * 10 + (buffer[i] - '0');
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
