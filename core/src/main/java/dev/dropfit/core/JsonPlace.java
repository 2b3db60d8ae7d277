package dev.dropfit.core;

/** The position of a JSON syntax error. The rest of the message of Gson is written for programmers, not for users. */
public final class JsonPlace {
    private JsonPlace() {}

    /** {@code  at line 3 column 7}, with a leading space, and the path if it is not the root; empty when the exception has no position. */
    public static String of(Exception e) {
        String message = String.valueOf(e.getMessage());
        int at = message.indexOf("at line ");
        if (at < 0) {
            return "";
        }
        String place = message.substring(at).lines().findFirst().orElse("");
        return " " + place.replaceFirst(" path \\$\\.?", ", at ").replaceFirst(", at $", "");
    }
}
