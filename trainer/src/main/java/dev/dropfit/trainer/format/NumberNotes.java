package dev.dropfit.trainer.format;

import dev.dropfit.core.csv.Values;
import dev.dropfit.core.format.Notation;
import dev.dropfit.core.format.NumberNotation;
import dev.dropfit.core.format.UnitNotation;
import dev.dropfit.core.registry.facts.Anomaly;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Describes how the numbers of a column are read. */
final class NumberNotes {
    private NumberNotes() {}

    /** @param texts the codes of the texts */
    static Anomaly of(String column, Distinct distinct, int[] texts, NumberCandidates.Choice choice) {
        Notation notation = choice.notation();
        // The longest text shows the most.
        int example = IntStream.of(texts)
                .filter(code -> !Double.isNaN(notation.value(distinct.category(code))))
                .boxed()
                .max(Comparator.<Integer>comparingInt(
                                code -> distinct.category(code).length())
                        .thenComparing(Comparator.reverseOrder()))
                .orElse(texts[0]);
        String text = distinct.category(example);
        String number = Values.category(notation.value(text));
        if (choice.unclear()) {
            return new Anomaly(
                    "unclear-commas",
                    "column '" + column + "': the " + (text.indexOf(',') >= 0 ? "comma" : "point") + " in '" + text
                            + "' can separate thousands or decimals; it is read as " + number
                            + ". If this is wrong, write the numbers with a decimal point and without commas",
                    List.of(distinct.firstLine(example)));
        }
        if (notation instanceof UnitNotation units) {
            return Anomaly.of(
                    "mixed-units",
                    "column '" + column + "': the numbers have different units; all are converted to " + units.unit()
                            + ": '" + converted(distinct, texts, units, text) + "'");
        }
        Optional<String> free = IntStream.of(texts)
                .mapToObj(distinct::category)
                .filter(NumberNotation::isFree)
                .findFirst();
        String zero = free.filter(word -> !word.equals(text))
                .map(word -> ", and '" + word + "' as 0")
                .orElse("");
        boolean commas = notation.equals(NumberNotation.of(','))
                || (notation.equals(NumberNotation.of(',', '.'))
                        && IntStream.of(texts)
                                .noneMatch(code -> distinct.category(code).indexOf('.') >= 0));
        return commas
                ? Anomaly.of(
                        "decimal-commas",
                        "column '" + column + "': commas in numbers are read as decimal points"
                                + free.map(word -> ", and '" + word + "' as 0").orElse(""))
                : Anomaly.of(
                        "number-format",
                        "column '" + column + "': '" + text + "' is read as the number " + number + zero);
    }

    /** A text with another unit than the most frequent one, and its number. */
    private static String converted(Distinct distinct, int[] texts, UnitNotation units, String otherwise) {
        String text = IntStream.of(texts)
                .mapToObj(distinct::category)
                .filter(each -> !Double.isNaN(units.value(each))
                        && units.value(each) != units.numbers().value(digits(each)))
                .findFirst()
                .orElse(otherwise);
        return text + "' is read as '" + Values.category(units.value(text)) + " " + units.unit();
    }

    private static String digits(String text) {
        int end = text.length();
        while (end > 0 && !Character.isDigit(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }
}
