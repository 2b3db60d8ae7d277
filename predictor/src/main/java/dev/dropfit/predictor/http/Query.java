package dev.dropfit.predictor.http;

import dev.dropfit.core.Text;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The query of a URL. Read here because the server's reader throws when it is malformed. */
final class Query {
    private static final int HEX = 16;
    private static final String EXPLAIN = "explain";
    private static final String EXPLAINED = "explained";
    private static final String IDS = "ids";
    private static final String ON_ERROR = "on_error";
    private static final String STRICT = "strict";
    private static final String WARNINGS = "warnings";
    private static final int MAX_SHOWN = 60;

    private Query() {}

    /**
     * Whether it asks for explanations: its first parameter {@code explain} is {@code true} or {@code 1}, not {@code false} or {@code 0}.
     *
     * @param query as it was sent, empty for none
     * @throws RequestException when it has another value, or is not percent-encoded UTF-8
     */
    static boolean explains(String query) throws RequestException {
        return isTrue(query, EXPLAIN);
    }

    /**
     * The class whose score it asks to be explained: the value of its first parameter {@code explained}; null if there is none.
     *
     * @throws RequestException when it is not percent-encoded UTF-8
     */
    static @Nullable String explained(String query) throws RequestException {
        return first(query, EXPLAINED);
    }

    /**
     * Whether it asks to keep rows that can't be used: its first parameter {@code on_error} is {@code row}, not {@code fail}.
     *
     * @throws RequestException when it has another value
     */
    static boolean keepsBadRows(String query) throws RequestException {
        String value = first(query, ON_ERROR);
        return value != null && keepsBadRow(value);
    }

    /**
     * Whether it says that a row that can't be used fails the whole request: its first parameter {@code on_error} is {@code fail}.
     *
     * @throws RequestException when it has another value than {@code row}
     */
    static boolean failsOnBadRows(String query) throws RequestException {
        String value = first(query, ON_ERROR);
        return value != null && !keepsBadRow(value);
    }

    /**
     * Whether a value of {@code on_error} asks to keep rows that can't be used: {@code row} does, {@code fail} does not.
     *
     * @throws RequestException when it is another value
     */
    static boolean keepsBadRow(String value) throws RequestException {
        if (!value.equals("row") && !value.equals("fail")) {
            throw new RequestException(
                    400,
                    "on_error is '" + Text.truncate(value, MAX_SHOWN)
                            + "'; accepted are fail (the whole request fails) and row (the row gets an error)");
        }
        return value.equals("row");
    }

    /**
     * Whether it asks for a column of warnings in a CSV: its first parameter {@code warnings} is {@code true} or {@code 1}.
     *
     * @throws RequestException when it has another value than these, {@code false} and {@code 0}, or is not percent-encoded UTF-8
     */
    static boolean warns(String query) throws RequestException {
        return isTrue(query, WARNINGS);
    }

    /**
     * Whether it asks for the ids of predictions: its first parameter {@code ids} is {@code true} or {@code 1}.
     *
     * @throws RequestException when it has another value than these, {@code false} and {@code 0}, or is not percent-encoded UTF-8
     */
    static boolean identifies(String query) throws RequestException {
        return isTrue(query, IDS);
    }

    /**
     * Whether it asks for strict rows: its first parameter {@code strict} is {@code true} or {@code 1}.
     *
     * @throws RequestException when it has another value than these, {@code false} and {@code 0}, or is not percent-encoded UTF-8
     */
    static boolean isStrict(String query) throws RequestException {
        return isTrue(query, STRICT);
    }

    /** Whether a parameter says yes, as JavaScript, Python and people write it. One without a value counts as absent. */
    private static boolean isTrue(String query, String name) throws RequestException {
        String value = first(query, name);
        if (value == null || value.isEmpty() || value.equalsIgnoreCase("false") || value.equals("0")) {
            return false;
        }
        if (value.equalsIgnoreCase("true") || value.equals("1")) {
            return true;
        }
        throw new RequestException(
                400, name + " is '" + Text.truncate(value, MAX_SHOWN) + "'; accepted are true and false");
    }

    /** The value of the first parameter of this name; null if there is none. */
    private static @Nullable String first(String query, String name) throws RequestException {
        String found = null;
        int start = 0;
        while (start < query.length()) {
            int ampersand = query.indexOf('&', start);
            int end = ampersand < 0 ? query.length() : ampersand;
            int equals = query.indexOf('=', start);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            boolean named = decoded(query.substring(start, nameEnd)).equals(name);
            String value = decoded(query.substring(Math.min(nameEnd + 1, end), end));
            if (named && found == null) {
                found = value;
            }
            start = end + 1;
        }
        return found;
    }

    private static String decoded(String text) throws RequestException {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '+') {
                // As forms write a blank.
                bytes.write(' ');
                continue;
            }
            if (c != '%') {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), HEX) : -1;
            int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), HEX);
            if (low < 0) {
                throw malformed();
            }
            bytes.write(high * HEX + low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static RequestException malformed() {
        return new RequestException(
                400, "The query of the URL can't be read; accepted is UTF-8, with % before two hexadecimal digits");
    }
}
