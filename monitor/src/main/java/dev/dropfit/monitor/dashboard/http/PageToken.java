package dev.dropfit.monitor.dashboard.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A random text that is part of every page that can change something, and of every request for a change. Another site in the same browser
 * can send requests, but it can't read the page, so it does not know the token. A new process has a new token.
 */
public final class PageToken {
    /** The header of an upload with the token. */
    public static final String HEADER = "X-Dropfit-Token";
    /** The field of a form with the token. */
    public static final String FIELD = "token";

    private static final int BYTES = 32;

    private final String value;

    private PageToken(String value) {
        this.value = value;
    }

    /** A new token that can't be guessed. */
    public static PageToken random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new PageToken(HexFormat.of().formatHex(bytes));
    }

    /** The text for pages. */
    public String value() {
        return value;
    }

    /**
     * Checks the token of a request, in the same time however many characters are right.
     *
     * @param given the token of the request; empty when it has none
     * @throws RefusedException when it is not this token
     */
    public void check(String given) throws RefusedException {
        if (!MessageDigest.isEqual(bytes(value), bytes(given))) {
            throw new RefusedException(
                    403,
                    "Request refused",
                    "The request does not have the token of this page. Reload the page and try again. A program gets the"
                            + " token from /_state, as writeToken.");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
