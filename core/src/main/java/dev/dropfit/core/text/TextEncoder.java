package dev.dropfit.core.text;

import java.util.Arrays;
import java.util.List;

/**
 * The weights of known terms in a text: for each term the frequency in the text, as 1 plus its logarithm, times the term's inverse document
 * frequency; then all of them divided by the length of their vector. Immutable.
 */
public final class TextEncoder {
    private static final int FREE = -1;

    private final long[] keys;
    private final int[] places;
    private final double[] frequencies;
    private final boolean pairs;
    private final boolean pieces;

    /**
     * @param terms the names of the terms
     * @param frequencies the inverse document frequency of each
     */
    public TextEncoder(List<String> terms, double[] frequencies) {
        this.frequencies = frequencies.clone();
        int capacity = Integer.highestOneBit(Math.max(4, terms.size() * 2)) * 2;
        keys = new long[capacity];
        places = new int[capacity];
        Arrays.fill(places, FREE);
        boolean anyPair = false;
        boolean anyPiece = false;
        for (int term = 0; term < terms.size(); term++) {
            String name = terms.get(term);
            boolean piece = name.charAt(0) == Terms.PIECE;
            anyPiece |= piece;
            anyPair |= !piece && Terms.isPair(name);
            long hash = Terms.hash(name);
            int slot = slot(hash);
            keys[slot] = hash;
            places[slot] = term;
        }
        pairs = anyPair;
        pieces = anyPiece;
    }

    /** The number of terms. */
    public int size() {
        return frequencies.length;
    }

    /** The slot of a hash, or a free one. */
    private int slot(long hash) {
        int slot = (int) hash & (keys.length - 1);
        while (places[slot] != FREE && keys[slot] != hash) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    /** Encodes texts, one after the other. */
    public Encoding encoding() {
        return new Encoding();
    }

    /** The weights of the terms of one text after the other, those that are not 0. Not thread-safe. */
    public final class Encoding {
        private final TextScanner scanner = new TextScanner(pairs, pieces, this::count);
        private final int[] counts = new int[frequencies.length];
        private final int[] found = new int[frequencies.length];
        private final double[] weights = new double[frequencies.length];
        private int size;

        private Encoding() {}

        private void count(long hash) {
            int place = places[slot(hash)];
            if (place != FREE && counts[place]++ == 0) {
                found[size++] = place;
            }
        }

        /**
         * Encodes a text.
         *
         * @return the number of known terms in it
         */
        public int encode(char[] buffer, int offset, int length) {
            size = 0;
            scanner.scan(buffer, offset, length);
            // In the order of the terms, so that sums over them do not depend on the order of the words.
            Arrays.sort(found, 0, size);
            double squares = 0;
            for (int i = 0; i < size; i++) {
                int term = found[i];
                weights[i] = (counts[term] == 1 ? 1 : 1 + Math.log(counts[term])) * frequencies[term];
                squares += weights[i] * weights[i];
                counts[term] = 0;
            }
            double norm = Math.sqrt(squares);
            for (int i = 0; i < size; i++) {
                weights[i] /= norm;
            }
            return size;
        }

        /** The index of the i-th known term of the text, in ascending order. */
        public int term(int i) {
            return found[i];
        }

        /** Its weight. */
        public double weight(int i) {
            return weights[i];
        }
    }
}
