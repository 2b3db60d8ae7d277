package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.core.registry.facts.WorstRow;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rows of the holdout on which a model is most wrong: those with the lowest probability of the actual class, or with the largest errors of
 * numbers. At most {@value #MAX_ROWS} rows with {@value #MAX_COLUMNS} values of {@value #MAX_CHARACTERS} characters each, about 20 kB.
 */
public final class WorstRows {
    private static final int MAX_ROWS = 20;
    private static final int MAX_COLUMNS = 20;
    private static final int MAX_CHARACTERS = 100;

    private final List<Column> columns;

    private WorstRows(List<Column> columns) {
        this.columns = columns;
    }

    /**
     * The worst rows, the worst first; of equally bad ones, the earlier rows.
     *
     * @param scores of the holdout of this table, made for this target
     * @param model whose most influential columns are kept
     */
    public static List<WorstRow> of(Scores scores, Target target, Table table, Split split, ModelFacts model) {
        Map<String, Double> influences = model.influences();
        List<Column> columns = influences.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(MAX_COLUMNS)
                .flatMap(influence -> named(table, influence.getKey()))
                .toList();
        int[] worst = worst(scores, target);
        ScoredHoldout scored = ScoredHoldout.of(table, target, split);
        WorstRows rows = new WorstRows(columns);
        return IntStream.range(0, worst.length)
                .mapToObj(i -> new WorstRow(
                        scored.line(worst[i]),
                        label(target, scores.actual()[worst[i]]),
                        predicted(scores, target, worst[i]),
                        error(scores, target, worst[i]),
                        rows.values(scored.place(worst[i]))))
                .toList();
    }

    private static int[] worst(Scores scores, Target target) {
        Comparator<Integer> worstFirst = Comparator.comparingDouble(
                        (Integer row) -> -Math.abs(error(scores, target, row)))
                .thenComparing(Comparator.naturalOrder());
        PriorityQueue<Integer> rows = new PriorityQueue<>(worstFirst.reversed());
        for (int row = 0; row < scores.rows(); row++) {
            rows.add(row);
            if (rows.size() > MAX_ROWS) {
                rows.remove();
            }
        }
        return rows.stream().sorted(worstFirst).mapToInt(Integer::intValue).toArray();
    }

    private static Stream<Column> named(Table table, String name) {
        return table.columns().stream().filter(column -> column.name().equals(name));
    }

    private static double error(Scores scores, Target target, int row) {
        return target instanceof Target.Classes
                ? 1 - scores.value(row, scores.actualClass(row))
                : scores.actual()[row] - scores.value(row, 0);
    }

    private static String label(Target target, double value) {
        return target instanceof Target.Classes classes ? classes.name((int) value) : Values.category(value);
    }

    private static String predicted(Scores scores, Target target, int row) {
        return target instanceof Target.Classes classes
                ? classes.name(scores.predictedClass(row))
                : Figures.number(scores.value(row, 0));
    }

    private Map<String, String> values(int place) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Column column : columns) {
            String value = value(column, place / Table.CHUNK, place % Table.CHUNK);
            if (!value.isEmpty()) {
                values.put(column.name(), Text.truncate(value, MAX_CHARACTERS));
            }
        }
        return values;
    }

    /** The value of a row; empty if it is missing, or a text that the table has not kept. */
    private static String value(Column column, int chunk, int row) {
        double[] codes = new double[column.codes()];
        Arrays.setAll(codes, code -> code);
        double[] value = new double[1];
        column.decode(chunk, codes, new int[] {row}, 1, value);
        if (column.codedIn(chunk)) {
            return column.isValue((int) value[0]) ? column.category((int) value[0]) : "";
        }
        return Double.isNaN(value[0])
                ? ""
                : column.timed() ? Instant.ofEpochSecond((long) value[0]).toString() : Values.category(value[0]);
    }
}
