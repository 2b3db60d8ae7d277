package dev.dropfit.core.format;

import dev.dropfit.core.csv.DateTimes;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one date that is not in ISO 8601: a date, then perhaps a time of day, then perhaps a zone. Not thread-safe. */
final class DateText {
    private static final int MAX_LENGTH = 64;
    private static final int MIN_LENGTH = 4;
    /** A month and a year are a date only between these years; outside them they are parts of a code. */
    private static final int FIRST_YEAR_OF_MONTHS = 1500;

    private static final int LAST_YEAR_OF_MONTHS = 2200;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int SECONDS_PER_HOUR = 3600;
    private static final int CENTURY = 100;
    private static final int MIN_NAME = 3;
    private static final int MAX_DIGITS = 4;
    private static final int DIGITS_OF_DAY = 8;
    private static final int DIGITS_OF_CLOCK = 6;
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final String[] MONTH_NAMES = {
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december"
    };
    private static final String[] DAYS = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

    private final char[] buffer;
    /** Of the years that are written with two digits. */
    private final int firstYear;

    private int end;
    private int at;

    /** The numbers of the date in their order; a month with a name is in {@link #named}. */
    private final int[] numbers = new int[3];
    /** The number of digits of each. */
    private final int[] digits = new int[3];

    private int count;
    /** The month with a name, from 1; 0 if there is none. */
    private int named;
    /** The number of numbers before the name of the month. */
    private int beforeName;
    /** The quarter of a year, from 1; 0 if there is none. */
    private int quarter;
    /** The week of a year in ISO 8601, from 1; 0 if there is none. */
    private int week;
    /** The day of the week in ISO 8601, 1 for Monday. */
    private int weekday = 1;

    private double year;
    private double month;
    private double day;

    DateText(char[] buffer, int offset, int end, int firstYear) {
        this.buffer = buffer;
        this.firstYear = firstYear;
        this.at = offset;
        this.end = end;
    }

    /** The seconds since 1970, UTC; NaN if the text is not a date. */
    double seconds(DateNotation.Parts parts) {
        if (end - at > MAX_LENGTH || end - at < MIN_LENGTH || !hasDigit() || !readDate()) {
            return Double.NaN;
        }
        if (named > 0 && count == 1 && at < end) {
            yearAtTheEnd();
        }
        if (week > 0) {
            return at == end ? startOfWeek() : Double.NaN;
        }
        if (!arrange(parts)) {
            return Double.NaN;
        }
        double date = DateTimes.seconds((int) year, (int) month, (int) day);
        if (Double.isNaN(date) || at == end) {
            return date;
        }
        return date + timeOfDay(date);
    }

    /** Most texts of a column of words have none, and need no look at the names of months. */
    private boolean hasDigit() {
        for (int i = at; i < end; i++) {
            if (isDigit(buffer[i])) {
                return true;
            }
        }
        return false;
    }

    /** Reads up to three numbers, one of which may be the name of a month, with the same kind of separators between them. */
    private boolean readDate() {
        if (isDayBeforeClock()) {
            numbers[0] = digits(4);
            numbers[1] = digits(2);
            numbers[2] = digits(2);
            digits[0] = 4;
            digits[1] = 2;
            digits[2] = 2;
            count = 3;
            return true;
        }
        char separator = 0;
        while (at < end) {
            int before = at;
            if (isDigit(buffer[at])) {
                if (!number()) {
                    return false;
                }
            } else if (Character.isLetter(buffer[at])) {
                if (count + (named > 0 ? 1 : 0) > 0 && (buffer[at] == 'T' || buffer[at] == 't') && isDigitAt(at + 1)) {
                    return complete();
                }
                String word = word();
                if (!name(word)) {
                    at = before;
                    return complete();
                }
            } else {
                return false;
            }
            int parts = parts();
            if (parts == 3) {
                skipLastPoint();
                return true;
            }
            if ((quarter > 0 || week > 0) && count == 1) {
                return true;
            }
            int start = at;
            char found = separator();
            if (at == end) {
                return complete();
            }
            if (found != 0 && separator != 0 && found != separator && parts > 0) {
                at = start;
                return complete();
            }
            if (parts == 2 && found == ' ' && isClock()) {
                at = start;
                return complete();
            }
            separator = parts == 0 || found == 0 ? separator : found;
        }
        return complete();
    }

