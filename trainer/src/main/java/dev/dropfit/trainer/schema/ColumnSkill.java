package dev.dropfit.trainer.schema;

import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Quantiles;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleToIntFunction;
import java.util.stream.IntStream;

/**
 * How well a single column predicts the label: the values are sorted into bins, the label of each bin is learned from training rows, and judged on
 * holdout rows. Uses a bounded number of rows. Not thread-safe.
 */
final class ColumnSkill {
    /** The rows that are used, about; they are read in whole chunks, spread over the table. */
    private static final int MAX_CHUNKS = 24;

    /** With fewer holdout rows a perfect figure may be chance. */
    private static final int MIN_HOLDOUT_ROWS = 40;
    /** A class is judged with so many holdout rows of its own and of the others. */
    private static final int MIN_ROWS_OF_CLASS = 5;

    private static final int MAX_BINS = 32;
    private static final int MIN_ROWS_PER_BIN = 10;
    private static final int MAX_CELLS = 1 << 20;

    /** With more codes, sorting the values of the rows is as fast. */
    private static final int MAX_SORTED_CODES = 1 << 12;

    private final Table table;
    private final boolean classes;
    private final int outputs;
    private final List<Part> parts = new ArrayList<>();
    private final int trainedRows;
    private final int heldOutRows;

    /**
     * The used rows of a chunk.
     *
     * @param trained the indices of its training rows
     * @param heldOut the indices of its holdout rows
     * @param labels the code or the number of each row's label
     */
    @SuppressWarnings("ArrayRecordComponent") // Made once and never compared.
    private record Part(int chunk, int[] trained, int[] heldOut, double[] labels) {}

    /**
     * How well a column predicts classes.
     *
     * @param area the mean over the judged classes of the area under the ROC curve against the rest
     * @param worst the smallest of these areas
     * @param onTrained the mean on the training rows, which are more: a few holdout rows may have a perfect figure by chance
     */
    record Areas(double area, double worst, double onTrained) {
        /** Nothing can be said. */
        static final Areas NONE = new Areas(0, 0, 0);
    }

    /** @param classes whether the label is classes */
    ColumnSkill(Table table, Split split, boolean classes) {
        this.table = table;
        this.classes = classes;
        Column label = table.labelColumn();
        this.outputs = classes ? label.codes() : 1;
        double[] lookup = new double[label.codes()];
        Arrays.setAll(lookup, code -> classes ? code : label.number(code));
        int used = Math.min(MAX_CHUNKS, table.chunks());
        for (int i = 0; i < used; i++) {
            int chunk = (int) ((long) i * table.chunks() / used);
            double[] labels = new double[table.rowsIn(chunk)];
            label.decode(chunk, lookup, labels);
            char[] places = table.shares().get(chunk);
            int[] trained = selected(split, places, false);
            int[] heldOut = selected(split, places, true);
            parts.add(new Part(chunk, trained, heldOut, labels));
        }
        trainedRows = parts.stream().mapToInt(part -> part.trained().length).sum();
        heldOutRows = parts.stream().mapToInt(part -> part.heldOut().length).sum();
    }

    private static int[] selected(Split split, char[] places, boolean heldOut) {
        int[] rows = new int[Table.CHUNK];
        int count = split.select(places, heldOut, rows);
        return Arrays.copyOf(rows, count);
    }

    /** Whether there are rows enough to judge a column. */
    boolean judges() {
        return heldOutRows >= MIN_HOLDOUT_ROWS && trainedRows >= MIN_HOLDOUT_ROWS;
    }

    /** For each code of a column its number, time or, for a category, the code. */
    private static double[] ofCodes(Schema.Role role) {
        Column column = role.column();
        double[] values = new double[column.codes()];
        Arrays.setAll(values, code -> switch (role.kind()) {
            case CATEGORICAL -> code;
            case DATETIME -> code == 0 ? Double.NaN : column.time(code);
            default -> code == 0 ? Double.NaN : column.number(code);
        });
        return values;
    }

