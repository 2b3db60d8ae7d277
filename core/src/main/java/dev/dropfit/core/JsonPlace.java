package dev.dropfit.core;

/** Where in a text a JSON parser gave up. The rest of what Gson says speaks to programmers, not to whoever wrote the text. */
public final class JsonPlace {
    private JsonPlace() {}

    /** {@code  at line 3 column 7} with a space before it, and the path if it is not the root; empty when the exception does not say. */
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