    /** Whether the text is a day without separators and a time of day: {@code 20120701 01:00}. Alone, the day is a number. */
    private boolean isDayBeforeClock() {
        int clock = at + DIGITS_OF_DAY;
        for (int i = at; i < clock; i++) {
            if (!isDigitAt(i)) {
                return false;
            }
        }
        return clock < end
                && (NumberParts.plain(buffer[clock]) == ' ' || buffer[clock] == 'T')
                && isDigitAt(clock + 1)
                && (isColonAt(clock + 2) || isColonAt(clock + 3) || isCompactClock(clock));
    }

    /** Whether a time of day without colons starts here: {@code T134500} of the basic format of ISO 8601. */
    private boolean isCompactClock(int index) {
        int digit = index + 1;
        while (isDigitAt(digit)) {
            digit++;
        }
        return index < end && buffer[index] == 'T' && digit - index - 1 == DIGITS_OF_CLOCK;
    }

    private boolean isColonAt(int index) {
        return index < end && buffer[index] == ':';
    }

    private int digits(int length) {
        int number = 0;
        for (int i = 0; i < length; i++) {
            number = number * 10 + (buffer[at++] - '0');
        }
        return number;
    }

    /** Hungarian dates have a point after each number: {@code 2024.05.03.} */
    private void skipLastPoint() {
        if (at < end && buffer[at] == '.' && (at + 1 == end || buffer[at + 1] == ' ')) {
            at++;
        }
    }

    private boolean complete() {
        return parts() >= 2;
    }

    private int parts() {
        return count + (named > 0 ? 1 : 0) + (quarter > 0 ? 1 : 0) + (week > 0 ? 1 : 0);
    }

    private boolean number() {
        int start = at;
        int number = 0;
        while (at < end && isDigit(buffer[at])) {
            number = number * 10 + (buffer[at++] - '0');
            if (at - start > MAX_DIGITS) {
                return false;
            }
        }
        if (count == numbers.length) {
            return false;
        }
        int length = at - start;
        if (at < end && buffer[at] == '\u65E5') {
            // The day of a Chinese or Japanese date.
            at++;
        }
        // The ending of an ordinal: 3rd March.
        if (at + 1 < end && Character.isLetter(buffer[at])) {
            String two = new String(buffer, at, 2).toLowerCase(Locale.ROOT);
            boolean ends = at + 2 == end || !Character.isLetter(buffer[at + 2]);
            if (ends
                    && (two.equals("st")
                            || two.equals("nd")
                            || two.equals("rd")
                            || two.equals("th")
                            || two.equals("er"))) {
                at += 2;
            }
        }
        numbers[count] = number;
        digits[count++] = length;
        return true;
    }

    private String word() {
        int start = at;
        while (at < end && Character.isLetter(buffer[at])) {
            at++;
        }
        return new String(buffer, start, at - start).toLowerCase(Locale.ROOT);
    }

    /** Takes the name of a month, of a day of the week, or of a quarter with its number. */
    private boolean name(String word) {
        if (word.equals("q") && quarter == 0 && named == 0 && isDigitAt(at) && !isDigitAt(at + 1)) {
            quarter = buffer[at++] - '0';
            return quarter >= 1 && quarter <= 4;
        }
        if (word.equals("w") && count == 1 && digits[0] == 4 && isDigitAt(at)) {
            return week();
        }
        if (word.equals("m") && count == 1 && digits[0] == 4) {
            return isDigitAt(at);
        }
        if (isNameOf(word, DAYS)) {
            return count == 0 && named == 0;
        }
        int english = month(word);
        int found = english == 0 ? CalendarWords.month(word) : english;
        if (found == 0 && (CalendarWords.joins(word) || CalendarWords.isDay(word))) {
            return CalendarWords.joins(word) ? parts() > 0 : parts() == 0;
        }
        if (found == 0 || named > 0 || quarter > 0) {
            return false;
        }
        named = found;
        beforeName = count;
        return true;
    }

