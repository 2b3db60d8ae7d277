package dev.dropfit.core.format;

import java.util.Locale;

/** The halves of the day: {@code AM} and {@code PM}. Pure functions. */
final class ClockTexts {
    /** There is neither AM nor PM. */
    static final int NONE = -1;

    private ClockTexts() {}

    /** 0 for AM, 12 for PM at the end of the text, in hours; {@link #NONE} for neither. */
    static int half(String text) {
        String end = text.substring(endOfTime(text)).strip().replace(".", "").toLowerCase(Locale.ROOT);
        return switch (end) {
            case "am", "a" -> 0;
            case "pm", "p" -> 12;
            default -> NONE;
        };
    }

    /** The end of the last digit. */
    static int endOfTime(String text) {
        int end = text.length();
        while (end > 0 && !(text.charAt(end - 1) >= '0' && text.charAt(end - 1) <= '9')) {
            end--;
        }
        return end;
    }
}
