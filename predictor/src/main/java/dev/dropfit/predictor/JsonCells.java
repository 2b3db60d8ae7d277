package dev.dropfit.predictor;

import dev.dropfit.predictor.JsonInput.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * JSON values in one line, flat or nested in the text: where they lie in it, kept until it is known which row and which column each is of.
 */
final class JsonCells {
    private static final int DIFFERENT = -1;
    private static final int FEW = 16;

    private char[] chars = {};
    private Kind[] kinds = new Kind[FEW];
    private int[] starts = new int[FEW];
    /** Of a truth value, 1 for true and 0 for false. */
    private int[] lengths = new int[FEW];

    private int size;
    /** For each level of nesting, from the outermost, the length of its lists. */
    private final List<Integer> dimensions = new ArrayList<>();

    /** Reads a value, or lists of values to any depth. All values must be of one body. */
    void read(JsonInput in) throws RequestException {
        chars = in.chars();
        read(in, 0);
    }

    private void read(JsonInput in, int depth) throws RequestException {
        Kind kind = in.kind();
        switch (kind) {
            case LIST -> readList(in, depth);
            case NUMBER -> {
                in.readNumber();
                add(kind, in.start(), in.length());
            }
            case TEXT -> {
                in.readText();
                add(kind, in.start(), in.length());
            }
            case TRUTH -> add(kind, 0, in.readTruth() ? 1 : 0);
            case NULL, OBJECT -> {
                in.skip();
                add(kind, 0, 0);
            }
        }
    }

    private void add(Kind kind, int start, int length) {
        if (size == kinds.length) {
            kinds = Arrays.copyOf(kinds, size * 2);
            starts = Arrays.copyOf(starts, size * 2);
            lengths = Arrays.copyOf(lengths, size * 2);
        }
        kinds[size] = kind;
        starts[size] = start;
        lengths[size] = length;
        size++;
    }

    private void readList(JsonInput in, int depth) throws RequestException {
        boolean first = depth == dimensions.size();
        if (first) {
            dimensions.add(DIFFERENT);
        }
        int length = 0;
        in.beginList();
        for (; in.nextItem(); length++) {
            read(in, depth + 1);
        }
        if (first || dimensions.get(depth) != length) {
            dimensions.set(depth, first ? length : DIFFERENT);
        }
    }

    /** Whether the lists, flat or nested, are of this shape. */
    boolean isOf(List<Integer> shape) {
        long expected = shape.stream().mapToLong(Integer::longValue).reduce(1, (one, other) -> one * other);
        return expected == size && (dimensions.size() == 1 || dimensions.equals(shape));
    }

    /** Whether this is a list of values, or of lists of one. */
    boolean isColumn() {
        return isOf(List.of(size, 1));
    }

    /** Whether this is a list of lists of so many values. */
    boolean isMatrix(int width) {
        return dimensions.equals(List.of(0)) || dimensions.equals(List.of(size / width, width));
    }

    int size() {
        return size;
    }

    Kind kind(int cell) {
        return kinds[cell];
    }

    /** Where the texts and numbers lie. */
    char[] chars() {
        return chars;
    }

    int start(int cell) {
        return starts[cell];
    }

    int length(int cell) {
        return lengths[cell];
    }

    boolean isTrue(int cell) {
        return lengths[cell] == 1;
    }

    /** The value as it is written; of what is no plain value, what it is called. */
    String text(int cell) {
        return switch (kinds[cell]) {
            case NUMBER, TEXT -> new String(chars, starts[cell], lengths[cell]);
            case TRUTH -> Boolean.toString(isTrue(cell));
            default -> kinds[cell].words();
        };
    }
}