    /** For each part the numbers or times of its rows; of a category the codes. */
    private List<double[]> values(Schema.Role role) {
        Column column = role.column();
        double[] ofCodes = ofCodes(role);
        return parts.stream()
                .map(part -> {
                    double[] values = new double[table.rowsIn(part.chunk())];
                    column.decode(part.chunk(), ofCodes, values);
                    if (role.kind() == ColumnKind.DATETIME && !column.codedIn(part.chunk())) {
                        Arrays.setAll(values, i -> column.plainTime(values[i]));
                    }
                    return values;
                })
                .toList();
    }

    /** The numbers or times of the training rows, ascending, without missing ones. */
    private double[] sorted(Schema.Role role) {
        double[] sorted = new double[trainedRows];
        int size = 0;
        if (role.column().coded() && role.column().codes() <= MAX_SORTED_CODES) {
            int[] rows = new int[role.column().codes()];
            for (Part part : parts) {
                role.column().count(part.chunk(), part.trained(), part.trained().length, rows);
            }
            double[] values = ofCodes(role);
            int[] codes = IntStream.range(0, rows.length)
                    .filter(code -> rows[code] > 0 && !Double.isNaN(values[code]))
                    .boxed()
                    .sorted(Comparator.comparingDouble(code -> values[code]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int code : codes) {
                Arrays.fill(sorted, size, size + rows[code], values[code]);
                size += rows[code];
            }
            return Arrays.copyOf(sorted, size);
        }
        List<double[]> values = values(role);
        for (int p = 0; p < parts.size(); p++) {
            for (int row : parts.get(p).trained()) {
                sorted[size] = values.get(p)[row];
                size += Double.isNaN(sorted[size]) ? 0 : 1;
            }
        }
        Arrays.sort(sorted, 0, size);
        return Arrays.copyOf(sorted, size);
    }

    /** The upper bounds of bins that have about as many training rows each; the last bin has none. */
    private double[] bounds(Schema.Role role) {
        double[] sorted = sorted(role);
        int bins = Math.max(1, Math.min(MAX_BINS, sorted.length / MIN_ROWS_PER_BIN));
        double[] bounds = new double[bins];
        int count = 0;
        for (int b = 1; b <= bins && sorted.length > 0; b++) {
            double bound = sorted[(int) ((long) b * sorted.length / bins) - 1];
            if (count == 0 || bound > bounds[count - 1]) {
                bounds[count++] = bound;
            }
        }
        return Arrays.copyOf(bounds, Math.max(0, count - 1));
    }

    private static int bin(double[] bounds, double value) {
        if (Double.isNaN(value)) {
            return 0;
        }
        int found = Arrays.binarySearch(bounds, value);
        return 1 + (found >= 0 ? found : -found - 1);
    }

    /** For each part the bins of its rows. A category has one for each code; numbers and times have intervals. Bin 0 has missing values. */
    private List<int[]> bins(Schema.Role role) {
        Column column = role.column();
        if (role.kind() == ColumnKind.CATEGORICAL) {
            return bins(role, IntStream.range(0, column.codes()).toArray(), value -> (int) value);
        }
        double[] bounds = bounds(role);
        int[] ofCodes = Arrays.stream(ofCodes(role))
                .mapToInt(value -> bin(bounds, value))
                .toArray();
        return bins(role, ofCodes, value -> bin(bounds, value));
    }

    /** Bin 1 if a row has a value, else bin 0. */
    private List<int[]> presence(Schema.Role role) {
        int[] ofCodes = new int[role.column().codes()];
        Arrays.fill(ofCodes, 1, ofCodes.length, 1);
        return bins(role, ofCodes, value -> Double.isNaN(value) ? 0 : 1);
    }

    private List<int[]> bins(Schema.Role role, int[] ofCodes, DoubleToIntFunction ofPlain) {
        Column column = role.column();
        List<double[]> values = column.coded() ? List.of() : values(role);
        List<int[]> ofParts = new ArrayList<>();
        for (Part part : parts) {
            int[] bins = new int[table.rowsIn(part.chunk())];
            if (column.codedIn(part.chunk())) {
                column.codes(part.chunk(), bins);
                Arrays.setAll(bins, row -> ofCodes[bins[row]]);
            } else {
                double[] plain = values.get(ofParts.size());
                Arrays.setAll(bins, row -> ofPlain.applyAsInt(plain[row]));
            }
            ofParts.add(bins);
        }
        return ofParts;
    }

    /** How well the values of a column predict the classes; 0 if this can't be judged. */
    Areas areas(Schema.Role role) {
        int bins = role.kind() == ColumnKind.CATEGORICAL ? role.column().codes() : MAX_BINS + 1;
        return (long) bins * outputs > MAX_CELLS ? Areas.NONE : areas(bins(role), bins);
    }

    /** The same for whether the column has a value. */
    Areas areasOfPresence(Schema.Role role) {
        return areas(presence(role), 2);
    }

    private Areas areas(List<int[]> ofRows, int bins) {
        Counts trained = counts(ofRows, bins, false);
        double[] heldOut = areas(trained, counts(ofRows, bins, true));
        if (heldOut.length == 0) {
            return Areas.NONE;
        }
        return new Areas(
                Arrays.stream(heldOut).average().orElse(0),
                Arrays.stream(heldOut).min().orElse(0),
                Arrays.stream(areas(trained, trained)).average().orElse(0));
    }

    /** The area of each class that has rows enough. */
    private double[] areas(Counts trained, Counts judged) {
        return IntStream.range(0, outputs)
                .mapToDouble(k -> area(trained, judged, k))
                .filter(area -> !Double.isNaN(area))
                .toArray();
    }

    /**
     * The rows of bins. With many classes their sums are needed often.
     *
     * @param ofClass [bin][class]
     * @param ofBin [bin]
     */
    @SuppressWarnings("ArrayRecordComponent") // Made once and never compared.
    private record Counts(double[][] ofClass, double[] ofBin) {}

    private Counts counts(List<int[]> ofRows, int bins, boolean heldOut) {
        double[][] counts = new double[bins][outputs];
        double[] sums = new double[bins];
        for (int p = 0; p < parts.size(); p++) {
            Part part = parts.get(p);
            int[] own = ofRows.get(p);
            for (int row : heldOut ? part.heldOut() : part.trained()) {
                counts[own[row]][(int) part.labels()[row]]++;
                sums[own[row]]++;
            }
        }
        return new Counts(counts, sums);
    }

    /** The area under the ROC curve of a class against the rest; NaN with too few rows. */
    private static double area(Counts trained, Counts heldOut, int k) {
        int bins = trained.ofBin().length;
        double positives = 0;
        double ofClass = 0;
        for (int bin = 0; bin < bins; bin++) {
            positives += heldOut.ofClass()[bin][k];
            ofClass += trained.ofClass()[bin][k];
        }
        double negatives = Arrays.stream(heldOut.ofBin()).sum() - positives;
        if (positives < MIN_ROWS_OF_CLASS || negatives < MIN_ROWS_OF_CLASS) {
            return Double.NaN;
        }
        double all = Arrays.stream(trained.ofBin()).sum();
        double prior = ofClass / all;
        double[] shares = new double[bins];
        Arrays.setAll(shares, bin -> (trained.ofClass()[bin][k] + prior) / (trained.ofBin()[bin] + 1));
        int[] order = IntStream.range(0, bins)
                .boxed()
                .sorted((one, other) -> Double.compare(shares[other], shares[one]))
                .mapToInt(Integer::intValue)
                .toArray();
        double area = 0;
        double above = 0;
        for (int i = 0; i < order.length; ) {
            double own = 0;
            double rest = 0;
            double share = shares[order[i]];
            for (; i < order.length && shares[order[i]] == share; i++) {
                own += heldOut.ofClass()[order[i]][k];
                rest += heldOut.ofBin()[order[i]] - heldOut.ofClass()[order[i]][k];
            }
            area += rest * (above + own / 2);
            above += own;
        }
        return area / positives / negatives;
    }

    /**
     * Whether one side of missing or not has nearly no row of a class, or nearly no other: at most a tenth of what chance would give. The side may
     * then be the reason of the label, or its consequence.
     */
    boolean presenceIsPure(Schema.Role role) {
        Counts trained = counts(presence(role), 2, false);
        double[][] counts = trained.ofClass();
        double[] sides = trained.ofBin();
        double all = sides[0] + sides[1];
        for (int k = 0; k < outputs; k++) {
            double own = counts[0][k] + counts[1][k];
            for (int side = 0; side < 2; side++) {
                boolean few = sides[side] >= MIN_ROWS_OF_CLASS && own >= MIN_ROWS_OF_CLASS;
                if (few
                        && (counts[side][k] <= 0.1 * sides[side] * own / all
                                || sides[side] - counts[side][k] <= 0.1 * sides[side] * (all - own) / all)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The share of the variance of a number that the column explains on the holdout; empty if the label does not vary there. */
    OptionalDouble explained(Schema.Role role) {
        boolean category = role.kind() == ColumnKind.CATEGORICAL;
        int bins = category ? role.column().codes() : MAX_BINS + 1;
        List<int[]> ofRows = bins(role);
        List<double[]> values = values(role);
        Lines lines = new Lines(bins);
        double middle = Quantiles.of(table.labelColumn(), new double[] {0.5}).values()[0];
        for (int p = 0; p < parts.size(); p++) {
            for (int row : parts.get(p).trained()) {
                double value = category ? 0 : values.get(p)[row];
                lines.add(ofRows.get(p)[row], value, parts.get(p).labels()[row] - middle);
            }
        }
        double sum = 0;
        double squares = 0;
        double errors = 0;
        for (int p = 0; p < parts.size(); p++) {
            for (int row : parts.get(p).heldOut()) {
                double value = category ? 0 : values.get(p)[row];
                double label = parts.get(p).labels()[row] - middle;
                double error = label - lines.at(ofRows.get(p)[row], value);
                sum += label;
                squares += label * label;
                errors += error * error;
            }
        }
        double variance = squares - sum * sum / heldOutRows;
        return variance > 0 ? OptionalDouble.of(1 - errors / variance) : OptionalDouble.empty();
    }

    /** A line for each bin, fitted by least squares. */
    private static final class Lines {
        private final double[][] sums;
        private double rows;
        private double total;

        Lines(int bins) {
            sums = new double[bins][];
        }

        void add(int bin, double value, double label) {
            double[] own = sums[bin];
            if (own == null) {
                // The first value of the bin is its origin: large values would lose their digits.
                own = new double[] {Double.isNaN(value) ? 0 : value, 0, 0, 0, 0, 0};
                sums[bin] = own;
            }
            double x = Double.isNaN(value) ? 0 : value - own[0];
            own[1]++;
            own[2] += x;
            own[3] += label;
            own[4] += x * x;
            own[5] += x * label;
            rows++;
            total += label;
        }

        double at(int bin, double value) {
            double[] own = sums[bin];
            if (own == null) {
                return total / rows;
            }
            double mean = own[2] / own[1];
            double spread = own[4] - own[2] * mean;
            double slope = spread > 0 ? (own[5] - own[3] * mean) / spread : 0;
            double x = Double.isNaN(value) ? 0 : value - own[0];
            return own[3] / own[1] + slope * (x - mean);
        }
    }

    /** Whether the label is classes. */
    boolean ofClasses() {
        return classes;
    }
}
