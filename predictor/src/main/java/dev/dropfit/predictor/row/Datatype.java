package dev.dropfit.predictor.row;

import dev.dropfit.core.csv.Values;
import dev.dropfit.predictor.json.JsonCells;
import dev.dropfit.predictor.json.JsonType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the values of a column may be. */
public enum Datatype {
    /** Any value of JSON. */
    ANY("a value", 0),
    /** Strings that may be numbers, as in a CSV. */
    CELL("a string or null, as the datatype says", 0),
    BOOL("a boolean or null, as the datatype says", 1),
    UINT8(1, 0, 0xFF),
    UINT16(2, 0, 0xFFFF),
    UINT32(4, 0, 0xFFFF_FFFFL),
    UINT64("an integer or null, as the datatype says", 8),
    INT8(1, Byte.MIN_VALUE, Byte.MAX_VALUE),
    INT16(2, Short.MIN_VALUE, Short.MAX_VALUE),
    INT32(4, Integer.MIN_VALUE, Integer.MAX_VALUE),
    INT64("an integer or null, as the datatype says", 8),
    FP16("a number or null, as the datatype says", 2),
    BF16("a number or null, as the datatype says", 2),
    FP32("a number or null, as the datatype says", 4),
    FP64("a number or null, as the datatype says", 8),
    BYTES("a string or null, as the datatype says", 0);

    private static final double MAX_HALF = 65_504;
    private static final double END_OF_LONGS = 0x1p63;
    private static final Map<String, Datatype> BY_NAME = new HashMap<>();

    static {
        for (Datatype datatype : values()) {
            if (datatype != ANY && datatype != CELL) {
                BY_NAME.put(datatype.name(), datatype);
            }
        }
    }

    private final String accepted;
    private final int size;
    private final long min;
    private final long max;

    Datatype(String accepted, int size) {
        this.accepted = accepted;
        this.size = size;
        min = Long.MIN_VALUE;
        max = Long.MAX_VALUE;
    }

    /** Integers of a range. */
    Datatype(int size, long min, long max) {
        accepted = "an integer from " + min + " to " + max + " or null, as the datatype says";
        this.size = size;
        this.min = min;
        this.max = max;
    }

    /** The datatype of a name of the Open Inference Protocol. */
    public static Optional<Datatype> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** What is accepted, for messages. */
    String accepted() {
        return accepted;
    }

    /** The bytes of a binary value; 0 if each value has a length of its own. */
    int size() {
        return size;
    }

    /** Whether a value may be of this datatype. */
    boolean accepts(JsonCells cells, int cell) {
        JsonType type = cells.type(cell);
        return switch (this) {
            case ANY -> true;
            case BOOL -> type == JsonType.BOOLEAN || (type == JsonType.NUMBER && isFlag(number(cells, cell)));
            case UINT8, UINT16, UINT32, INT8, INT16, INT32 ->
                type == JsonType.NUMBER && isInteger(number(cells, cell), (double) min, (double) max);
            case INT64 -> type == JsonType.NUMBER && isInteger(number(cells, cell), -END_OF_LONGS, END_OF_LONGS);
            case UINT64 -> type == JsonType.NUMBER && isInteger(number(cells, cell), 0, 2 * END_OF_LONGS);
            case FP16 -> type == JsonType.NUMBER && Math.abs(number(cells, cell)) <= MAX_HALF;
            case FP32, BF16 -> type == JsonType.NUMBER && Math.abs(number(cells, cell)) <= Float.MAX_VALUE;
            case FP64 -> type == JsonType.NUMBER;
            case BYTES, CELL -> type == JsonType.STRING;
        };
    }

    private static double number(JsonCells cells, int cell) {
        return Values.number(cells.chars(), cells.start(cell), cells.length(cell));
    }

    private static boolean isFlag(double number) {
        return number == 0 || number == 1;
    }

    private static boolean isInteger(double number, double min, double max) {
        return number == Math.rint(number) && number >= min && number <= max;
    }
}
