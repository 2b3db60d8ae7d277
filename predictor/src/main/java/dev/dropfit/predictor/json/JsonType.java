package dev.dropfit.predictor.json;

/** The types of JSON values. */
public enum JsonType {
    OBJECT("an object"),
    ARRAY("an array"),
    STRING("a string"),
    NUMBER("a number"),
    BOOLEAN("a boolean"),
    NULL("null");

    private final String description;

    JsonType(String description) {
        this.description = description;
    }

    /** The type with its article, for messages. */
    public String description() {
        return description;
    }
}
