package dev.dropfit.core.format;

import dev.dropfit.core.csv.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The numbers in a text, and the texts before, between and after them.
 *
 * @param numbers one to three, with their signs
 * @param written how they are written, without separators of thousands
 * @param around one text more than there are numbers, in lower case, without blanks around
 */
record NumberTexts(List<Double> numbers, List<String> written, List<String> around) {
    private static final int MAX_NUMBERS = 3;
    private static final int GROUP = 3;
    private static final int MINUTES = 60;
    private static final int INCHES = 12;
    private static final int MONTHS_OF_YEAR = 12;
    private static final double FIRST_YEAR = 1900;
    private static final double LAST_YEAR = 2100;
    private static final double FIRST_SEASON = 1800;
    private static final int CENTURY = 100;
    private static final double MAX_SCORE = 300;
    private static final List<Double> DENOMINATORS =
            List.of(2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0, 16.0, 20.0, 32.0, 64.0, 100.0);
    private static final List<String> DASHES = List.of("-", "\u2013", "\u2014");
    /** What is between the ends of a range: perhaps a multiplier or a currency, a word or sign for to, perhaps a currency. */
    private static final Pattern TO = Pattern.compile("(\\S*)\\s*(?:-|\u2013|\u2014|to|bis|\\.{2,3}|~)\\s*(.*)");

    private static final Pattern YEARS = Pattern.compile(
            "(?:years?|yrs?|tahun|thn|a\u00F1os?|anos?|jahre?n?|ans?|anni|anno)\\.?\\s*(?:[,-]|and|und|dan|y|e|et)?");
    private static final Pattern MONTHS =
            Pattern.compile("(?:months?|mos?|bulan|bln|mes|meses|monate?n?|mois|mese|mesi)\\.?");
    private static final Pattern REMARK = Pattern.compile("\\s*\\([^()]*\\)$");
    private static final List<String> LOWEST = List.of(">", ">=", "\u2265", "over", "above", "more than", "from");
    private static final List<String> HIGHEST = List.of("<", "<=", "\u2264", "under", "below", "less than", "up to");
    private static final List<String> OPEN_ENDS = List.of(
            "+",
            "plus",
            "or more",
            "and more",
            "or over",
            "and over",
            "or above",
            "and above",
            "or older",
            "and older",
            "and up",
            "or less",
            "or under",
            "and under",
            "or below",
            "and below");
    private static final List<String> APART = List.of(",", ";", "/", ":", "\u00B1", "+/-", "+-", "x", "\u00D7");
    private static final List<String> OF = List.of("of", "out of");
    private static final List<String> FEET = List.of("'", "\u2019", "\u2032", "ft", "ft.", "feet", "foot");
    private static final List<String> INCH = List.of("", "\"", "''", "\u201D", "\u2033", "in", "in.", "inch", "inches");

    /** The numbers of a text; null if there are none, or more than three. */
    static @Nullable NumberTexts of(String text) {
        List<Double> numbers = new ArrayList<>();
        List<String> written = new ArrayList<>();
        List<String> around = new ArrayList<>();
        int from = 0;
        int at = 0;
        while (at < text.length()) {
            if (!startsNumber(text, at)) {
                at++;
                continue;
            }
            int end = end(text, at);
            String number = unpadded(plain(text, at, end));
            double value = Values.number(number);
            if (numbers.size() == MAX_NUMBERS || Double.isNaN(value)) {
                return null;
            }
            around.add(text.substring(from, at).strip().toLowerCase(Locale.ROOT));
            numbers.add(value);
            written.add(number);
            from = end;
            at = end;
        }
        around.add(text.substring(from).strip().toLowerCase(Locale.ROOT));
        return numbers.isEmpty() ? null : new NumberTexts(numbers, written, around);
    }

