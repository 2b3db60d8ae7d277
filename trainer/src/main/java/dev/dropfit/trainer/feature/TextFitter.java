package dev.dropfit.trainer.feature;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.TextPart;
import dev.dropfit.core.text.Terms;
import dev.dropfit.core.text.TextScanner;
import dev.dropfit.trainer.format.Hash;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Chooses the terms of a column of texts on the training rows. First come those that have more to do with the label than the strongest one of
 * as many random terms would, the strongest first; then the most frequent ones. Terms that are in the same rows as another one are left out.
 */
final class TextFitter {
    /** The maximum number of terms of all columns of texts together. */
    static final int MAX_TERMS = 1_000;

    /** A column of texts has at least so many, however many columns of texts there are. */
    private static final int MIN_TERMS = 50;

    /** The terms of a text count as much as so many standardised numbers. */
    private static final double STRENGTH = 10;

    /** The terms whose connection with the label is examined: the most frequent ones. */
    private static final int MAX_CANDIDATES = 20_000;

    private static final int MAX_COUNTED = 1 << 18;
    private static final int SKETCH_BITS = 20;
    private static final int FEW_ROWS = 1_000;

    private final Column column;
    private final boolean classes;
    private final int outputs;
    /** The training rows with a text, in the order of their codes, and where the rows of each code start. */
    private final int[] starts;

    /** The class of each of these rows, or its number, from the mean. */
    private final double[] labels;

    private final int trained;
    private final double[] totals;

    private TextFitter(Table table, Split split, Target target, Column column) {
        this.column = column;
        classes = target instanceof Target.Classes;
        outputs = target instanceof Target.Classes known ? known.size() : 1;
        double[] ofLabel = labels(table.labelColumn(), target);
        starts = new int[column.codes() + 1];
        trained = rows(table, split, ofLabel, (code, label) -> starts[code + 1]++);
        for (int code = 1; code < starts.length; code++) {
            starts[code] += starts[code - 1];
        }
        labels = new double[starts[starts.length - 1]];
        int[] next = starts.clone();
        rows(table, split, ofLabel, (code, label) -> labels[next[code]++] = label);
        totals = new double[outputs];
        if (classes) {
            for (double label : labels) {
                totals[(int) label]++;
            }
        } else {
            double mean = Arrays.stream(labels).average().orElse(0);
            for (int i = 0; i < labels.length; i++) {
                labels[i] -= mean;
                totals[0] += labels[i] * labels[i];
            }
        }
    }

    private static double[] labels(Column label, Target target) {
        double[] values = new double[label.codes()];
        Arrays.setAll(
                values,
                code -> target instanceof Target.Classes classes
                        ? label.isValue(code) ? classes.values().indexOf(label.category(code)) : -1
                        : label.number(code));
        return values;
    }

    /** Takes a training row with a text. */
    @FunctionalInterface
    private interface RowVisitor {
        void row(int code, double label);
    }

