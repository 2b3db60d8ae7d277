package dev.dropfit.trainer.schema;

import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Quantiles;
import dev.dropfit.trainer.table.Table;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Decides whether few distinct whole numbers are a number or a category, by how well each fits the label on the training rows. Both are
 * compared by the Bayesian information criterion (G. Schwarz, 1978). A number also wins if it explains nearly as much as the category,
 * because only a number has an order: 20 tickets are more than the 4 that training has seen.
 */
final class OrderFit {
    /** The share of what the category explains that is enough for a number. */
    private static final double ENOUGH = 0.95;
    /** All rarer classes are one class. */
    private static final int MAX_CLASSES = 8;

    private static final int MAX_STEPS = 25;
    private static final double RIDGE = 1e-6;
    private static final double PRECISE = 1e-9;

    private final double[] numbers;
    /** For each number, the training rows of each class; for regression, the rows, the sum and the sum of squares of the label. */
    private final double[][] sums;

    private final double rows;

    private OrderFit(double[] numbers, double[][] sums, double rows) {
        this.numbers = numbers;
        this.sums = sums;
        this.rows = rows;
    }

    /**
     * The classes of the training rows of a table, for all columns: the most frequent ones by their rank, the others together.
     */
    static RowClasses rowClasses(Table table, Split split) {
        int[] classOfCode = classOfCode(table.labelColumn());
        return new RowClasses(
                table, split, classOfCode, Arrays.stream(classOfCode).max().orElse(0) + 1);
    }

    /**
     * Whether the order of the numbers in a column explains the label.
     *
     * @param column few distinct numbers, with codes
     * @param rowClasses of the table, if the label is classes
     */
    static boolean explains(Table table, Split split, Column column, Target target, Supplier<RowClasses> rowClasses) {
        int[] values = IntStream.range(1, column.codes())
                .filter(code -> column.isValue(code) && column.count(code) > 0 && !column.isText(code))
                .toArray();
        double[] numbers = Arrays.stream(values).mapToDouble(column::number).toArray();
        boolean classes = target instanceof Target.Classes;
        double[][] sums =
                classes ? ofValues(rowClasses.get().counts(column), values) : labelSums(table, split, column, values);
        double rows = Arrays.stream(sums)
                .mapToDouble(one -> classes ? Arrays.stream(one).sum() : one[0])
                .sum();
        OrderFit fit = new OrderFit(numbers, sums, rows);
        return rows > 0 && (classes ? fit.explainsClasses() : fit.explainsQuantity());
    }

