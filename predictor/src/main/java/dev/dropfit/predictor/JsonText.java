package dev.dropfit.predictor;

import dev.dropfit.predictor.JsonInput.Kind;
import java.util.HashSet;
import java.util.Set;

/** How the objects and lists of a JSON body are walked. */
final class JsonText {
    private JsonText() {}

    /** Reads a value. */
    interface Parser {
        void read(JsonInput in) throws RequestException;
    }

    /** Reads the value of a field. */
    interface FieldParser {
        void read(String name) throws RequestException;
    }

    /**
     * Reads a body.
     *
     * @throws RequestException when it is not one JSON value in UTF-8, or is beyond a limit
     */
    static void read(byte[] body, Parser parser) throws RequestException {
        JsonInput in = new JsonInput(body);
        parser.read(in);
        in.finish();
    }

    /**
     * Walks an object: the parser gets the known fields and must read their values; others are skipped.
     *
     * @param what what the object is, for messages
     */
    static void readObject(JsonInput in, String what, Set<String> known, FieldParser parser) throws RequestException {
        require(in, Kind.OBJECT, what, "an object");
        Set<String> seen = new HashSet<>();
        in.beginObject();
        while (in.nextField()) {
            String name = in.text();
            if (!known.contains(name)) {
                in.skip();
                continue;
            }
            if (!seen.add(name)) {
                throw new RequestException(400, "'" + name + "' is twice in " + what + "; accepted is each field once");
            }
            parser.read(name);
        }
    }

    /** Walks a list: the parser must read one value each time. */
    static void readList(JsonInput in, String what, Parser parser) throws RequestException {
        require(in, Kind.LIST, what, "a list");
        in.beginList();
        while (in.nextItem()) {
            parser.read(in);
        }
    }

    static String readString(JsonInput in, String what) throws RequestException {
        require(in, Kind.TEXT, what, "a text");
        in.readText();
        return in.text();
    }

    /** A field {@code explain} of an object of parameters. */
    static boolean readExplain(JsonInput in, String what) throws RequestException {
        boolean[] explain = {false};
        if (in.kind() == Kind.NULL) {
            in.readNull();
            return false;
        }
        readObject(in, "'" + what + "'", Set.of("explain"), name -> {
            require(in, Kind.TRUTH, "'explain'", "true or false");
            explain[0] = in.readTruth();
        });
        return explain[0];
    }

    private static void require(JsonInput in, Kind kind, String what, String accepted) throws RequestException {
        if (in.kind() != kind) {
            throw new RequestException(400, sentence(what) + " is " + in.kind().words() + "; accepted is " + accepted);
        }
    }

    private static String sentence(String what) {
        return Character.toUpperCase(what.charAt(0)) + what.substring(1);
    }
}
