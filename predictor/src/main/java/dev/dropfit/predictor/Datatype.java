package dev.dropfit.predictor;

import dev.dropfit.core.csv.Values;
import dev.dropfit.predictor.JsonInput.Kind;
import java.util.Map;
import java.util.Optional;

/** What the values of a column may be. */
enum Datatype {
    /** Anything that JSON has. */
    ANY("a value"),
    TRUTH("true, false or null, as its datatype says"),
    WHOLE("a whole number or null, as its datatype says"),
    NUMBER("a number or null, as its datatype says"),
    TEXT("a text or null, as its datatype says"),
    /** Texts that may be numbers, as in a CSV. */
    CELL("a text or null, as its datatype says");

    private static final Map<String, Datatype> BY_NAME = Map.ofEntries(
            Map.entry("BOOL", TRUTH),
            Map.entry("UINT8", WHOLE),
            Map.entry("UINT16", WHOLE),
            Map.entry("UINT32", WHOLE),
            Map.entry("UINT64", WHOLE),
            Map.entry("INT8", WHOLE),
            Map.entry("INT16", WHOLE),
            Map.entry("INT32", WHOLE),
            Map.entry("INT64", WHOLE),
            Map.entry("FP16", NUMBER),
            Map.entry("FP32", NUMBER),
            Map.entry("FP64", NUMBER),
            Map.entry("BYTES", TEXT));

    private final String accepted;

    Datatype(String accepted) {
        this.accepted = accepted;
    }

    /** The datatype that the Open Inference Protocol calls by this name. */
    static Optional<Datatype> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    String accepted() {
        return accepted;
    }

    /** Whether a value may be one of this type. */
    boolean accepts(JsonCells cells, int cell) {
        Kind kind = cells.kind(cell);
        return switch (this) {
            case ANY -> true;
            case TRUTH -> kind == Kind.TRUTH;
            case WHOLE ->
                kind == Kind.NUMBER && isWhole(Values.number(cells.chars(), cells.start(cell), cells.length(cell)));
            case NUMBER -> kind == Kind.NUMBER;
            case TEXT, CELL -> kind == Kind.TEXT;
        };
    }

    private static boolean isWhole(double number) {
        return number == Math.rint(number);
    }
}
