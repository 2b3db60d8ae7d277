package dev.dropfit.predictor.dialect;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The names that a generator of clients can make into identifiers, each another one. Of {@code a b}, {@code a.b} and {@code aB} only the first is:
 * a generated class would have the same field twice. Not thread-safe.
 */
final class PlainNames {
    /** Names of methods that generated classes have. */
    private static final Set<String> RESERVED =
            Set.of("", "additionalproperties", "fromdict", "fromjson", "modelconfig", "todict", "tojson", "tostr");

    private final Set<String> taken = new HashSet<>(RESERVED);

    /** Whether it can be an identifier that no earlier name is. */
    boolean add(String name) {
        StringBuilder identifier = new StringBuilder();
        String lower = name.toLowerCase(Locale.ROOT);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                identifier.append(c);
            } else if (c < ' ' || c == '"' || c == '\\' || c == '`') {
                // Generators do not escape them everywhere.
                return false;
            }
        }
        return taken.add(identifier.toString());
    }
}
