package dev.dropfit.trainer.drift;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.RowSample;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.format.Hash;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows of a table that a {@link RowSample} has, and how often each occurs. */
public final class SampledRows {
    private static final int LABEL_BITS = 15;

    /** The values of a column with more codes are hashed row by row, so that many such columns take no memory. */
    private static final int MAX_HASHED_CODES = 1 << 12;

    private static final int MIN_ROWS_TO_COUNT_COPIES = 20;
    private static final double COPIED_SHARE = 0.95;
    private static final int MAX_COPIES = 3;

    private final long bound;
    private final SortedMap<Long, Entry> entries;

    private SampledRows(long bound, SortedMap<Long, Entry> entries) {
        this.bound = bound;
        this.entries = entries;
    }

    /** Equal rows. */
    private static final class Entry {
        /** Large groups of equal rows are on both sides. */
        private boolean heldOut;

        private int label;
        private int rows;

        Entry(boolean heldOut, int label) {
            this.heldOut = heldOut;
            this.label = label;
        }

        void add(boolean inHoldout, int another) {
            rows++;
            heldOut = heldOut && inHoldout;
            label = another == label ? label : RowSample.NO_LABEL;
        }
    }

    /** The sample for a model file. */
    public static SampledRows of(Table table, Pipeline model, Split split) {
        return of(table, model, split, Long.MAX_VALUE, RowSample.MAX_ENTRIES);
    }

    /**
     * Samples rows.
     *
     * @param model defines the values of a row and the codes of the labels
     * @param bound of the hashes
     * @param max the number of different rows; with more, the bound becomes smaller
     */
    static SampledRows of(Table table, Pipeline model, Split split, long bound, int max) {
        TreeMap<Long, Entry> entries = new TreeMap<>();
        Hashes hashes = new Hashes(table, model.features());
        Targets targets = new Targets(table, model.target());
        boolean classes = model.target() instanceof Target.Classes;
        long[] hash = new long[Table.CHUNK];
        double[] labels = new double[Table.CHUNK];
        int[] rows = new int[Table.CHUNK];
        long last = bound;
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            hashes.of(chunk, hash);
            char[] places = table.shares().get(chunk);
            int found = find(hash, places.length, last, rows);
            if (found == 0) {
                continue;
            }
            targets.decode(chunk, labels);
            for (int i = 0; i < found; i++) {
                int row = rows[i];
                if (hash[row] > last) {
                    continue;
                }
                int label = code(labels[row], classes);
                boolean heldOut = split.heldOut(places[row]);
                entries.computeIfAbsent(hash[row], added -> new Entry(heldOut, label))
                        .add(heldOut, label);
                if (entries.size() > max) {
                    long largest = entries.lastKey();
                    entries.remove(largest);
                    last = largest - 1;
                }
            }
        }
        return new SampledRows(last, entries);
    }

    /** Finds the rows up to a bound: of a large table few, so the loop over all rows has nothing else to do. */
    private static int find(long[] hashes, int size, long bound, int[] rows) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            rows[count] = i;
            count += hashes[i] <= bound ? 1 : 0;
        }
        return count;
    }

    /** The code of a label: the index of its class, or bits of the hash of a number. */
    static int code(double label, boolean classes) {
        if (Double.isNaN(label) || (classes && label < 0)) {
            return RowSample.NO_LABEL;
        }
        return classes
                ? (int) label
                : Math.min(RowSample.NO_LABEL - 1, (int) (Hash.mix(bits(label)) >>> (Long.SIZE - LABEL_BITS)));
    }

    /** The sample, without the counts. */
    public RowSample sample() {
        long[] hashes = entries.keySet().stream().mapToLong(Long::longValue).toArray();
        short[] labels = new short[hashes.length];
        int at = 0;
        for (Entry entry : entries.values()) {
            labels[at++] = RowSample.label(entry.label, entry.heldOut);
        }
        return RowSample.of(bound, hashes, labels);
    }

    /** How often almost every row is in the table, if a file was written twice or three times; otherwise 1. */
    public int copies() {
        Collection<Entry> rows = entries.values();
        for (int copies = 2; copies <= MAX_COPIES && rows.size() >= MIN_ROWS_TO_COUNT_COPIES; copies++) {
            int times = copies;
            // Copies have the same label.
            if (rows.stream()
                            .filter(entry -> entry.rows % times == 0 && entry.label != RowSample.NO_LABEL)
                            .count()
                    >= COPIED_SHARE * rows.size()) {
                return copies;
            }
        }
        return 1;
    }

    /** The share of rows that are equal to another row, from 0 to 1; NaN without rows. */
    double repeatedShare() {
        double rows = entries.values().stream().mapToDouble(entry -> entry.rows).sum();
        return 1 - entries.values().stream().filter(entry -> entry.rows == 1).count() / rows;
    }

    private static long bits(double value) {
        // Zero and minus zero are one number.
        return Double.doubleToLongBits(value + 0.0);
    }

    /**
     * The hashes of the rows of a table, of the values that a model reads. Of two models with the same features, the hashes of the same row are
     * equal. Not thread-safe.
     */
    static final class Hashes {
        private final FeatureTable rows;
        private final int features;
        private final double[] values = new double[Table.CHUNK];
        /** For each feature the hash of each code; null if its column has too many codes. */
        private final List<long @Nullable []> ofCodes = new ArrayList<>();

        Hashes(Table table, List<Feature> features) {
            this.rows = new FeatureTable(table, features);
            this.features = features.size();
            for (int feature = 0; feature < this.features; feature++) {
                long step = step(feature);
                ofCodes.add(rows.ofCodes(feature, MAX_HASHED_CODES, value -> Hash.mix(bits(value) + step)));
            }
        }

        private static long step(int feature) {
            return (feature + 1) * Hash.STEP;
        }

        /** @param out receives a hash from 0 for each row of the chunk */
        void of(int chunk, long[] out) {
            int size = rows.table().rowsIn(chunk);
            for (int i = 0; i < size; i++) {
                out[i] = 0;
            }
            for (int feature = 0; feature < features; feature++) {
                if (rows.isTerm(feature)) {
                    continue;
                }
                long[] hashes = ofCodes.get(feature);
                if (hashes != null && rows.addOfCodes(chunk, feature, hashes, out)) {
                    continue;
                }
                rows.decodeContent(chunk, feature, values);
                long step = step(feature);
                for (int i = 0; i < size; i++) {
                    out[i] += Hash.mix(bits(values[i]) + step);
                }
            }
            for (int i = 0; i < size; i++) {
                out[i] = Hash.mix(out[i]) >>> 1;
            }
        }
    }
}
