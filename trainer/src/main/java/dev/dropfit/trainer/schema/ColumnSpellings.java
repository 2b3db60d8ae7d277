package dev.dropfit.trainer.schema;

import dev.dropfit.core.csv.Spelling;
import dev.dropfit.trainer.table.Column;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The texts of a column that are spellings of one value: they differ in upper and lower case or in blanks only. The value has the spelling of the
 * previous model; without one the most frequent spelling, and of equally frequent ones the first in the file. Immutable.
 */
public final class ColumnSpellings {
    /** With so many letters in both cases, the values are letters, not words that were spelled in two ways. */
    private static final int MIN_LETTERS_IN_BOTH_CASES = 5;

    /** A capital after a small letter of the same word. */
    private static final Predicate<String> CAPITAL_INSIDE =
            Pattern.compile("\\p{Ll}\\p{Lu}").asPredicate();

    private final Column column;
    /** The code that gets the rows, by the code that loses them. */
    private final Map<Integer, Integer> into = new LinkedHashMap<>();
    /** New texts, by code. */
    private final Map<Integer, String> names = new HashMap<>();
    /** The value of each code that has another spelling, in the order of the groups. */
    private final Map<Integer, String> values = new LinkedHashMap<>();

    /**
     * @param apart spellings of which two are values of their own
     * @param previous the values of the previous model
     */
    public ColumnSpellings(Column column, List<String> apart, List<String> previous) {
        this.column = column;
        Map<String, List<String>> known = previous.stream().collect(Collectors.groupingBy(Spelling::key));
        for (List<Integer> group : groups(apart)) {
            int kept = mostFrequent(group);
            String key = Spelling.key(column.category(kept));
            List<String> pinned = known.getOrDefault(key, List.of());
            String value = pinned.size() == 1 ? pinned.get(0) : column.category(kept);
            if (!value.equals(column.category(kept))) {
                names.put(kept, value);
            }
            for (int code : group) {
                if (code != kept) {
                    into.put(code, kept);
                }
                if (!column.category(code).equals(value)) {
                    values.put(code, value);
                }
            }
        }
    }

    /** The one of these values with this spelling, else the only one that differs from it in case and blanks only. */
    static Optional<String> find(List<String> values, String spelling) {
        if (values.contains(spelling)) {
            return Optional.of(spelling);
        }
        List<String> alike = values.stream()
                .filter(value -> Spelling.key(value).equals(Spelling.key(spelling)))
                .toList();
        return alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty();
    }

    /** The value of each code of the column that has another spelling. Empty if each value has one spelling, that of the previous model. */
    public Map<Integer, String> values() {
        return values;
    }

    /** Whether a value has the spelling of the previous model instead of its most frequent one. */
    public boolean arePinned() {
        return !names.isEmpty();
    }

    /** The column with one spelling for each value. */
    public Column merged() {
        return column.renamed(into, names);
    }

    /** The codes of each value, in the order of the file. */
    private List<List<Integer>> groups(List<String> apart) {
        List<List<Integer>> groups = List.copyOf(IntStream.range(1, column.codes())
                .filter(code -> column.isValue(code) && column.count(code) > 0 && column.isText(code))
                .boxed()
                .collect(Collectors.groupingBy(
                        code -> Spelling.key(column.category(code)), LinkedHashMap::new, Collectors.<Integer>toList()))
                .values());
        long letters = groups.stream()
                .filter(group ->
                        group.size() > 1 && column.category(group.get(0)).length() == 1)
                .count();
        return groups.stream()
                .filter(group -> letters < MIN_LETTERS_IN_BOTH_CASES
                        || column.category(group.get(0)).length() > 1)
                .filter(group -> !areCodes(group))
                .filter(group -> group.stream()
                                .map(column::category)
                                .filter(apart::contains)
                                .count()
                        < 2)
                .toList();
    }

    /** Whether a capital inside a word has a meaning, as in {@code hid} and {@code hId}: people rarely write so by mistake. */
    private boolean areCodes(List<Integer> group) {
        int most = column.count(mostFrequent(group));
        return group.size() > 1
                && group.stream()
                        .anyMatch(code -> 2 * column.count(code) >= most && CAPITAL_INSIDE.test(column.category(code)));
    }

    private int mostFrequent(List<Integer> group) {
        return group.stream()
                .max(Comparator.<Integer>comparingInt(column::count)
                        .thenComparing(
                                Comparator.comparingLong(column::firstLine).reversed()))
                .orElseThrow();
    }
}
