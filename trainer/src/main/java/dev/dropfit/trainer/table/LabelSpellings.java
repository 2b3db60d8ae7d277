package dev.dropfit.trainer.table;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.registry.facts.Anomaly;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes one class of labels that differ in upper and lower case or in blanks only: {@code yes}, {@code Yes} and {@code " yes"}. The class has the spelling
 * of the previous model, so that its clients get the answers that they know; without one the most frequent spelling, and of equally
 * frequent ones the first in the file.
 */
public final class LabelSpellings {
    /** With so many letters in both cases, the labels are letters, not words that were spelled in two ways. */
    private static final int MIN_LETTERS_IN_BOTH_CASES = 5;

    /** A capital after a small letter of the same word. */
    private static final Predicate<String> CAPITAL_INSIDE =
            Pattern.compile("\\p{Ll}\\p{Lu}").asPredicate();

    private static final int SHOWN = 5;

    private final Table table;
    private final Column label;
    private final List<String> apart;
    private final List<String> previous;

    private LabelSpellings(Table table, List<String> apart, List<String> previous) {
        this.table = table;
        this.label = table.labelColumn();
        this.apart = apart;
        this.previous = previous;
    }

    /**
     * The table with one spelling for each class.
     *
     * @param apart labels that stay classes of their own, because settings name several spellings
     * @param previous the classes of the previous model
     */
    public static Table merge(Table table, List<String> apart, List<String> previous) {
        Column label = table.labelColumn();
        return label.texts() > 0 && !label.manyValued() ? new LabelSpellings(table, apart, previous).merged() : table;
    }

    /** The one of these classes with this spelling, else the only one that differs from it in case and blanks only. */
    static Optional<String> find(List<String> classes, String spelling) {
        if (classes.contains(spelling)) {
            return Optional.of(spelling);
        }
        List<String> alike = classes.stream()
                .filter(value -> key(value).equals(key(spelling)))
                .toList();
        return alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty();
    }

    /** What spellings of one class have in common. */
    private static String key(String text) {
        StringBuilder key = new StringBuilder(text.length());
        boolean blank = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200B' || c == '\uFEFF') {
                blank = key.length() > 0;
            } else {
                if (blank) {
                    key.append(' ');
                }
                key.append(c);
                blank = false;
            }
        }
        // Both ways: some letters have one form in upper case and several in lower case.
        return key.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private Table merged() {
        Map<Integer, Integer> into = new LinkedHashMap<>();
        Map<Integer, String> names = new HashMap<>();
        List<String> notes = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        for (List<Integer> group : groups()) {
            int kept = mostFrequent(group);
            String name = pinned(group).orElseGet(() -> label.category(kept));
            if (!name.equals(label.category(kept))) {
                names.put(kept, name);
            }
            for (int code : group) {
                if (code != kept) {
                    into.put(code, kept);
                }
                if (!label.category(code).equals(name)) {
                    notes.add(note(code, name));
                    lines.add(label.firstLine(code));
                }
            }
        }
        if (into.isEmpty() && names.isEmpty()) {
            return table;
        }
        List<Column> columns = new ArrayList<>(table.columns());
        columns.set(table.label(), label.renamed(into, names));
        List<Anomaly> anomalies = new ArrayList<>(table.anomalies());
        anomalies.add(new Anomaly(
                "label-spelling",
                "label '" + label.name() + "': " + Text.list(notes, SHOWN)
                        + (previous.isEmpty() || names.isEmpty() ? "" : ", as in the previous model")
                        + ". To have classes of their own, name each spelling in labels in dropfit.json",
                lines.stream().limit(SHOWN).toList()));
        return table.with(columns, anomalies);
    }

    private String note(int code, String name) {
        List<Long> at = table.labelLines().of(label, code);
        int rows = label.count(code);
        String where = rows <= at.size()
                ? (rows == 1 ? "in line " : "in lines ")
                        + at.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : "in " + Figures.count(rows, "row", "rows") + ", first in line " + label.firstLine(code) + ",";
        return "'" + label.category(code) + "' " + where + " is read as '" + name + "'";
    }

    /** The codes of each class, in the order of the file. */
    private List<List<Integer>> groups() {
        List<List<Integer>> groups = List.copyOf(IntStream.range(1, label.codes())
                .filter(code -> label.isValue(code) && label.count(code) > 0 && label.isText(code))
                .boxed()
                .collect(Collectors.groupingBy(
                        code -> key(label.category(code)), LinkedHashMap::new, Collectors.<Integer>toList()))
                .values());
        long letters = groups.stream()
                .filter(group ->
                        group.size() > 1 && label.category(group.get(0)).length() == 1)
                .count();
        return groups.stream()
                .filter(group -> letters < MIN_LETTERS_IN_BOTH_CASES
                        || label.category(group.get(0)).length() > 1)
                .filter(group -> !areCodes(group))
                .filter(group -> group.stream()
                                .map(label::category)
                                .filter(apart::contains)
                                .count()
                        < 2)
                .toList();
    }

    /** Whether a capital inside a word has a meaning, as in {@code hid} and {@code hId}: people rarely write so by mistake. */
    private boolean areCodes(List<Integer> group) {
        int most = label.count(mostFrequent(group));
        return group.size() > 1
                && group.stream()
                        .anyMatch(code -> 2 * label.count(code) >= most && CAPITAL_INSIDE.test(label.category(code)));
    }

    private int mostFrequent(List<Integer> group) {
        return group.stream()
                .max(Comparator.<Integer>comparingInt(label::count)
                        .thenComparing(
                                Comparator.comparingLong(label::firstLine).reversed()))
                .orElseThrow();
    }

    private Optional<String> pinned(List<Integer> group) {
        String key = key(label.category(group.get(0)));
        List<String> known =
                previous.stream().filter(value -> key(value).equals(key)).toList();
        return known.size() == 1 ? Optional.of(known.get(0)) : Optional.empty();
    }
}
