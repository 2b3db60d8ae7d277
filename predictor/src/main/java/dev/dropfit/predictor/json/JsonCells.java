package dev.dropfit.predictor.json;

import dev.dropfit.predictor.memory.RequestMemory;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * JSON values in one sequence, flat or nested in the body. Holds where each value is in the body, until its row and column are known. Not
 * thread-safe.
 */
public final class JsonCells {
    /** For a value that is encoded in a string: the string has been within the limits of its body. */
    private static final JsonLimits ENCODED = new JsonLimits(100, Integer.MAX_VALUE);

    private static final int DIFFERENT = -1;
    private static final int INITIAL_CAPACITY = 16;
    /** A reference and two numbers. */
    private static final int CELL_BYTES = 4 + 2 * Integer.BYTES;

    private final RequestMemory memory;
    private char[] chars = {};
    private JsonType[] types = {};
    private int[] starts = {};
    /** For a boolean, 1 for true and 0 for false. */
    private int[] lengths = {};

    private int size;
    /** The length of the arrays of each level of nesting, from the outermost. */
    private final List<Integer> dimensions = new ArrayList<>();

    public JsonCells(RequestMemory memory) {
        this.memory = memory;
    }

    /** Reads a value, or arrays of values to any depth. All values must be of one body. */
    public void read(JsonInput in) throws InvalidJsonException {
        chars = in.chars();
        read(in, 0);
    }

    private void read(JsonInput in, int depth) throws InvalidJsonException {
        JsonType type = in.type();
        switch (type) {
            case ARRAY -> readArray(in, depth);
            case NUMBER -> {
                in.readNumber();
                add(type, in.start(), in.length());
            }
            case STRING -> {
                in.readString();
                add(type, in.start(), in.length());
            }
            case BOOLEAN -> add(type, 0, in.readBoolean() ? 1 : 0);
            case NULL, OBJECT -> {
                in.skip();
                add(type, 0, 0);
            }
        }
    }

    private void add(JsonType type, int start, int length) {
        if (size == types.length) {
            grow();
        }
        types[size] = type;
        starts[size] = start;
        lengths[size] = length;
        size++;
    }

    /** By half: the old arrays and the new ones are in memory together. */
    private void grow() {
        int capacity = size == 0 ? INITIAL_CAPACITY : size + size / 2;
        memory.reserve((long) CELL_BYTES * capacity);
        types = Arrays.copyOf(types, capacity);
        starts = Arrays.copyOf(starts, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        memory.release((long) CELL_BYTES * size);
    }

    private void readArray(JsonInput in, int depth) throws InvalidJsonException {
        boolean first = depth == dimensions.size();
        if (first) {
            dimensions.add(DIFFERENT);
        }
        int length = 0;
        in.beginArray();
        for (; in.nextItem(); length++) {
            read(in, depth + 1);
        }
        if (first || dimensions.get(depth) != length) {
            dimensions.set(depth, first ? length : DIFFERENT);
        }
    }

    /**
     * Decodes all strings from base 64, in place: what is encoded is longer. The decoded bytes are UTF-8.
     *
     * @throws InvalidJsonException when a string is something else
     */
    public void decodeBase64() throws InvalidJsonException {
        for (int i = 0; i < size; i++) {
            if (types[i] == JsonType.STRING) {
                decodeBase64(i);
            }
        }
    }

    private void decodeBase64(int cell) throws InvalidJsonException {
        byte[] encoded = new String(chars, starts[cell], lengths[cell]).getBytes(StandardCharsets.ISO_8859_1);
        try {
            CharBuffer decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)));
            lengths[cell] = decoded.remaining();
            decoded.get(chars, starts[cell], lengths[cell]);
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new InvalidJsonException("A value is not a UTF-8 text in base 64, as its content_type says");
        }
    }

    /**
     * Decodes all strings from JSON, in place: the value of a string is not longer than its JSON. A value of another type stays as it is.
     *
     * @throws InvalidJsonException when a string is not the JSON of one value
     */
    public void decodeJson() throws InvalidJsonException {
        for (int i = 0; i < size; i++) {
            if (types[i] == JsonType.STRING) {
                decodeJson(i);
            }
        }
    }

    private void decodeJson(int cell) throws InvalidJsonException {
        JsonInput in =
                new JsonInput(new String(chars, starts[cell], lengths[cell]).getBytes(StandardCharsets.UTF_8), ENCODED);
        JsonType type = in.type();
        int length = 0;
        switch (type) {
            case NUMBER -> {
                in.readNumber();
                length = in.length();
            }
            case STRING -> {
                in.readString();
                length = in.length();
            }
            case BOOLEAN -> lengths[cell] = in.readBoolean() ? 1 : 0;
            case NULL, OBJECT, ARRAY -> in.skip();
        }
        if (type == JsonType.NUMBER || type == JsonType.STRING) {
            System.arraycopy(in.chars(), in.start(), chars, starts[cell], length);
            lengths[cell] = length;
        }
        types[cell] = type;
        in.finish();
    }

    /** Whether the values, flat or nested, have this shape. */
    public boolean hasShape(List<Integer> shape) {
        long expected = shape.stream().mapToLong(Integer::longValue).reduce(1, (one, other) -> one * other);
        return expected == size && (dimensions.size() == 1 || dimensions.equals(shape));
    }

    /** Whether this is an array of values, or of arrays of one value. */
    public boolean isColumn() {
        return hasShape(List.of(size, 1));
    }

    /** Whether this is an array of arrays of this many values. */
    public boolean isMatrix(int width) {
        return dimensions.equals(List.of(0)) || dimensions.equals(List.of(size / width, width));
    }

    public int size() {
        return size;
    }

    public JsonType type(int cell) {
        return types[cell];
    }

    /** The characters of all strings and numbers. */
    public char[] chars() {
        return chars;
    }

    public int start(int cell) {
        return starts[cell];
    }

    public int length(int cell) {
        return lengths[cell];
    }

    public boolean isTrue(int cell) {
        return lengths[cell] == 1;
    }

    /** A number, string or boolean as text; for other values the type's description. */
    public String text(int cell) {
        return switch (type(cell)) {
            case NUMBER, STRING -> new String(chars, starts[cell], lengths[cell]);
            case BOOLEAN -> Boolean.toString(isTrue(cell));
            default -> type(cell).description();
        };
    }
}