    private static boolean startsNumber(String text, int at) {
        if (isDigit(text, at)) {
            return true;
        }
        // A minus after a digit is a dash, except after a blank: 52.1 -4.3.
        char c = NumberParts.plain(text.charAt(at));
        boolean first = at == 0 || " ,;/([".indexOf(text.charAt(at - 1)) >= 0;
        return (c == '-' || c == '+') && first && isDigit(text, at + 1);
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static int end(String text, int from) {
        int at = from + 1;
        boolean decimal = false;
        boolean points = text.indexOf('.') >= 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isDigit(text, at)) {
                at++;
            } else if (!decimal && c == '.' && isDigit(text, at + 1)) {
                decimal = true;
                at++;
            } else if (!decimal && c == ',' && isDigit(text, at + 1) && (isGroup(text, at + 1) || !points)) {
                decimal = !isGroup(text, at + 1);
                at++;
            } else {
                break;
            }
        }
        return at;
    }

    /** Whether exactly three digits follow: a comma before them separates thousands. */
    private static boolean isGroup(String text, int from) {
        // Where a semicolon is between two numbers, a comma is decimal.
        if (text.indexOf(';') >= 0) {
            return false;
        }
        for (int i = 0; i < GROUP; i++) {
            if (!isDigit(text, from + i)) {
                return false;
            }
        }
        return !isDigit(text, from + GROUP);
    }

    private static String plain(String text, int from, int end) {
        StringBuilder plain = new StringBuilder();
        for (int i = from; i < end; i++) {
            char c = NumberParts.plain(text.charAt(i));
            if (c != ',') {
                plain.append(c);
            } else if (!isGroup(text, i + 1)) {
                plain.append('.');
            }
        }
        return plain.toString();
    }

    /** Minutes and seconds of a coordinate have two digits: 05. Other numbers with a zero before them are codes. */
    private static String unpadded(String number) {
        boolean two = number.length() > 1 && number.charAt(0) == '0' && isDigit(number, 1);
        return two && !isDigit(number, 2) ? number.substring(1) : number;
    }

    private boolean isBare() {
        return around.get(0).isEmpty() && around.get(around.size() - 1).isEmpty();
    }

    private boolean areWhole() {
        return written.stream().allMatch(number -> number.indexOf('.') < 0);
    }

    /** A proper fraction, perhaps after a whole number; else NaN. */
    double fraction() {
        int count = numbers.size();
        if (count < 2 || !isBare() || !areWhole() || !around.get(count - 1).equals("/")) {
            return Double.NaN;
        }
        double below = numbers.get(count - 1);
        double above = numbers.get(count - 2);
        if (above < 0 || above >= below || !DENOMINATORS.contains(below)) {
            return Double.NaN;
        }
        if (count == 2) {
            return above / below;
        }
        boolean joined = around.get(1).isEmpty() || around.get(1).equals("-");
        double whole = numbers.get(0);
        return joined && whole >= 0 ? whole + above / below : Double.NaN;
    }

    /** Degrees, perhaps with minutes and seconds, and a direction before or after them; else NaN. */
    double coordinate() {
        String before = around.get(0);
        String last = around.get(around.size() - 1);
        double[] units = {1, MINUTES, MINUTES * MINUTES};
        double degrees = 0;
        for (int i = 0; i < numbers.size(); i++) {
            if (numbers.get(i) < 0 || (i > 0 && (numbers.get(i) >= MINUTES || !isUnit(i)))) {
                return Double.NaN;
            }
            degrees += numbers.get(i) / units[i];
        }
        char direction = before.isEmpty() && !last.isEmpty()
                ? last.charAt(last.length() - 1)
                : before.length() == 1 ? before.charAt(0) : 0;
        String sign = before.isEmpty() && !last.isEmpty()
                ? last.substring(0, last.length() - 1).strip()
                : last;
        boolean known = sign.isEmpty() || "\u00B0'\"\u2032\u2033\u2019\u201D''".contains(sign);
        if (!known || "nsew".indexOf(direction) < 0 || degrees > 180) {
            return Double.NaN;
        }
        return (direction == 's' || direction == 'w') && degrees != 0 ? -degrees : degrees;
    }

    private boolean isUnit(int i) {
        return i == 1
                ? around.get(1).equals("\u00B0")
                : "'\u2032\u2019".contains(around.get(2)) && !around.get(2).isEmpty();
    }

    /** Feet, perhaps with inches; else NaN. */
    double inches() {
        if (numbers.size() > 2 || !around.get(0).isEmpty() || numbers.get(0) < 0 || !FEET.contains(around.get(1))) {
            return Double.NaN;
        }
        if (numbers.size() == 1) {
            return INCHES * numbers.get(0);
        }
        double inches = numbers.get(1);
        return INCH.contains(around.get(2)) && inches >= 0 && inches < INCHES
                ? INCHES * numbers.get(0) + inches
                : Double.NaN;
    }

    /** The months of {@code 1 year and 4 months}, {@code 3 years} or {@code 8 months}; else NaN. */
    double months() {
        boolean whole = areWhole() && numbers.stream().allMatch(number -> number >= 0);
        if (!whole || numbers.size() > 2 || !around.get(0).isEmpty()) {
            return Double.NaN;
        }
        String last = around.get(numbers.size());
        if (numbers.size() == 2) {
            boolean both = YEARS.matcher(around.get(1)).matches()
                    && MONTHS.matcher(last).matches();
            return both && numbers.get(1) < MONTHS_OF_YEAR
                    ? MONTHS_OF_YEAR * numbers.get(0) + numbers.get(1)
                    : Double.NaN;
        }
        if (MONTHS.matcher(last).matches()) {
            return numbers.get(0);
        }
        return YEARS.matcher(last).matches() ? MONTHS_OF_YEAR * numbers.get(0) : Double.NaN;
    }

    /** The first year of a season, such as {@code 2013/14} or {@code 2013-2014}; else NaN. */
    double season() {
        if (numbers.size() != 2 || !isBare() || !areWhole() || !isSlashOrDash(around.get(1))) {
            return Double.NaN;
        }
        double first = numbers.get(0);
        double next = first + 1;
        double last = numbers.get(1);
        boolean follows =
                last == next || (last == next % CENTURY && written.get(1).length() <= 2);
        return follows && first >= FIRST_SEASON && first <= LAST_YEAR ? first : Double.NaN;
    }

    private static boolean isSlashOrDash(String between) {
        return between.equals("/") || DASHES.contains(between);
    }

    /** How many times the second of two numbers the first one is, in {@code 3:1}; else NaN. */
    double ratio() {
        boolean two = numbers.size() == 2 && isBare() && around.get(1).equals(":");
        return two && numbers.get(0) >= 0 && numbers.get(1) > 0 ? numbers.get(0) / numbers.get(1) : Double.NaN;
    }

    /** The first number minus the second one of a score, such as {@code 5-11} or {@code 2:0}; else NaN. */
    double difference() {
        if (numbers.size() != 2 || !isBare() || !areWhole()) {
            return Double.NaN;
        }
        String between = around.get(1);
        boolean score = (between.equals(":") || DASHES.contains(between))
                && numbers.stream().allMatch(number -> number >= 0 && number <= MAX_SCORE);
        return score ? numbers.get(0) - numbers.get(1) : Double.NaN;
    }

    /** The middle of a range; the only end of an open one; else NaN. */
    double middle() {
        double[] ends = ends();
        return ends == null ? Double.NaN : (ends[0] + ends[1]) / 2;
    }

    /** The ends of a range, the lower one first; of an open range its only end twice; null if it is none. */
    double @Nullable [] ends() {
        if (numbers.size() == 1) {
            return onlyEnd();
        }
        Matcher between = TO.matcher(around.get(1));
        if (numbers.size() != 2 || !between.matches()) {
            return null;
        }
        boolean brackets = isEnclosed() && !isBare();
        String before = brackets ? "" : around.get(0);
        String after = brackets ? "" : REMARK.matcher(around.get(2)).replaceFirst("");
        double ofLow = factor(between.group(1));
        double ofHigh = factor(after);
        if (!isCurrencyOrNone(before) || !isCurrencyOrNone(between.group(2)) || Double.isNaN(ofLow + ofHigh)) {
            return null;
        }
        double high = numbers.get(1) * ofHigh;
        // 10-20k are 10,000 to 20,000; 900-1.2k are 900 to 1,200.
        double shared = ofLow == 1 && numbers.get(0) * ofHigh <= high ? ofHigh : ofLow;
        double low = numbers.get(0) * shared;
        return low <= high ? new double[] {low, high} : null;
    }

    private double @Nullable [] onlyEnd() {
        String before = around.get(0);
        String after = around.get(1);
        Optional<String> end =
                OPEN_ENDS.stream().filter(text -> after.endsWith(text)).findFirst();
        double factor = factor(end.map(text ->
                        after.substring(0, after.length() - text.length()).strip())
                .orElse(after));
        boolean open = end.isPresent() ? isCurrencyOrNone(before) : isLimit(before);
        return open && !Double.isNaN(factor) ? new double[] {numbers.get(0) * factor, numbers.get(0) * factor} : null;
    }

    /** Whether a text before a number says that the number is the least or the most: {@code <}, {@code over}, {@code > $}. */
    private static boolean isLimit(String before) {
        for (int end = before.length(); end > 0; end--) {
            String limit = before.substring(0, end).strip();
            if ((LOWEST.contains(limit) || HIGHEST.contains(limit))
                    && isCurrencyOrNone(before.substring(end).strip())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCurrencyOrNone(String text) {
        return text.isEmpty() || Currencies.isCurrency(text);
    }

    /** What a text after a number multiplies it by: 1 for none, a currency or a percent sign; NaN if it is something else. */
    private static double factor(String after) {
        for (int end = after.length(); end > 0; end--) {
            double factor = Multipliers.factor(after.substring(0, end));
            if (!Double.isNaN(factor) && isCurrencyOrNone(after.substring(end).strip())) {
                return factor;
            }
        }
        return isCurrencyOrNone(after) || after.equals("%") ? 1 : Double.NaN;
    }

    /** The first of two numbers with a separator between them, or one before its interval; else NaN. */
    double firstOfTwo() {
        if (numbers.size() != 2) {
            return isBeforeItsInterval() ? numbers.get(0) : Double.NaN;
        }
        String between = around.get(1);
        String before = around.get(0);
        boolean point = before.startsWith("point") && around.get(2).equals(")");
        boolean mean = isBareBefore()
                && between.equals("(")
                && (around.get(2).equals(")") || around.get(2).equals("%)"));
        boolean decimals = written.stream().allMatch(number -> number.indexOf('.') >= 0);
        boolean blank = between.isEmpty() && (point || decimals || !before.isEmpty());
        // 1234/2019 is the number of a file.
        boolean year = between.equals("/") && areWhole() && numbers.get(1) >= FIRST_YEAR && numbers.get(1) <= LAST_YEAR;
        boolean apart = (isEnclosed() || point) && (APART.contains(between) || blank) && !year;
        boolean of = isBareBefore() && OF.contains(between);
        return apart || mean || of ? numbers.get(0) : Double.NaN;
    }

    /** {@code 5.2 [3.1-7.2]}, {@code 5.2 (3.1 to 7.2)}. */
    private boolean isBeforeItsInterval() {
        if (numbers.size() != MAX_NUMBERS || !isBareBefore()) {
            return false;
        }
        String open = around.get(1);
        String to = around.get(2);
        String close = around.get(3);
        boolean brackets = (open.equals("(") && close.equals(")")) || (open.equals("[") && close.equals("]"));
        return brackets
                && (DASHES.contains(to) || APART.contains(to) || to.equals("to"))
                && numbers.get(1) <= numbers.get(0)
                && numbers.get(0) <= numbers.get(2);
    }

    private boolean isBareBefore() {
        return around.get(0).isEmpty();
    }

    /** Whether there is nothing around, or brackets. */
    private boolean isEnclosed() {
        String before = around.get(0);
        String after = around.get(around.size() - 1);
        return isBare()
                || (before.equals("(") && after.equals(")"))
                || (before.equals("[") && (after.equals("]") || after.equals(")")))
                || (before.equals("(") && after.equals("]"));
    }
}
