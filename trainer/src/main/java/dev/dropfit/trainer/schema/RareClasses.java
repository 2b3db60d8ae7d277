package dev.dropfit.trainer.schema;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Spelling;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.LabelLines;
import dev.dropfit.trainer.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Names the classes of one to four rows with their lines, and the frequent class that each may be a mistyped spelling of. */
final class RareClasses {
    private static final int SHOWN = 5;

    /** A class is proposed as the right spelling if it has so many times the rows. */
    private static final int TIMES_MORE = 5;

    /** Shorter words differ in one letter by their meaning. */
    private static final int MIN_LENGTH = 3;

    /** Longer words may differ in two letters. */
    private static final int LONG = 7;

    private final Table table;
    private final Column label;

    RareClasses(Table table) {
        this.table = table;
        this.label = table.labelColumn();
    }

    /** Whether the class with this code is named. */
    boolean names(int code) {
        return label.count(code) > 0 && label.count(code) <= LabelLines.MAX_LINES;
    }

    /** The note about all such classes; empty if there is none. */
    Optional<Anomaly> find() {
        int[] codes = IntStream.range(1, label.codes()).filter(this::names).toArray();
        if (codes.length == 0) {
            return Optional.empty();
        }
        String named =
                IntStream.of(codes).limit(SHOWN).mapToObj(this::described).collect(Collectors.joining("; "));
        return Optional.of(new Anomaly(
                "rare-class",
                named
                        + (codes.length > SHOWN
                                ? "; and " + Figures.count(codes.length - SHOWN)
                                        + " more classes with fewer than 5 rows"
                                : "")
                        + ". So few rows are not enough to learn a class: correct the label, or upload more rows of"
                        + " the class",
                IntStream.of(codes)
                        .limit(SHOWN)
                        .mapToObj(code -> table.labelLines().of(label, code).get(0))
                        .toList()));
    }

    private String described(int code) {
        int rows = label.count(code);
        List<Long> lines = table.labelLines().of(label, code);
        String where = (lines.size() < rows ? "first in line " : lines.size() == 1 ? "in line " : "in lines ")
                + lines.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "class '" + label.category(code) + "' has " + Figures.count(rows, "row", "rows") + ", " + where
                + spelling(code).map(text -> " (is it '" + text + "'?)").orElse("");
    }

    /** The most frequent class with nearly the same spelling. */
    private Optional<String> spelling(int code) {
        String text = label.category(code);
        if (!label.isText(code)) {
            return Optional.empty();
        }
        return IntStream.range(1, label.codes())
                .filter(other -> label.isText(other) && label.count(other) >= TIMES_MORE * label.count(code))
                .filter(other -> isMistyped(text, label.category(other)))
                .boxed()
                .max((one, other) -> Integer.compare(label.count(one), label.count(other)))
                .map(label::category);
    }

    /** Whether two texts differ in one letter, or in two if they are long: added, left out, replaced or swapped. Digits are no mistakes. */
    static boolean isMistyped(String text, String right) {
        if (!digits(text).equals(digits(right)) || Math.max(text.length(), right.length()) < MIN_LENGTH) {
            return false;
        }
        int accepted = Math.min(text.length(), right.length()) >= LONG ? 2 : 1;
        return Math.abs(text.length() - right.length()) <= accepted && Spelling.distance(text, right) <= accepted;
    }

    private static String digits(String text) {
        return text.chars()
                .filter(Character::isDigit)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
