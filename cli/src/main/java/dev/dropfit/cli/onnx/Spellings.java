package dev.dropfit.cli.onnx;

import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.RowFiller;
import dev.dropfit.core.model.RowFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The strings that a graph knows for a category. Dropfit reads a string by rules, and a graph by a list. The list has each level and each text of
 * a missing value as it is, in lower case, in upper case and with a capital letter, whole numbers also as {@code 3.0}, and the words for booleans.
 */
final class Spellings {
    private static final List<String> BOOLEANS =
            List.of("true", "false", "t", "f", "yes", "no", "y", "n", "on", "off", "1", "0");

    private Spellings() {}

    /**
     * The code of each string, read as a request's would be. Strings with the code of all other strings are not listed.
     *
     * @param missing the texts of missing values in this column, besides the usual ones
     */
    static Map<String, Long> codes(RowFormat format, int input, Feature.Categorical category, List<String> missing) {
        Set<String> strings = new LinkedHashSet<>();
        strings.add("");
        category.levels().forEach(level -> addCases(level, strings));
        Values.MISSING.forEach(text -> addCases(text, strings));
        missing.forEach(text -> addCases(text, strings));
        BOOLEANS.forEach(text -> addCases(text, strings));
        RowFiller filler = new RowFiller(format);
        int place = format.inputs().get(input).first();
        Map<String, Long> codes = new LinkedHashMap<>();
        for (String string : strings) {
            filler.text(input, string);
            // As an int, a missing value without a level of its own is an unknown one.
            long code = (long) filler.values()[place];
            if (code != otherCode(category)) {
                codes.put(string, code);
            }
        }
        return codes;
    }

    /** The code of a string that is not listed. */
    static long otherCode(Feature.Categorical category) {
        return category.hasOther() ? category.levels().size() : Feature.Categorical.NONE;
    }

    private static void addCases(String text, Set<String> strings) {
        strings.add(text);
        if (!Double.isNaN(Values.number(text))) {
            if (text.indexOf('.') < 0) {
                strings.add(text + ".0");
            }
            return;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        strings.add(lower);
        strings.add(text.toUpperCase(Locale.ROOT));
        if (!lower.isEmpty()) {
            int first = lower.offsetByCodePoints(0, 1);
            strings.add(lower.substring(0, first).toUpperCase(Locale.ROOT) + lower.substring(first));
        }
    }
}