    /** Takes the number of a week, and perhaps the day of the week: {@code 05}, {@code 05-3}. */
    private boolean week() {
        while (isDigitAt(at) && week < 10) {
            week = 10 * week + (buffer[at++] - '0');
        }
        if (at + 2 == end && buffer[at] == '-' && isDigitAt(at + 1)) {
            weekday = buffer[at + 1] - '0';
            at = end;
        }
        return week >= 1 && week <= 53 && weekday >= 1 && weekday <= 7;
    }

    /** The first week of a year has the 4th of January, and begins on Monday. */
    private double startOfWeek() {
        double fourth = DateTimes.seconds(numbers[0], 1, 4);
        double days = fourth / DateTimes.SECONDS_PER_DAY;
        // 1970 began on a Thursday.
        double monday = days - Math.floorMod((long) days + 3, 7L) + 7.0 * (week - 1);
        boolean inYear = (monday + 3) * DateTimes.SECONDS_PER_DAY < DateTimes.seconds(numbers[0] + 1, 1, 1);
        return inYear ? (monday + weekday - 1) * DateTimes.SECONDS_PER_DAY : Double.NaN;
    }

    private static boolean isNameOf(String word, String[] names) {
        for (String name : names) {
            if (word.length() >= MIN_NAME && name.startsWith(word)) {
                return true;
            }
        }
        return false;
    }

    private static int month(String word) {
        if (word.length() < MIN_NAME) {
            return 0;
        }
        int place = MONTHS.indexOf(word.substring(0, MIN_NAME));
        if (place < 0 || place % MIN_NAME != 0) {
            return 0;
        }
        int month = place / MIN_NAME;
        return MONTH_NAMES[month].startsWith(word) || word.equals("sept") ? month + 1 : 0;
    }

    /** Skips a separator of the date; returns its kind: a point, a slash, a dash or a blank; 0 for none. */
    private char separator() {
        char found = 0;
        while (at < end) {
            char c = NumberParts.plain(buffer[at]);
            if (c == '\u5E74' || c == '\u6708') {
                // The year and the month of Chinese and Japanese dates.
                c = '-';
            }
            if (c == '.' || c == '/' || c == '-') {
                if (found != 0 && found != ' ') {
                    return found;
                }
                // A point after an abbreviation and a blank, such as "Mar. 3".
                found = c;
            } else if (c == ' ' || c == ',') {
                found = found == 0 || found == '.' ? ' ' : found;
            } else {
                break;
            }
            at++;
        }
        return found;
    }

    /** Whether a time of day starts here. */
    private boolean isClock() {
        int digit = at;
        while (digit < end && isDigit(buffer[digit])) {
            digit++;
        }
        return digit > at && digit - at <= 2 && digit < end && buffer[digit] == ':';
    }

    /** Takes the year from the end of the text: {@code Fri Apr 03 10:00:00 +0000 2020}. */
    private void yearAtTheEnd() {
        int from = end - 4;
        int number = 0;
        for (int i = from; i < end; i++) {
            if (i <= at || !isDigit(buffer[i])) {
                return;
            }
            number = number * 10 + (buffer[i] - '0');
        }
        if (from - 1 > at && buffer[from - 1] == ' ') {
            numbers[count] = number;
            digits[count++] = 4;
            end = from - 1;
        }
    }

