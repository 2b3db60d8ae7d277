package dev.dropfit.cli.workbook;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a number in a cell is shown as. */
enum NumberKind {
    NUMBER,
    DATE,
    DATE_AND_TIME,
    TIME,
    /** Hours that may be more than 24. */
    DURATION;

    /** Excel calculates and shows 15 digits. */
    private static final MathContext SHOWN_DIGITS = new MathContext(15);

    private static final int MAX_EXACT = 15;
    private static final int MAX_ZEROS = 30;
    private static final int MAX_LENGTH = 40;
    /** 31 December 9999. */
    private static final double MAX_DAY = 2_958_465;
    /** The day 29 February 1900, which did not exist: days before it are counted from one day later. */
    private static final double NO_DAY = 60;

    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final DateTimeFormatter TIME_OF_DAY = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    /** What is no part of the date in the code of a format: texts, escaped and repeated characters, colours, conditions and locales. */
    private static final Pattern LITERAL = Pattern.compile(
            "\"[^\"]*\"?|\\\\.|[_*].|\\[(?!(?:h+|m+|s+)\\])[^\\]]*\\]|AM/PM|A/P", Pattern.CASE_INSENSITIVE);

    private static final Pattern ELAPSED = Pattern.compile("\\[(?:h+|m+|s+)\\]", Pattern.CASE_INSENSITIVE);

    /** The kind of a format by its code, such as {@code dd/mm/yyyy}. */
    static NumberKind of(String code) {
        String whole = LITERAL.matcher(code).replaceAll("");
        int section = whole.indexOf(';');
        String text = (section < 0 ? whole : whole.substring(0, section)).toLowerCase(Locale.ROOT);
        if (ELAPSED.matcher(text).find()) {
            return DURATION;
        }
        boolean general = text.contains("general");
        boolean time = text.indexOf('h') >= 0 || text.indexOf('s') >= 0;
        boolean day = text.indexOf('y') >= 0 || text.indexOf('d') >= 0;
        boolean month = text.indexOf('m') >= 0 && !time;
        if (general || (!time && !day && !month)) {
            return NUMBER;
        }
        return !time ? DATE : day ? DATE_AND_TIME : TIME;
    }

    /** The kind of a format that Excel has, by its number. */
    static NumberKind builtIn(String id) {
        return switch (id) {
            case "14",
                    "15",
                    "16",
                    "17",
                    "27",
                    "28",
                    "29",
                    "30",
                    "31",
                    "36",
                    "50",
                    "51",
                    "52",
                    "53",
                    "54",
                    "55",
                    "56",
                    "57",
                    "58" -> DATE;
            case "22" -> DATE_AND_TIME;
            case "18", "19", "20", "21", "32", "33", "34", "35", "45", "47" -> TIME;
            case "46" -> DURATION;
            default -> NUMBER;
        };
    }

    /**
     * A number of this kind as text: numbers with the digits that Excel shows at most, dates as ISO 8601.
     *
     * @param number as it is in the file
     */
    String text(String number, boolean from1904) {
        if (this == NUMBER) {
            return plain(number);
        }
        double day;
        try {
            day = Double.parseDouble(number);
        } catch (NumberFormatException e) {
            return number;
        }
        if (!(day >= 0 && day <= MAX_DAY)) {
            return plain(number);
        }
        long millis = Math.round(day * MILLIS_PER_DAY);
        if (this == DURATION || (this == TIME && millis < MILLIS_PER_DAY)) {
            long seconds = Math.round(millis / 1000.0);
            return String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
        }
        LocalDate first = from1904
                ? LocalDate.of(1904, 1, 1)
                : day < NO_DAY ? LocalDate.of(1899, 12, 31) : LocalDate.of(1899, 12, 30);
        long seconds = Math.round(millis / 1000.0);
        LocalDateTime time = first.atStartOfDay().plusSeconds(seconds);
        boolean midnight = seconds % (MILLIS_PER_DAY / 1000) == 0;
        return this == DATE && midnight
                ? time.toLocalDate().toString()
                : time.toLocalDate() + "T" + TIME_OF_DAY.format(time);
    }

    private static String plain(String number) {
        if (isInteger(number) || number.length() > MAX_LENGTH) {
            return number;
        }
        try {
            BigDecimal value = new BigDecimal(number).round(SHOWN_DIGITS).stripTrailingZeros();
            if (value.signum() == 0) {
                return "0";
            }
            return Math.abs(value.scale()) > MAX_ZEROS ? value.toString() : value.toPlainString();
        } catch (NumberFormatException e) {
            return number;
        }
    }

    private static boolean isInteger(String number) {
        int from = number.startsWith("-") ? 1 : 0;
        if (number.length() == from || number.length() > MAX_EXACT) {
            return false;
        }
        for (int i = from; i < number.length(); i++) {
            if (number.charAt(i) < '0' || number.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
