package dev.dropfit.trainer.table;

import dev.dropfit.core.csv.Values;
import dev.dropfit.core.format.NumberNotation;
import dev.dropfit.core.registry.facts.Anomaly;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Describes how the numbers of a column are read. */
final class NumberNotes {
    private NumberNotes() {}

    /** @param texts the codes of the texts */
    static Anomaly of(String column, Distinct distinct, int[] texts, NumberCandidates.Choice choice) {
        NumberNotation notation = choice.notation();
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
                    "column '" + column + "': the comma in '" + text
                            + "' can separate thousands or decimals; it is read as " + number
                            + ". If this is wrong, write the numbers with a decimal point and without commas",
                    List.of(distinct.firstLine(example)));
        }
        return notation.isDecimalComma()
                ? Anomaly.of("decimal-commas", "column '" + column + "': commas in numbers are read as decimal points")
                : Anomaly.of(
                        "number-format", "column '" + column + "': '" + text + "' is read as the number " + number);
    }
}