    /** The most frequent classes by their rank, the others together. */
    private static int[] classOfCode(Column label) {
        int[] classOfCode = new int[label.codes()];
        Arrays.fill(classOfCode, MAX_CLASSES - 1);
        int[] codes = IntStream.range(1, label.codes())
                .filter(code -> label.count(code) > 0)
                .boxed()
                .sorted((one, other) -> Integer.compare(label.count(other), label.count(one)))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int rank = 0; rank < codes.length && rank < MAX_CLASSES; rank++) {
            classOfCode[codes[rank]] = rank;
        }
        // A missing label has code 0, which no row has.
        classOfCode[0] = 0;
        return classOfCode;
    }

    private static double[][] ofValues(double[][] ofCodes, int[] values) {
        return Arrays.stream(values).mapToObj(code -> ofCodes[code]).toArray(double[][]::new);
    }

    private static double[][] labelSums(Table table, Split split, Column column, int[] values) {
        int[] placeOfCode = new int[column.codes()];
        Arrays.fill(placeOfCode, -1);
        for (int i = 0; i < values.length; i++) {
            placeOfCode[values[i]] = i;
        }
        Column label = table.labelColumn();
        double[] numberOfCode = new double[label.codes()];
        Arrays.setAll(numberOfCode, label::number);
        double middle = Quantiles.of(label, new double[] {0.5}).values()[0];
        double[][] sums = new double[values.length][3];
        int[] codes = new int[Table.CHUNK];
        double[] labels = new double[Table.CHUNK];
        int[] rows = new int[Table.CHUNK];
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            column.codes(chunk, codes);
            label.decode(chunk, numberOfCode, labels);
            int size = split.select(table.shares().get(chunk), false, rows);
            for (int i = 0; i < size; i++) {
                int place = placeOfCode[codes[rows[i]]];
                double number = labels[rows[i]] - middle;
                if (place >= 0 && !Double.isNaN(number)) {
                    sums[place][0]++;
                    sums[place][1] += number;
                    sums[place][2] += number * number;
                }
            }
        }
        return sums;
    }

    private boolean explainsQuantity() {
        double sum = 0;
        double squares = 0;
        double within = 0;
        double mean = 0;
        int used = 0;
        for (int i = 0; i < numbers.length; i++) {
            sum += sums[i][1];
            squares += sums[i][2];
            mean += numbers[i] * sums[i][0] / rows;
            if (sums[i][0] > 0) {
                within += sums[i][2] - sums[i][1] * sums[i][1] / sums[i][0];
                used++;
            }
        }
        double all = squares - sum * sum / rows;
        double spread = 0;
        double together = 0;
        for (int i = 0; i < numbers.length; i++) {
            spread += sums[i][0] * (numbers[i] - mean) * (numbers[i] - mean);
            together += (numbers[i] - mean) * sums[i][1];
        }
        double explained = spread > 0 ? together * together / spread : 0;
        double ofCategory = Math.max(0, all - within);
        double floor = PRECISE * all + Double.MIN_NORMAL;
        double difference = rows * (Math.log(Math.max(floor, all - explained)) - Math.log(Math.max(floor, within)))
                - (used - 2) * Math.log(rows);
        return difference <= 0 || explained >= ENOUGH * ofCategory;
    }

    private boolean explainsClasses() {
        double[] totals = new double[sums[0].length];
        double category = 0;
        int used = 0;
        for (double[] counts : sums) {
            double row = Arrays.stream(counts).sum();
            used += row > 0 ? 1 : 0;
            for (int k = 0; k < counts.length; k++) {
                totals[k] += counts[k];
                category += counts[k] > 0 ? counts[k] * Math.log(counts[k] / row) : 0;
            }
        }
        double none = 0;
        int classes = 0;
        for (double total : totals) {
            none += total > 0 ? total * Math.log(total / rows) : 0;
            classes += total > 0 ? 1 : 0;
        }
        double number = numberLikelihood(totals);
        double difference = 2 * (category - number) - (used - 2) * (classes - 1) * Math.log(rows);
        return difference <= 0 || number - none >= ENOUGH * (category - none);
    }

    /** The logarithm of the likelihood of a multinomial logistic regression on the number, by Newton's method. */
    private double numberLikelihood(double[] totals) {
        int[] present =
                IntStream.range(0, totals.length).filter(k -> totals[k] > 0).toArray();
        int free = present.length - 1;
        double mean = 0;
        double square = 0;
        for (int i = 0; i < numbers.length; i++) {
            double row = Arrays.stream(sums[i]).sum();
            mean += numbers[i] * row / rows;
            square += numbers[i] * numbers[i] * row / rows;
        }
        double scale = Math.sqrt(Math.max(Double.MIN_NORMAL, square - mean * mean));
        double[] weights = new double[2 * free];
        double best = Double.NEGATIVE_INFINITY;
        for (int step = 0; step < MAX_STEPS; step++) {
            double[] gradient = new double[2 * free];
            double[][] hessian = new double[2 * free][2 * free];
            double likelihood = 0;
            for (int i = 0; i < numbers.length; i++) {
                double[] x = {1, (numbers[i] - mean) / scale};
                double row = Arrays.stream(sums[i]).sum();
                double[] shares = shares(weights, x[1], free);
                for (int a = 0; a <= free; a++) {
                    double count = sums[i][present[a]];
                    likelihood += count > 0 ? count * Math.log(Math.max(Double.MIN_NORMAL, shares[a])) : 0;
                }
                for (int a = 0; a < free; a++) {
                    double rest = sums[i][present[a + 1]] - row * shares[a + 1];
                    for (int p = 0; p < 2; p++) {
                        gradient[2 * a + p] += rest * x[p];
                        for (int b = 0; b < free; b++) {
                            double curve = row * shares[a + 1] * ((a == b ? 1 : 0) - shares[b + 1]);
                            for (int q = 0; q < 2; q++) {
                                hessian[2 * a + p][2 * b + q] += curve * x[p] * x[q];
                            }
                        }
                    }
                }
            }
            if (likelihood - best < PRECISE * rows) {
                return Math.max(best, likelihood);
            }
            best = likelihood;
            for (int i = 0; i < weights.length; i++) {
                hessian[i][i] += RIDGE * rows;
            }
            double[] change = solved(hessian, gradient);
            for (int i = 0; i < weights.length; i++) {
                weights[i] += change[i];
            }
        }
        return best;
    }

    /** The probabilities of the classes; the first class has no weights. */
    private static double[] shares(double[] weights, double x, int free) {
        double[] shares = new double[free + 1];
        double largest = 0;
        for (int a = 0; a < free; a++) {
            shares[a + 1] = weights[2 * a] + weights[2 * a + 1] * x;
            largest = Math.max(largest, shares[a + 1]);
        }
        double sum = 0;
        for (int a = 0; a <= free; a++) {
            shares[a] = Math.exp(shares[a] - largest);
            sum += shares[a];
        }
        for (int a = 0; a <= free; a++) {
            shares[a] /= sum;
        }
        return shares;
    }

    /** Solves a positive definite system by elimination. */
    private static double[] solved(double[][] matrix, double[] right) {
        int size = right.length;
        double[] solution = right.clone();
        for (int i = 0; i < size; i++) {
            for (int j = i + 1; j < size; j++) {
                double factor = matrix[j][i] / matrix[i][i];
                for (int k = i; k < size; k++) {
                    matrix[j][k] -= factor * matrix[i][k];
                }
                solution[j] -= factor * solution[i];
            }
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                solution[i] -= matrix[i][k] * solution[k];
            }
            solution[i] /= matrix[i][i];
        }
        return solution;
    }
}
