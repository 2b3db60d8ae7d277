package dev.dropfit.monitor.dashboard.html;

import com.google.errorprone.annotations.CompileTimeConstant;
import dev.dropfit.core.Text;
import java.util.List;

/**
 * Builds HTML. Templates are literals in the source, which the compiler checks. Every value that replaces a {@code {}} is escaped, unless it
 * is {@code Html} itself, so no data becomes markup. Attribute values are in double quotes. Not thread-safe.
 */
public final class Html {
    private static final String PLACEHOLDER = "{}";

    private final StringBuilder out = new StringBuilder();

    /** A template with its values. */
    public static Html of(@CompileTimeConstant final String template, Object... values) {
        return new Html().add(template, values);
    }

    /** No HTML. */
    public static Html none() {
        return new Html();
    }

    /** A text of this package that is markup or style already. */
    static Html trusted(String text) {
        Html trusted = new Html();
        trusted.out.append(text);
        return trusted;
    }

    /** Several parts, one after the other. */
    static Html all(List<Html> parts) {
        Html all = new Html();
        parts.forEach(part -> all.out.append(part.out));
        return all;
    }

    /** Adds a template with its values, one for each of its {@code {}}. */
    public Html add(@CompileTimeConstant final String template, Object... values) {
        int from = 0;
        for (Object value : values) {
            int placeholder = template.indexOf(PLACEHOLDER, from);
            if (placeholder < 0) {
                throw new IllegalArgumentException("More values than placeholders in: " + template);
            }
            out.append(template, from, placeholder);
            if (value instanceof Html html) {
                out.append(html.out);
            } else {
                escape(String.valueOf(value));
            }
            from = placeholder + PLACEHOLDER.length();
        }
        if (template.indexOf(PLACEHOLDER, from) >= 0) {
            throw new IllegalArgumentException("Fewer values than placeholders in: " + template);
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

    /** Line ends and tabs are white space in a page. */
    private static boolean isInvisible(int c) {
        return c != '\n' && c != '\t' && Text.isInvisible(c);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
