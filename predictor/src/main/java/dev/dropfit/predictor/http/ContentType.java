package dev.dropfit.predictor.http;

import java.util.Locale;
import java.util.Set;

/**
 * The content type of a body. Other names of a type count as the type: {@code text/json} and {@code application/vnd.api+json} as {@code
 * application/json}.
 */
public final class ContentType {
    public static final String JSON = "application/json";
    public static final String CSV = "text/csv";
    /** A JSON value in each line. */
    public static final String LINES = "application/x-ndjson";

    /** The type that {@code curl -d} names, whatever it sends. */
    public static final String FORM = "application/x-www-form-urlencoded";

    /** The reader of a CSV recognises these by itself. */
    private static final Set<String> CSV_CHARSETS = Set.of(
            "us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252", "cp1252", "utf-16", "utf-16le", "utf-16be");

    /** An envelope of another system around a body. */
    private static final String EVENT = "application/cloudevents";

    private ContentType() {}

    /**
     * The type that a header names, without its parameters. With a parameter that is not accepted, the whole header: then it is no type that
     * a route accepts.
     */
    public static String of(String header) {
        if (header.equals(JSON)) {
            return header;
        }
        String lower = header.strip().toLowerCase(Locale.ROOT);
        int semicolon = lower.indexOf(';');
        String type =
                known(semicolon < 0 ? lower : lower.substring(0, semicolon).strip());
        return semicolon < 0 || hasKnownParameters(lower, semicolon + 1, type) ? type : lower;
    }

    private static String known(String type) {
        return switch (type) {
            case "text/json", "application/x-json" -> JSON;
            case "application/csv", "text/x-csv", "application/x-csv", "text/comma-separated-values" -> CSV;
            case "application/ndjson", "application/jsonl", "application/jsonlines", "application/x-jsonlines" -> LINES;
            default -> type.endsWith("+json") && !type.startsWith(EVENT) ? JSON : type;
        };
    }

    private static boolean hasKnownParameters(String header, int first, String type) {
        int start = first;
        while (start < header.length()) {
            int semicolon = header.indexOf(';', start);
            int end = semicolon < 0 ? header.length() : semicolon;
            String parameter = header.substring(start, end).strip();
            if (!parameter.isEmpty() && !isKnown(parameter, type)) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    private static boolean isKnown(String parameter, String type) {
        int equals = parameter.indexOf('=');
        String value = equals < 0 ? "" : parameter.substring(equals + 1).strip().replace("\"", "");
        return switch (equals < 0 ? parameter : parameter.substring(0, equals).strip()) {
            case "charset" ->
                value.equals("utf-8") || value.equals("utf8") || (type.equals(CSV) && CSV_CHARSETS.contains(value));
            case "header" -> type.equals(CSV) && value.equals("present");
            // SageMaker's name for a CSV without the column that is predicted.
            case "label_size" -> type.equals(CSV) && value.equals("0");
            default -> false;
        };
    }
}
