package dev.dropfit.trainer;

import dev.dropfit.core.Text;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Pipeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Columns of categories of which no previous value is left: they were translated, spelled otherwise, or coded anew. Also those in which a value has
 * other letters only where they are not of ASCII, as after reading a file in the wrong encoding. Clients go on sending the previous values, and
 * each would be a category that the new model has never seen.
 */
final class ReplacedLevels {
    /** A column with more values has names or codes of things that come and go. */
    private static final int MAX_LEVELS = 50;

    private static final int SHOWN = 3;

    /** With fewer letters of ASCII, values that have nothing in common look alike. */
    private static final int MIN_LETTERS = 3;

    private ReplacedLevels() {}

    static List<Contract.Breach> find(Pipeline previous, Pipeline next) {
        Map<String, Feature.Categorical> before = new HashMap<>();
        for (Feature feature : previous.features()) {
            if (feature instanceof Feature.Categorical categorical) {
                before.put(feature.column(), categorical);
            }
        }
        List<Contract.Breach> breaches = new ArrayList<>();
        for (Feature feature : next.features()) {
            if (feature instanceof Feature.Categorical now
                    && before.containsKey(now.column())
                    && areReplaced(before.get(now.column()), now)) {
                breaches.add(new Contract.Breach(
                        "the column '" + now.column() + "' has none of its previous values any more: it had "
                                + quoted(before.get(now.column()).levels()) + " and now has " + quoted(now.levels())
                                + "; requests with the previous values would be predicted as if they were unknown",
                        Optional.empty()));
            } else if (feature instanceof Feature.Categorical now && before.containsKey(now.column())) {
                misread(before.get(now.column()), now).ifPresent(breaches::add);
            }
        }
        return breaches;
    }

    /** The first value that is gone and has another one in its place that differs in letters that are not of ASCII. */
    private static Optional<Contract.Breach> misread(Feature.Categorical before, Feature.Categorical now) {
        Map<String, String> fresh = now.levels().stream()
                .filter(level -> !has(before, level))
                .collect(Collectors.toMap(ReplacedLevels::inAscii, level -> level, (one, other) -> one));
        return before.levels().stream()
                .filter(level -> !has(now, level)
                        && inAscii(level).chars().filter(Character::isLetter).count() >= MIN_LETTERS)
                .filter(level -> fresh.containsKey(inAscii(level)))
                .findFirst()
                .map(level -> new Contract.Breach(
                        "the column '" + now.column() + "' has '" + fresh.get(inAscii(level)) + "' instead of '" + level
                                + "', which may be the same in another encoding; requests with '" + level
                                + "' would be predicted as if it were unknown",
                        Optional.empty()));
    }

    private static String inAscii(String level) {
        return level.codePoints()
                .filter(character -> character < 128)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean areReplaced(Feature.Categorical before, Feature.Categorical now) {
        return !before.levels().isEmpty()
                && !now.levels().isEmpty()
                && before.levels().size() <= MAX_LEVELS
                && before.levels().stream().noneMatch(level -> has(now, level))
                && !isContinued(before, now);
    }

    /** Whether the values only go on counting, as months, weeks and numbers of orders do: apart from their digits, some are the same. */
    private static boolean isContinued(Feature.Categorical before, Feature.Categorical now) {
        Set<String> forms =
                before.levels().stream().map(ReplacedLevels::withoutDigits).collect(Collectors.toSet());
        return now.levels().stream().map(ReplacedLevels::withoutDigits).anyMatch(forms::contains);
    }

    private static String withoutDigits(String level) {
        return level.codePoints()
                .filter(character -> !Character.isDigit(character))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Not only the same text: {@code true} may stand for {@code yes}. */
    private static boolean has(Feature.Categorical feature, String level) {
        int code = feature.code(level);
        return code >= 0 && code < feature.levels().size();
    }

    private static String quoted(List<String> levels) {
        return Text.list(levels.stream().map(level -> "'" + level + "'").toList(), SHOWN);
    }
}
