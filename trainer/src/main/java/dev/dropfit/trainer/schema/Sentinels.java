package dev.dropfit.trainer.schema;

import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.table.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds values that may stand for a missing value: numbers such as -999 and dates such as 1900-01-01 that repeat far away from all other
 * values.
 */
final class Sentinels {
    /** Minus one, and one digit again and again, such as -999 and 88888: programs and questionnaires write them. */
    private static final Pattern NUMBERS = Pattern.compile("-1|-?(7+|8+|9+)");

    private static final int MIN_VALUES = 10;
    private static final int MIN_ROWS = 2;
    /** Years that no usual date has. */
    private static final Set<String> DATES = Set.of(
            "1900-01-01",
            "1899-12-30",
            "1899-12-31",
            "1970-01-01",
            "1901-01-01",
            "1800-01-01",
            "9999-12-31",
            "9999-01-01",
            "2999-12-31",
            "2099-12-31",
            "0001-01-01");

    private Sentinels() {}

    static Optional<Anomaly> find(Schema.Role role) {
        Column column = role.column();
        return switch (role.kind()) {
            case NUMERIC -> find(column, column::number);
            case DATETIME -> find(column, column::time);
            case CATEGORICAL, TEXT, IGNORE -> Optional.empty();
        };
    }

    private static Optional<Anomaly> find(Column column, IntToDoubleFunction valueOfCode) {
        int[] codes = IntStream.range(1, column.codes())
                .filter(code -> column.isValue(code)
                        && column.count(code) > 0
                        && !Double.isNaN(valueOfCode.applyAsDouble(code)))
                .toArray();
        if (codes.length < MIN_VALUES || !column.coded()) {
            return Optional.empty();
        }
        double[] values = Arrays.stream(codes).mapToDouble(valueOfCode).sorted().toArray();
        int last = values.length - 1;
        for (int code : codes) {
            double value = valueOfCode.applyAsDouble(code);
            boolean low = value == values[0] && values[1] - value > values[last] - values[1];
            boolean high = value == values[last] && value - values[last - 1] > values[last - 1] - values[0];
            if ((low || high) && column.count(code) >= MIN_ROWS && isSentinel(column.category(code))) {
                return Optional.of(anomaly(column, code));
            }
        }
        return Optional.empty();
    }

    private static boolean isSentinel(String text) {
        return NUMBERS.matcher(text).matches() || (text.length() >= 10 && DATES.contains(text.substring(0, 10)));
    }

    private static Anomaly anomaly(Column column, int code) {
        String text = column.category(code);
        boolean number = !column.isText(code);
        return new Anomaly(
                "sentinel",
                "column '" + column.name() + "': " + text + " in " + Figures.rows(column.count(code))
                        + " is far from all other values; if it stands for a missing value, add \"missing\": ["
                        + (number ? text : "\"" + text + "\"") + "] to dropfit.json",
                List.of(column.firstLine(code)));
    }
}