    /** Visits the training rows with a text and a label of the model; returns the number of all training rows. */
    private int rows(Table table, Split split, double[] ofLabel, RowVisitor visitor) {
        int[] codes = new int[Table.CHUNK];
        int[] selected = new int[Table.CHUNK];
        double[] values = new double[Table.CHUNK];
        int count = 0;
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            if (!column.codedIn(chunk)) {
                continue;
            }
            column.codes(chunk, codes);
            table.labelColumn().decode(chunk, ofLabel, values);
            int size = split.select(table.shares().get(chunk), false, selected);
            count += size;
            for (int i = 0; i < size; i++) {
                int row = selected[i];
                boolean labelled = classes ? values[row] >= 0 : !Double.isNaN(values[row]);
                if (labelled && column.isValue(codes[row])) {
                    visitor.row(codes[row], values[row]);
                }
            }
        }
        return count;
    }

    /** The maximum number of terms of each of several columns of texts. */
    static int maxTerms(int columns) {
        return Math.max(MIN_TERMS, MAX_TERMS / columns);
    }

    /**
     * The features of a column of texts: its length, then its terms.
     *
     * @param length the feature of the length
     * @param columns the number of columns of texts
     */
    static List<Feature> fit(
            Table table, Split split, Target target, Column column, Feature.Numeric length, int columns) {
        TextFitter fitter = new TextFitter(table, split, target, column);
        List<Feature> features = new ArrayList<>();
        features.add(length);
        for (TextPart term : fitter.terms(maxTerms(columns))) {
            features.add(new Feature.Numeric(column.name(), term, 1 / Math.sqrt(STRENGTH)));
        }
        return features;
    }

    /** A term with its number of texts and its connection with the label. */
    private record Candidate(long hash, int rows, double evidence, long pattern) {}

    private List<TextPart> terms(int max) {
        TermCounts counted = counted();
        int[] frequent = IntStream.range(0, counted.size())
                .filter(place -> counted.count(place) >= minRows())
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(place -> -counted.count(place))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MAX_CANDIDATES)
                .mapToInt(Integer::intValue)
                .toArray();
        List<Candidate> chosen = chosen(candidates(counted, frequent), max);
        return named(chosen);
    }

    /** A term needs so many rows. */
    private int minRows() {
        return labels.length < FEW_ROWS ? 2 : 3;
    }

    /** Reports the different terms of each text, with the number of its training rows. */
    private void eachText(TermsOfText visitor) {
        DistinctTerms found = new DistinctTerms();
        for (int code = 0; code + 1 < starts.length; code++) {
            if (starts[code + 1] > starts[code]) {
                visitor.text(code, found.of(column.category(code)), found.size());
            }
        }
    }

    /** Takes the terms of a text. */
    @FunctionalInterface
    private interface TermsOfText {
        void text(int code, long[] hashes, int count);
    }

    /** The different terms of one text after the other. */
    private static final class DistinctTerms {
        private final TextScanner scanner = new TextScanner(true, true, this::add);
        private long[] hashes = new long[256];
        private int size;

        private void add(long hash) {
            if (size == hashes.length) {
                hashes = Arrays.copyOf(hashes, 2 * size);
            }
            hashes[size++] = hash;
        }

        long[] of(String text) {
            size = 0;
            scanner.scan(text);
            Arrays.sort(hashes, 0, size);
            int distinct = 0;
            for (int i = 0; i < size; i++) {
                if (i == 0 || hashes[i] != hashes[i - 1]) {
                    hashes[distinct++] = hashes[i];
                }
            }
            size = distinct;
            return hashes;
        }

        int size() {
            return size;
        }
    }

    private int rowsOf(int code) {
        return starts[code + 1] - starts[code];
    }

    /** The number of rows of each term, without most of those that have too few: a first pass counts them roughly, to save memory. */
    private TermCounts counted() {
        int[] sketch = new int[1 << SKETCH_BITS];
        eachText((code, hashes, count) -> {
            for (int i = 0; i < count; i++) {
                sketch[bucket(hashes[i])] += rowsOf(code);
            }
        });
        TermCounts counts = new TermCounts(MAX_COUNTED);
        eachText((code, hashes, count) -> {
            for (int i = 0; i < count; i++) {
                if (sketch[bucket(hashes[i])] >= minRows()) {
                    counts.add(hashes[i], rowsOf(code));
                }
            }
        });
        return counts;
    }

    private static int bucket(long hash) {
        // Neither the highest bits, which tell the kind, nor the lowest ones, which choose a slot.
        return (int) (hash >>> 32) & ((1 << SKETCH_BITS) - 1);
    }

    private List<Candidate> candidates(TermCounts counted, int[] places) {
        int[] index = new int[counted.size()];
        Arrays.fill(index, -1);
        for (int i = 0; i < places.length; i++) {
            index[places[i]] = i;
        }
        double[][] sums = new double[places.length][outputs];
        long[] patterns = new long[places.length];
        eachText((code, hashes, count) -> {
            for (int i = 0; i < count; i++) {
                int place = counted.place(hashes[i]);
                if (place >= 0 && index[place] >= 0) {
                    double[] own = sums[index[place]];
                    for (int row = starts[code]; row < starts[code + 1]; row++) {
                        own[classes ? (int) labels[row] : 0] += classes ? 1 : labels[row];
                    }
                    patterns[index[place]] += Hash.mix(code * Hash.STEP);
                }
            }
        });
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            int rows = counted.count(places[i]);
            candidates.add(new Candidate(counted.hash(places[i]), rows, evidence(rows, sums[i]), patterns[i]));
        }
        return candidates;
    }

    /** The statistic of the likelihood-ratio test that a term has nothing to do with the label. */
    private double evidence(int rows, double[] sums) {
        double all = labels.length;
        double others = all - rows;
        if (others <= 0) {
            return 0;
        }
        if (!classes) {
            double explained = totals[0] > 0 ? sums[0] * sums[0] * (1.0 / rows + 1 / others) / totals[0] : 0;
            return -all * Math.log1p(-Math.min(explained, 1 - 1e-12));
        }
        double statistic = 0;
        for (int k = 0; k < outputs; k++) {
            statistic += term(sums[k], rows * totals[k] / all) + term(totals[k] - sums[k], others * totals[k] / all);
        }
        return 2 * statistic;
    }

    private static double term(double found, double expected) {
        return found > 0 ? found * Math.log(found / expected) : 0;
    }

    private List<Candidate> chosen(List<Candidate> candidates, int max) {
        // What the strongest of so many terms reaches by chance, about.
        double chance = 2 * Math.log(Math.max(2, candidates.size())) + 2.0 * (outputs - 1);
        List<Candidate> order = new ArrayList<>(candidates);
        order.sort(Comparator.<Candidate>comparingDouble(
                        candidate -> candidate.evidence > chance ? -candidate.evidence : 0)
                .thenComparingInt(candidate -> -candidate.rows)
                .thenComparingInt(candidate -> Terms.rank(candidate.hash)));
        Set<Long> patterns = new HashSet<>();
        return order.stream()
                .filter(candidate -> patterns.add(candidate.pattern))
                .limit(max)
                .toList();
    }

    /** Finds the names of the terms, and their inverse document frequencies. */
    private List<TextPart> named(List<Candidate> chosen) {
        TermCounts places = new TermCounts(chosen.size());
        chosen.forEach(candidate -> places.add(candidate.hash, 1));
        String[] names = new String[chosen.size()];
        Namer namer = new Namer(places, names);
        for (int code = 0; code + 1 < starts.length && namer.left > 0; code++) {
            if (rowsOf(code) > 0) {
                namer.scanner.scan(column.category(code));
            }
        }
        List<TextPart> terms = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            double frequency = Math.log((1.0 + trained) / (1 + chosen.get(i).rows)) + 1;
            terms.add(new TextPart(names[i], frequency));
        }
        return terms;
    }

    /** Notes the names of terms when they are found for the first time. */
    private static final class Namer {
        private final TermCounts places;
        private final String[] names;
        private final TextScanner scanner = new TextScanner(true, true, this::name);
        private int left;

        Namer(TermCounts places, String[] names) {
            this.places = places;
            this.names = names;
            left = names.length;
        }

        private void name(long hash) {
            int place = places.place(hash);
            if (place >= 0 && names[place] == null) {
                names[place] = scanner.name();
                left--;
            }
        }
    }
}
