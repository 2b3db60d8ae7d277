package dev.dropfit.core;

import java.util.List;

/** Text of unknown length, such as a name in a file or a request, cut so that a message stays readable. */
public final class Text {
    private Text() {}

    /**
     * The text when it has at most {@code length} characters, else its first ones and {@code …}. A surrogate pair is never split.
     *
     * @param length the maximum number of {@code char}s before the {@code …}, at least 0
     */
    public static String truncate(CharSequence text, int length) {
        if (text.length() <= length) {
            return text.toString();
        }
        int end = length > 0 && Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.subSequence(0, end) + "…";
    }

    /** The first words of a text, as many as fit; one that is longer by itself is cut. */
    public static String words(String text, int length) {
        int end = text.length() <= length ? -1 : text.lastIndexOf(' ', length);
        return end < 0 ? truncate(text, length) : text.substring(0, end) + " …";
    }

    /**
     * Whether a code point is invisible and changes how the text around it looks: control characters, line and paragraph separators,
     * direction marks, overrides and isolates, unpaired surrogates. A page and a terminal show {@code U+FFFD} in its place.
     */
    public static boolean isInvisible(int codePoint) {
        return Character.isISOControl(codePoint)
                || codePoint == 0x061C
                || codePoint == 0x200E
                || codePoint == 0x200F
                || (codePoint >= 0x2028 && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x206F)
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }

    /**
     * The items separated by commas: all of them, or the first ones and how many more there are, as in {@code a, b and 3 more}.
     *
     * @param shown the maximum number of items to show, at least 1
     */
    public static String list(List<String> items, int shown) {
        return items.size() <= shown
                ? String.join(", ", items)
                : String.join(", ", items.subList(0, shown)) + " and " + (items.size() - shown) + " more";
    }
}
