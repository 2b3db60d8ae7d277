package dev.dropfit.predictor.http;

import java.util.List;
import java.util.Locale;

/**
 * What a header such as {@code Accept} or {@code Accept-Encoding} prefers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.4">RFC 9110, 12.4</a>
 */
public final class Preferences {
    private static final String QUALITY = "q=";

    private Preferences() {}

    /**
     * The quality that a header gives to something.
     *
     * @param names its names, then the patterns that it matches; the first of them in the header counts
     * @return from 0, not accepted, to 1
     */
    public static double quality(String header, List<String> names) {
        int best = names.size();
        double quality = 0;
        int start = 0;
        while (start < header.length()) {
            int comma = header.indexOf(',', start);
            int end = comma < 0 ? header.length() : comma;
            String item = header.substring(start, end).strip().toLowerCase(Locale.ROOT);
            int semicolon = item.indexOf(';');
            String name = semicolon < 0 ? item : item.substring(0, semicolon).strip();
            for (int i = 0; i < best; i++) {
                if (names.get(i).equals(name)) {
                    best = i;
                    quality = semicolon < 0 ? 1 : quality(item.substring(semicolon + 1));
                }
            }
            start = end + 1;
        }
        return quality;
    }

    /** The quality among the parameters of an item, 1 if there is none that can be read. */
    private static double quality(String parameters) {
        int at = parameters.indexOf(QUALITY);
        if (at < 0) {
            return 1;
        }
        int end = parameters.indexOf(';', at);
        String text = parameters
                .substring(at + QUALITY.length(), end < 0 ? parameters.length() : end)
                .strip();
        try {
            return Math.min(1, Math.max(0, Double.parseDouble(text)));
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}
