package dev.dropfit.predictor.row;

import dev.dropfit.core.csv.Values;
import dev.dropfit.predictor.json.JsonCells;
import dev.dropfit.predictor.json.JsonType;
import java.util.Map;
import java.util.Optional;

/** What the values of a column may be. */
public enum Datatype {
    /** Any value of JSON. */
    ANY("a value"),
    BOOLEAN("a boolean or null, as the datatype says"),
    INTEGER("an integer or null, as the datatype says"),
    NUMBER("a number or null, as the datatype says"),
    STRING("a string or null, as the datatype says"),
    /** Strings that may be numbers, as in a CSV. */
    CELL("a string or null, as the datatype says");

    private static final Map<String, Datatype> BY_NAME = Map.ofEntries(
            Map.entry("BOOL", BOOLEAN),
            Map.entry("UINT8", INTEGER),
            Map.entry("UINT16", INTEGER),
            Map.entry("UINT32", INTEGER),
            Map.entry("UINT64", INTEGER),
            Map.entry("INT8", INTEGER),
            Map.entry("INT16", INTEGER),
            Map.entry("INT32", INTEGER),
            Map.entry("INT64", INTEGER),
            Map.entry("FP16", NUMBER),
            Map.entry("FP32", NUMBER),
            Map.entry("FP64", NUMBER),
            Map.entry("BYTES", STRING));

    private final String accepted;

    Datatype(String accepted) {
        this.accepted = accepted;
    }

    /** The datatype of a name of the Open Inference Protocol. */
    public static Optional<Datatype> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** What is accepted, for messages. */
    String accepted() {
        return accepted;
    }

    /** Whether a value may be of this datatype. */
    boolean accepts(JsonCells cells, int cell) {
        JsonType type = cells.type(cell);
        return switch (this) {
            case ANY -> true;
            case BOOLEAN -> type == JsonType.BOOLEAN || (type == JsonType.NUMBER && isFlag(number(cells, cell)));
            case INTEGER -> type == JsonType.NUMBER && isInteger(number(cells, cell));
            case NUMBER -> type == JsonType.NUMBER;
            case STRING, CELL -> type == JsonType.STRING;
        };
    }

    private static double number(JsonCells cells, int cell) {
        return Values.number(cells.chars(), cells.start(cell), cells.length(cell));
    }

    private static boolean isFlag(double number) {
        return number == 0 || number == 1;
    }

    private static boolean isInteger(double number) {
        return number == Math.rint(number);
    }
}
