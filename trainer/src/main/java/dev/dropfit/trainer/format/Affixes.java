package dev.dropfit.trainer.format;

import dev.dropfit.core.Text;
import dev.dropfit.core.format.Currencies;
import dev.dropfit.core.format.Multipliers;
import dev.dropfit.core.format.Units;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The texts before and after the numbers of a column, in lower case, with the number of their rows. Not thread-safe. */
final class Affixes {
    /** Multipliers that are also units: metres, tonnes, bytes. */
    private static final List<String> UNITS_TOO = List.of("m", "t", "b", "mm");

    private static final int SHOWN = 4;

    private final Map<String, Long> prefixes = new TreeMap<>();
    private final Map<String, Long> suffixes = new TreeMap<>();

    void addPrefix(String text, long rows) {
        prefixes.merge(text, rows, Long::sum);
    }

    /** @param text singular */
    void addSuffix(String text, long rows) {
        suffixes.merge(text, rows, Long::sum);
    }

    /** Forgets letters before the numbers that are no currencies and in a few rows: {@code PM10} among numbers is a mistake, not a sign of codes. */
    void removeFewPrefixes(long rows) {
        List<String> others = prefixes.keySet().stream()
                .filter(text -> Character.isLetter(text.charAt(0)) && !Currencies.isCurrency(text))
                .toList();
        if (isFew(others.stream().mapToLong(prefixes::get).sum(), rows)) {
            others.forEach(prefixes::remove);
        }
    }

    /** The most frequent text before the numbers; empty for none. */
    String prefix() {
        return mostFrequent(prefixes);
    }

    /** The most frequent text after the numbers; empty for none. A currency other than that before the numbers is none. */
    String suffix() {
        String suffix = mostFrequent(suffixes);
        boolean other = !prefixes.isEmpty()
                && Currencies.isCurrency(suffix)
                && !Currencies.code(suffix).equals(Currencies.code(prefix()));
        return other ? "" : suffix;
    }

    private static String mostFrequent(Map<String, Long> rows) {
        return rows.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    /**
     * Whether nearly all texts after the numbers are different units of one kind.
     *
     * @param capital whether some of the texts begin with a capital letter: 5M are millions, not metres
     */
    boolean areMixedUnits(boolean capital) {
        Units.Measure measure = Units.measure(mostFrequent(suffixes));
        if (measure == Units.Measure.NONE || !prefixes.isEmpty()) {
            return false;
        }
        Map<String, Long> same = suffixes.entrySet().stream()
                .filter(suffix -> Units.measure(suffix.getKey()) == measure)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return same.size() > 1
                && !(capital && UNITS_TOO.containsAll(same.keySet()))
                && isFew(rows(suffixes) - rows(same), rows(suffixes));
    }

    /**
     * Removes the multipliers from the texts after the numbers; returns whether there were any.
     *
     * @param capital whether some of the texts begin with a capital letter, as units do not
     */
    boolean takeMultipliers(boolean capital) {
        List<String> factors = suffixes.keySet().stream()
                .filter(text -> !Double.isNaN(Multipliers.factor(text)))
                // Credit and debit, not crores.
                .filter(text -> !(text.equals("cr") && suffixes.containsKey("dr")))
                .toList();
        boolean onlyUnit = factors.size() == 1 && UNITS_TOO.contains(factors.get(0)) && prefixes.isEmpty() && !capital;
        if (factors.isEmpty() || onlyUnit) {
            return false;
        }
        factors.forEach(suffixes::remove);
        return true;
    }

    /** What can't be compared: several currencies, or units of different kinds, each in more than a few rows. */
    Optional<String> clash() {
        Map<String, Long> currencies = new TreeMap<>();
        Map<Units.Measure, Long> measures = new TreeMap<>();
        prefixes.forEach((text, rows) -> addCurrency(currencies, text, rows));
        suffixes.forEach((text, rows) -> {
            addCurrency(currencies, text, rows);
            boolean multiplier = !Double.isNaN(Multipliers.factor(text));
            if (Units.measure(text) != Units.Measure.NONE && !multiplier && !Currencies.isCurrency(text)) {
                measures.merge(Units.measure(text), rows, Long::sum);
            }
        });
        // Where most texts have something else, a few have the letters of a currency by chance: names of genes, codes.
        if (isMixed(currencies) && 2 * rows(currencies) > Math.max(rows(prefixes), rows(suffixes))) {
            return Optional.of("amounts in different currencies (" + shown(prefixes.keySet(), suffixes.keySet())
                    + ") can't be compared, so the column is used as text. Convert them to one currency");
        }
        if (isMixed(measures) && rows(measures) >= (1 - FormatInference.MAX_STRAY_SHARE) * rows(suffixes)) {
            return Optional.of("numbers with different units (" + shown(prefixes.keySet(), suffixes.keySet())
                    + ") can't be compared, so the column is used as text. Use one unit in the column");
        }
        return Optional.empty();
    }

    private static void addCurrency(Map<String, Long> currencies, String text, long rows) {
        if (Currencies.isCurrency(text)) {
            currencies.merge(Currencies.code(text), rows, Long::sum);
        }
    }

    /** Whether the most frequent one has not nearly all rows. */
    private static <K> boolean isMixed(Map<K, Long> rows) {
        long most = rows.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return rows.size() > 1 && !isFew(rows(rows) - most, rows(rows));
    }

    private static <K> long rows(Map<K, Long> rows) {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    private static boolean isFew(long rows, long all) {
        return rows <= FormatInference.MAX_STRAY_SHARE * all;
    }

    private static String shown(Set<String> before, Set<String> after) {
        List<String> texts = new ArrayList<>(before);
        texts.addAll(after);
        return Text.list(texts.stream().distinct().map(text -> "'" + text + "'").toList(), SHOWN);
    }
}
