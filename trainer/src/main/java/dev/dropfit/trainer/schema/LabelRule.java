package dev.dropfit.trainer.schema;

import dev.dropfit.core.Spelling;
import dev.dropfit.core.Text;
import dev.dropfit.core.csv.FirstRows;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.LabelChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Chooses the label among the names of columns: the one in the settings, else the one of the previous model, else the first usual name of a
 * label that exists, else the last column that a model can predict.
 *
 * @param set the label in the settings
 * @param previous the label of the previous model
 * @param unusable the columns that were guessed, and turned out to be unusable when the whole file was read
 */
public record LabelRule(Optional<String> set, Optional<String> previous, List<UnusableLabelException> unusable) {
    /** Without settings and without a previous model. */
    public static final LabelRule NONE = new LabelRule(Optional.empty(), Optional.empty());

    private static final int SHOWN_NAMES = 30;

    /** A file is read again for so many other columns at most. */
    private static final int MAX_UNUSABLE = 3;

    /** A table of a curve, perhaps of several, has so many columns at most: {@code id,group,x,y}. In larger ones x and y are a place. */
    private static final int MAX_COLUMNS_OF_A_CURVE = 4;

    /** With fewer rows, nothing is known about a column. */
    private static final int MIN_ROWS = 20;

    public LabelRule {
        unusable = List.copyOf(unusable);
    }

    /** The rule before a file is read. */
    public LabelRule(Optional<String> set, Optional<String> previous) {
        this(set, previous, List.of());
    }

    /**
     * The rule that chooses the next column; empty if this one was no guess, or enough columns were tried. A column that says of itself that it is the label
     * is no guess: its rows are wrong, and a model of another column would stay.
     */
    public Optional<LabelRule> without(UnusableLabelException label) {
        boolean guessed = set.isEmpty()
                && !previous.equals(Optional.of(label.label()))
                && !UsualLabels.isSure(UsualLabels.plain(label.label()))
                && !isUnusable(label.label())
                && unusable.size() < MAX_UNUSABLE;
        if (!guessed) {
            return Optional.empty();
        }
        List<UnusableLabelException> all = new ArrayList<>(unusable);
        all.add(label);
        return Optional.of(new LabelRule(set, previous, all));
    }

    /** What is to be said of the columns that turned out to be unusable. */
    public Optional<Anomaly> note(String chosen) {
        List<String> reasons = unusable.stream()
                .map(label -> "'" + label.label() + "' " + label.why())
                .toList();
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(Anomaly.of(
                        "unusable-label",
                        String.join("; ", reasons) + "; so '" + chosen
                                + "' is predicted instead; to predict another column, set label in dropfit.json"));
    }

    private boolean isUnusable(String column) {
        return unusable.stream().anyMatch(label -> label.label().equals(column));
    }

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
     * @param first what is known about the rows
     * @throws InvalidTableException when the label in the settings is not a column
     */
    public Choice choose(List<String> columns, FirstRows first) throws InvalidTableException {
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
        List<String> plain = columns.stream().map(UsualLabels::plain).toList();
        for (String name : UsualLabels.NAMES) {
            int index = plain.indexOf(name);
            if (index >= 0
                    && !isUnusable(columns.get(index))
                    && !isCoordinate(index, plain)
                    && mayBe(name, FirstValues.of(columns, index, first))) {
                return new Choice(index, LabelChoice.NAME);
            }
        }
        for (int index = 0; index < columns.size(); index++) {
            String name = UsualLabels.amount(words(columns.get(index)));
            if (!name.isEmpty()
                    && !isUnusable(columns.get(index))
                    && mayBe(name, FirstValues.of(columns, index, first))) {
                return new Choice(index, LabelChoice.NAME);
            }
        }
        for (int index = 0; index < columns.size(); index++) {
            if (words(columns.get(index)).get(0).equals("target")
                    && !isUnusable(columns.get(index))
                    && FirstValues.of(columns, index, first).areTwoClasses()) {
                return new Choice(index, LabelChoice.NAME);
            }
        }
        int[] questions = IntStream.range(0, columns.size())
                .filter(i -> !isUnusable(columns.get(i))
                        && words(columns.get(i)).get(0).equals("is")
                        && !FirstValues.of(columns, i, first).isPlaceOrTime())
                .toArray();
        return questions.length == 1 ? new Choice(questions[0], LabelChoice.NAME) : last(columns, plain, first);
    }

    private Choice last(List<String> columns, List<String> plain, FirstRows first) {
        int last = columns.size() - 1;
        for (int column = last; column >= 0 && first.rows().size() >= MIN_ROWS; column--) {
            if (!isUnusable(columns.get(column))
                    && !isCoordinate(column, plain)
                    && FirstValues.of(columns, column, first).arePredictable()) {
                return new Choice(column, column == last ? LabelChoice.LAST : LabelChoice.LAST_PREDICTABLE);
            }
        }
        return new Choice(last, LabelChoice.LAST);
    }

    /** Whether a column with such a usual name may be the label, by what is known of its values. */
    private static boolean mayBe(String name, FirstValues values) {
        if (UsualLabels.isSure(name)) {
            return !(name.equals(UsualLabels.CAPTION) && values.rows() >= MIN_ROWS && values.areNamesOfRows());
        }
        boolean predictable = values.rows() < MIN_ROWS || values.arePredictable();
        return predictable && (UsualLabels.mayBeNumber(name) || !values.areManyNumbers());
    }

    /** Whether a column is x or y of a place, as in {@code x,y,z} or {@code x,y,temperature}, and at the end of many columns. */
    private static boolean isCoordinate(int index, List<String> columns) {
        int x = columns.indexOf("x");
        int y = columns.indexOf("y");
        boolean ofPlaces = x >= 0 && x < y && (y < columns.size() - 1 || columns.size() > MAX_COLUMNS_OF_A_CURVE);
        return ofPlaces && (index == x || index == y);
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
