package dev.dropfit.predictor.json;

import java.util.HashSet;
import java.util.Set;

/**
 * Reads an object's known fields: {@code while (fields.next()) …}; each round must read the value of {@link #name}. Other fields are
 * skipped; a known field twice is an error. Not thread-safe.
 */
public final class KnownFields {
    private final JsonInput in;
    private final String what;
    private final Set<String> known;
    private final Set<String> seen = new HashSet<>();
    private String name = "";

    /**
     * Begins an object.
     *
     * @param what the object, for messages
     * @throws InvalidJsonException when the next value is not an object
     */
    public KnownFields(JsonInput in, String what, Set<String> known) throws InvalidJsonException {
        this.in = in;
        this.what = what;
        this.known = known;
        in.require(JsonType.OBJECT, what);
        in.beginObject();
    }

    /** Goes to the next known field; past the object's end when there is none. */
    public boolean next() throws InvalidJsonException {
        while (in.nextField()) {
            name = in.text();
            if (!known.contains(name)) {
                in.skip();
            } else if (seen.add(name)) {
                return true;
            } else {
                throw new InvalidJsonException("'" + name + "' is twice in " + what + "; accepted is each field once");
            }
        }
        return false;
    }

    /** The name of the field. */
    public String name() {
        return name;
    }
}