    /** Decides which number is the year, the month and the day. */
    private boolean arrange(DateNotation.Parts parts) {
        day = 1;
        if (quarter > 0) {
            year = numbers[0];
            month = 3 * quarter - 2;
            return count == 1 && digits[0] == 4;
        }
        if (named > 0) {
            month = named;
            return arrangeNamed();
        }
        if (count == 2 && parts == DateNotation.Parts.MONTH_YEAR && digits[1] == 2 && digits[0] <= 2) {
            month = numbers[0];
            year = year(numbers[1], 2);
            return true;
        }
        if (count == 2) {
            int yearAt = digits[0] == 4 ? 0 : 1;
            year = numbers[yearAt];
            month = numbers[1 - yearAt];
            return digits[yearAt] == 4
                    && digits[1 - yearAt] <= 2
                    && year >= FIRST_YEAR_OF_MONTHS
                    && year <= LAST_YEAR_OF_MONTHS;
        }
        if (count != 3 || digits[1] > 2) {
            return false;
        }
        if (digits[0] == 4) {
            year = numbers[0];
            month = numbers[1];
            day = numbers[2];
            return digits[2] <= 2;
        }
        if (digits[0] > 2 || digits[2] == 3 || digits[2] == 1) {
            return false;
        }
        if (parts == DateNotation.Parts.YEAR_MONTH_DAY && digits[0] == 2 && digits[2] == 2) {
            year = year(numbers[0], 2);
            month = numbers[1];
            day = numbers[2];
            return true;
        }
        boolean dayFirst = parts == DateNotation.Parts.DAY_MONTH_YEAR;
        year = year(numbers[2], digits[2]);
        month = numbers[dayFirst ? 1 : 0];
        day = numbers[dayFirst ? 0 : 1];
        return true;
    }

    private boolean arrangeNamed() {
        if (count == 1) {
            // March 2024, Mar-24. A day and a month without a year are not a date.
            year = year(numbers[0], digits[0]);
            return digits[0] == 4 || (digits[0] == 2 && beforeName == 0 && at == end);
        }
        if (count != 2) {
            return false;
        }
        // 2024 March 3, otherwise 3 March 2024 or March 3, 2024.
        int yearAt = digits[0] == 4 && beforeName > 0 ? 0 : 1;
        year = year(numbers[yearAt], digits[yearAt]);
        day = numbers[1 - yearAt];
        return digits[1 - yearAt] <= 2 && (digits[yearAt] == 4 || digits[yearAt] == 2);
    }

    private int year(int number, int digits) {
        return digits > 2 ? number : firstYear + Math.floorMod(number - firstYear, CENTURY);
    }

    /** The seconds from the start of the day in UTC; NaN if the rest of the text is not a time of day and a zone. */
    private double timeOfDay(double date) {
        skipBlanks();
        skipDash();
        boolean joined = at < end
                && (buffer[at] == 'T'
                        || buffer[at] == 't'
                        // 28JUL2022:10:05:00 of SAS, 10/Oct/2000:13:55:36 of web servers.
                        || (buffer[at] == ':' && named > 0));
        if (joined && isDigitAt(at + 1)) {
            at++;
        } else if (at < end && Character.isLetter(buffer[at])) {
            String word = word();
            if (!word.equals("at") && !word.equals("um")) {
                at -= word.length();
            }
            skipBlanks();
        }
        if (at == end) {
            return Double.NaN;
        }
        double seconds = joined && isCompactClock(at - 1) ? compactClock() : clock();
        if (Double.isNaN(seconds) || at == end) {
            return seconds;
        }
        return seconds - zone(date + seconds);
    }

    private double compactClock() {
        int hours = digits(2);
        int minutes = digits(2);
        int seconds = digits(2);
        return hours <= 23 && minutes < SECONDS_PER_MINUTE && seconds < SECONDS_PER_MINUTE + 1
                ? hours * SECONDS_PER_HOUR + minutes * SECONDS_PER_MINUTE + seconds
                : Double.NaN;
    }

    private double clock() {
        double hours = twoDigits();
        double minutes = 0;
        double seconds = 0;
        boolean colon = at < end && buffer[at] == ':';
        if (colon) {
            at++;
            minutes = twoDigits();
            if (at < end && buffer[at] == ':') {
                at++;
                seconds = twoDigits();
                if (at < end && (buffer[at] == '.' || buffer[at] == ',' || buffer[at] == ':') && isDigitAt(at + 1)) {
                    at++;
                    double unit = 1;
                    while (at < end && isDigit(buffer[at])) {
                        unit /= 10;
                        seconds += unit * (buffer[at++] - '0');
                    }
                }
            }
        }
        int before = at;
        skipBlanks();
        int half = ClockTexts.NONE;
        if (at < end && Character.isLetter(buffer[at])) {
            half = half();
        }
        if (half == ClockTexts.NONE) {
            at = before;
            if (!colon || !(hours <= 23)) {
                return Double.NaN;
            }
        } else if (hours < 1 || hours > 12) {
            return Double.NaN;
        } else {
            hours = hours % 12 + half;
        }
        return minutes < SECONDS_PER_MINUTE && seconds < SECONDS_PER_MINUTE + 1
                ? hours * SECONDS_PER_HOUR + minutes * SECONDS_PER_MINUTE + seconds
                : Double.NaN;
    }

