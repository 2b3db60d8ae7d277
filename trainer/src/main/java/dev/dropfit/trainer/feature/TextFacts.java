package dev.dropfit.trainer.feature;

import dev.dropfit.core.text.TextScanner;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Quantiles;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The lengths of the texts of a column, and its frequent words. Pure functions. */
public final class TextFacts {
    /** Shorter words are frequent in all texts. */
    private static final int MIN_WORD = 4;

    /** The words of so many different texts are counted. */
    private static final int MAX_TEXTS = 20_000;

    private static final int MAX_WORDS = 100_000;

    private TextFacts() {}

    private static int[] texts(Column column) {
        return IntStream.range(1, column.codes())
                .filter(code -> column.isValue(code) && column.count(code) > 0)
                .toArray();
    }

    /** The quantiles of the lengths, in characters, and how many rows are not longer. */
    public static Quantiles lengths(Column column, double[] shares) {
        NavigableMap<Integer, Long> rows = new TreeMap<>();
        for (int code : texts(column)) {
            rows.merge(column.category(code).length(), (long) column.count(code), Long::sum);
        }
        int[] lengths = rows.keySet().stream().mapToInt(Integer::intValue).toArray();
        long[] counts = rows.values().stream().mapToLong(Long::longValue).toArray();
        long all = Arrays.stream(counts).sum();
        double[] values = new double[shares.length];
        long[] below = new long[shares.length];
        Arrays.fill(values, Double.NaN);
        for (int i = 0; i < shares.length && all > 0; i++) {
            long rank = (long) Math.max(1, Math.ceil(shares[i] * all));
            int at = 0;
            below[i] = counts[0];
            while (below[i] < rank) {
                below[i] += counts[++at];
            }
            values[i] = lengths[at];
        }
        return new Quantiles(values, below);
    }

    /**
     * The number of rows in each interval of lengths.
     *
     * @param bounds the upper bounds, inclusive, in ascending order
     * @return one count per bound, and the count of the lengths above the last bound
     */
    public static long[] rowsUpTo(Column column, double[] bounds) {
        long[] rows = new long[bounds.length + 1];
        for (int code : texts(column)) {
            int interval = 0;
            while (interval < bounds.length
                    && bounds[interval] < column.category(code).length()) {
                interval++;
            }
            rows[interval] += column.count(code);
        }
        return rows;
    }

    /**
     * Words with the share of the texts that have them.
     *
     * @param shares by word, from 0 to 1
     */
    public record WordShares(Map<String, Double> shares) {
        /** The share of a word; 0 if no text has it. */
        public double of(String word) {
            return shares.getOrDefault(word, 0.0);
        }

        /** The most frequent words, the most frequent first. */
        public List<String> mostFrequent(int max) {
            return shares.entrySet().stream()
                    .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(max)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    /** The words of the texts, without short ones; of very many texts, those of the first ones. */
    public static WordShares words(Column column) {
        Map<String, Double> rows = new LinkedHashMap<>();
        Set<String> ofText = new HashSet<>();
        TextScanner[] scanner = new TextScanner[1];
        scanner[0] = new TextScanner(false, false, hash -> {
            String word = scanner[0].name();
            if (word.length() >= MIN_WORD && word.charAt(0) != '<') {
                ofText.add(word);
            }
        });
        double all = 0;
        for (int code : Arrays.stream(texts(column)).limit(MAX_TEXTS).toArray()) {
            ofText.clear();
            scanner[0].scan(column.category(code));
            double own = column.count(code);
            all += own;
            for (String word : ofText) {
                if (rows.size() < MAX_WORDS || rows.containsKey(word)) {
                    rows.merge(word, own, Double::sum);
                }
            }
        }
        double total = all;
        rows.replaceAll((word, count) -> count / total);
        return new WordShares(rows);
    }
}
