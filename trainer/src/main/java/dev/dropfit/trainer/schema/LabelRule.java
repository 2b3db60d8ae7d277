package dev.dropfit.trainer.schema;

import dev.dropfit.core.Spelling;
import dev.dropfit.core.Text;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.format.DateNotation;
import dev.dropfit.core.registry.facts.LabelChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Chooses the label among the names of columns: the one in the settings, else the one of the previous model, else the first usual name of a
 * label that exists, else the last column that is not a date, a different text in nearly every row, or empty in most rows.
 *
 * @param set the label in the settings
 * @param previous the label of the previous model
 */
public record LabelRule(Optional<String> set, Optional<String> previous) {
    /** Without settings and without a previous model. */
    public static final LabelRule NONE = new LabelRule(Optional.empty(), Optional.empty());

    private static final DateNotation DAY_FIRST = new DateNotation(true);
    private static final DateNotation MONTH_FIRST = new DateNotation(false);
    private static final int SHOWN_NAMES = 30;

    /** With fewer rows, nothing is known about a column. */
    private static final int MIN_ROWS = 20;

    private static final int MIN_ROWS_OF_NAMES = 50;
    private static final double MAX_NAMES_SHARE = 0.9;

    /**
     * The usual names, the surest first, without case, blanks and punctuation. Names of outcomes come before those of amounts, which are often
     * columns to predict from.
     */
    private static final List<String> NAMES = List.of(
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
            "default",
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
            "accepted",
            "admitted",
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
            "winner",
            "won",
            "species",
            "variety",
            "covertype",
            "medv",
            "medianhousevalue",
            "saleprice",
            "sellingprice",
            "houseprice",
            "price",
            "quality",
            "salary",
            "salaryinusd",
            "income",
            "wage",
            "mpg");

    /** The name of the label, if it is known before the file is read; otherwise empty. */
    public String knownName() {
        return set.or(() -> previous).orElse("");
    }

    /**
     * The chosen column.
     *
     * @param column its index
     * @param why the reason
     */
    public record Choice(int column, LabelChoice why) {}

    /**
     * Chooses the label.
     *
     * @param firstRows the cells of some rows, as far as they are known
     * @throws InvalidTableException when the label in the settings is not a column
     */
    public Choice choose(List<String> columns, List<List<String>> firstRows) throws InvalidTableException {
        if (set.isPresent()) {
            int index = columns.indexOf(set.get());
            if (index < 0) {
                throw new InvalidTableException("The label '" + set.get() + "' is not in the header; found are "
                        + Text.list(columns, SHOWN_NAMES) + Spelling.suggestion(set.get(), columns));
            }
            return new Choice(index, LabelChoice.SETTING);
        }
        int known = previous.map(columns::indexOf).orElse(-1);
        if (known >= 0) {
            return new Choice(known, LabelChoice.PREVIOUS);
        }
        List<String> plain = columns.stream().map(LabelRule::plain).toList();
        for (String name : NAMES) {
            int index = plain.indexOf(name);
            if (index >= 0 && !isCoordinate(name, index, plain)) {
                return new Choice(index, LabelChoice.NAME);
            }
        }
        int[] questions = IntStream.range(0, columns.size())
                .filter(i -> words(columns.get(i)).get(0).equals("is"))
                .toArray();
        return questions.length == 1 ? new Choice(questions[0], LabelChoice.NAME) : last(columns.size() - 1, firstRows);
    }

    private static Choice last(int last, List<List<String>> firstRows) {
        for (int column = last; column >= 0 && firstRows.size() >= MIN_ROWS; column--) {
            if (isPredictable(column, firstRows)) {
                return new Choice(column, column == last ? LabelChoice.LAST : LabelChoice.LAST_PREDICTABLE);
            }
        }
        return new Choice(last, LabelChoice.LAST);
    }

    /** Whether half of the rows have a value that is not a date, and the values are not names: texts of which nearly all differ. */
    private static boolean isPredictable(int column, List<List<String>> rows) {
        List<String> values = rows.stream()
                .filter(row -> row.size() > column)
                .map(row -> row.get(column))
                .filter(cell -> !Values.isMissing(cell) && !isDate(cell))
                .toList();
        long texts = values.stream()
                .filter(cell -> Character.isLetter(cell.charAt(0)))
                .distinct()
                .count();
        boolean names = values.size() >= MIN_ROWS_OF_NAMES && texts > MAX_NAMES_SHARE * values.size();
        return 2 * values.size() >= rows.size() && !names;
    }

    /** Whether a cell is a date, with the day or the month first. */
    private static boolean isDate(String cell) {
        return Double.isNaN(Values.number(cell))
                && !(Double.isNaN(DAY_FIRST.value(cell)) && Double.isNaN(MONTH_FIRST.value(cell)));
    }

    /** In {@code x,y,z} or {@code x,y,temperature} the y is no label. */
    private static boolean isCoordinate(String name, int index, List<String> columns) {
        int x = columns.indexOf("x");
        return name.equals("y") && x >= 0 && x < index && index < columns.size() - 1;
    }

    private static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        name.codePoints().filter(Character::isLetterOrDigit).forEach(plain::appendCodePoint);
        return plain.toString().toLowerCase(Locale.ROOT);
    }

    /** The words of a name, in lower case: {@code num}, {@code visits} of {@code numVisits}, {@code num_visits} and {@code Num Visits}. At least one. */
    static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char before = ' ';
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean part = Character.isLetterOrDigit(c);
            boolean begins = Character.isUpperCase(c) && Character.isLowerCase(before);
            if ((!part || begins) && word.length() > 0) {
                words.add(word.toString());
                word.setLength(0);
            }
            if (part) {
                word.append(Character.toLowerCase(c));
            }
            before = c;
        }
        if (word.length() > 0 || words.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }
}
