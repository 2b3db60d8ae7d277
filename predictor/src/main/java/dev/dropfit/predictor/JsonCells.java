package dev.dropfit.predictor;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** JSON values in one line, flat or nested in the text: kept until it is known which row and which column each is of. */
final class JsonCells {
    private static final int DIFFERENT = -1;

    private final List<JsonToken> kinds = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    /** For each level of nesting, from the outermost, the length of its lists. */
    private final List<Integer> dimensions = new ArrayList<>();

    /** Reads a value, or lists of values to any depth. */
    void read(JsonReader in) throws IOException {
        read(in, 0);
    }

    private void read(JsonReader in, int depth) throws IOException {
        JsonToken kind = in.peek();
        if (kind == JsonToken.BEGIN_ARRAY) {
            readList(in, depth);
            return;
        }
        kinds.add(kind);
        switch (kind) {
            case NUMBER, STRING -> texts.add(in.nextString());
            case BOOLEAN -> texts.add(Boolean.toString(in.nextBoolean()));
            default -> {
                texts.add(JsonText.found(kind));
                in.skipValue();
            }
        }
    }

    private void readList(JsonReader in, int depth) throws IOException {
        boolean first = depth == dimensions.size();
        if (first) {
            dimensions.add(DIFFERENT);
        }
        int length = 0;
        in.beginArray();
        for (; in.hasNext(); length++) {
            read(in, depth + 1);
        }
        in.endArray();
        if (first || dimensions.get(depth) != length) {
            dimensions.set(depth, first ? length : DIFFERENT);
        }
    }

    /** Whether the lists, flat or nested, are of this shape. */
    boolean isOf(List<Integer> shape) {
        long size = shape.stream().mapToLong(Integer::longValue).reduce(1, (one, other) -> one * other);
        return size() == size && (dimensions.size() == 1 || dimensions.equals(shape));
    }

    /** Whether this is a list of values, or of lists of one. */
    boolean isColumn() {
        return isOf(List.of(size(), 1));
    }

    /** Whether this is a list of lists of so many values. */
    boolean isMatrix(int width) {
        return dimensions.equals(List.of(0)) || dimensions.equals(List.of(size() / width, width));
    }

    int size() {
        return kinds.size();
    }

    JsonToken kind(int cell) {
        return kinds.get(cell);
    }

    /** The value's text; of what is no plain value, what it is called. */
    String text(int cell) {
        return texts.get(cell);
    }
}
