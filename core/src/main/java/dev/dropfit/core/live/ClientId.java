package dev.dropfit.core.live;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id that a client has for the predictions of a request. It is the id of the first row; the second row has {@code ID#2}, the third {@code ID#3}.
 *
 * @param value 1 to {@value #MAX_LENGTH} visible characters of ASCII, without {@code #}
 */
public record ClientId(String value) {
    /** What is accepted, for messages. */
    public static final String ACCEPTED = "1 to 128 visible ASCII characters without '#'";

    private static final int MAX_LENGTH = 128;
    private static final String ID = "[!-~&&[^#]]{1," + MAX_LENGTH + "}";
    private static final Pattern OF_REQUEST = Pattern.compile(ID);
    private static final Pattern OF_ROW = Pattern.compile(ID + "(#([2-9]|[1-9][0-9]{1,8}))?");

    public ClientId {
        if (!OF_REQUEST.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is no id; accepted are " + ACCEPTED);
        }
    }

    /** The id with this value; empty if it can't be one. */
    public static Optional<ClientId> find(String value) {
        return OF_REQUEST.matcher(value).matches() ? Optional.of(new ClientId(value)) : Optional.empty();
    }

    /**
     * The {@link PredictionId} that a file names, as a response has it: 16 hexadecimal digits, or the id of a client and the number of the row. Empty if it is neither.
     */
    public static OptionalLong read(String text) {
        Matcher matcher = OF_ROW.matcher(text);
        return matcher.matches() ? OptionalLong.of(PredictionId.named(text)) : OptionalLong.empty();
    }

    /**
     * The id of a row.
     *
     * @param row its position in the request, from 0 on; rows with errors count too
     */
    public String text(long row) {
        return row == 0 ? value : value + "#" + (row + 1);
    }
}
