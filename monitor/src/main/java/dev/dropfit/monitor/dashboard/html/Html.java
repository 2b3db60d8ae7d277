package dev.dropfit.monitor.dashboard.html;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.util.List;

/**
 * HTML being written. Templates are literals of the source, which the compiler checks, and every value that takes the place of a {@code {}}
 * in one is escaped unless it is {@code Html} itself: no data becomes markup. Attribute values stand in double quotes. Not thread-safe.
 */
public final class Html {
    private static final String HOLE = "{}";

    private final StringBuilder out = new StringBuilder();

    /** A template with its values. */
    public static Html of(@CompileTimeConstant final String template, Object... values) {
        return new Html().add(template, values);
    }

    /** Nothing. */
    public static Html none() {
        return new Html();
    }

    /** Several parts, one after another. */
    static Html all(List<Html> parts) {
        Html all = new Html();
        parts.forEach(part -> all.out.append(part.out));
        return all;
    }

    /** Adds a template with its values, one for each of its {@code {}}. */
    public Html add(@CompileTimeConstant final String template, Object... values) {
        int from = 0;
        for (Object value : values) {
            int hole = template.indexOf(HOLE, from);
            if (hole < 0) {
                throw new IllegalArgumentException("More values than places in: " + template);
            }
            out.append(template, from, hole);
            if (value instanceof Html html) {
                out.append(html.out);
            } else {
                escape(String.valueOf(value));
            }
            from = hole + HOLE.length();
        }
        if (template.indexOf(HOLE, from) >= 0) {
            throw new IllegalArgumentException("Fewer values than places in: " + template);
        }
        out.append(template, from, template.length());
        return this;
    }

    public boolean isEmpty() {
        return out.isEmpty();
    }

    private void escape(String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isInvisible(c) ? '\uFFFD' : c);
            }
        });
    }

    /** Characters that change how others look and can't be seen themselves: controls, marks of direction, halves of pairs. */
    private static boolean isInvisible(int c) {
        return (Character.isISOControl(c) && c != '\n' && c != '\t')
                || c == 0x061C
                || c == 0x200E
                || c == 0x200F
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || Character.getType(c) == Character.SURROGATE;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