    private int half() {
        int start = at;
        int stop = at;
        while (stop < end && (Character.isLetter(buffer[stop]) || buffer[stop] == '.')) {
            stop++;
        }
        int half = ClockTexts.half(new String(buffer, start, stop - start));
        if (half != ClockTexts.NONE) {
            at = stop;
            skipBlanks();
        }
        return half;
    }

    private double twoDigits() {
        int start = at;
        int number = 0;
        while (at < end && isDigit(buffer[at]) && at - start < 2) {
            number = number * 10 + (buffer[at++] - '0');
        }
        return at == start ? Double.NaN : number;
    }

    /** The offset from UTC in seconds of a zone; NaN if the rest of the text is not a zone. */
    private double zone(double local) {
        skipBlanks();
        int open = end;
        // Sun Mar 03 2024 10:00:00 GMT+0100 (Central European Time)
        for (int i = at; i < end; i++) {
            if (buffer[i] == '(' || buffer[i] == '[') {
                open = i;
                break;
            }
        }
        String text = new String(buffer, at, open - at).strip();
        if (text.isEmpty()) {
            text = new String(buffer, open + 1, Math.max(0, end - open - 2)).strip();
        }
        ZoneId zone = zoneOf(text);
        if (zone == null) {
            return Double.NaN;
        }
        return zone instanceof ZoneOffset offset
                ? offset.getTotalSeconds()
                : zone.getRules()
                        .getOffset(LocalDateTime.ofEpochSecond((long) Math.floor(local), 0, ZoneOffset.UTC))
                        .getTotalSeconds();
    }

    private static @Nullable ZoneId zoneOf(String text) {
        int halfHours = halfHoursOf(text.toUpperCase(Locale.ROOT));
        if (halfHours != Integer.MIN_VALUE) {
            return ZoneOffset.ofTotalSeconds(halfHours * SECONDS_PER_HOUR / 2);
        }
        String zone = text.startsWith("GMT") || text.startsWith("UTC") ? text.substring(3) : text;
        if (!zone.startsWith("+") && !zone.startsWith("-") && zone.indexOf('/') < 0) {
            return null;
        }
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The half hours ahead of UTC of the usual abbreviations; the minimum for other texts. */
    private static int halfHoursOf(String zone) {
        return switch (zone) {
            case "Z", "UTC", "GMT", "WET" -> 0;
            case "CET", "WEST", "BST" -> 2;
            case "CEST", "EET", "SAST" -> 4;
            case "EEST", "MSK" -> 6;
            case "IST" -> 11;
            case "SGT", "HKT", "AWST" -> 16;
            case "JST", "KST" -> 18;
            case "AEST" -> 20;
            case "AEDT" -> 22;
            case "NZST" -> 24;
            case "NZDT" -> 26;
            case "EDT", "AST" -> -8;
            case "EST", "CDT" -> -10;
            case "CST", "MDT" -> -12;
            case "MST", "PDT" -> -14;
            case "PST", "AKDT" -> -16;
            case "HST" -> -20;
            default -> Integer.MIN_VALUE;
        };
    }

    /** 16/10/2024 - 18:56:25 */
    private void skipDash() {
        if (at + 1 < end && buffer[at] == '-' && buffer[at - 1] == ' ' && buffer[at + 1] == ' ') {
            at++;
            skipBlanks();
        }
    }

    private void skipBlanks() {
        while (at < end && (NumberParts.plain(buffer[at]) == ' ' || buffer[at] == ',')) {
            at++;
        }
    }

    private boolean isDigitAt(int index) {
        return index < end && isDigit(buffer[index]);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
