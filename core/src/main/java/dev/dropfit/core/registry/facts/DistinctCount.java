package dev.dropfit.core.registry.facts;

import java.util.Optional;

/**
 * How many different values a column has.
 *
 * @param exact whether there are as many, not more than so many
 */
public record DistinctCount(long count, boolean exact) {
    private static final String MORE_THAN = "more than ";

    /** The count in this text; empty when there is none. */
    public static Optional<DistinctCount> parse(String text) {
        boolean exact = !text.startsWith(MORE_THAN);
        try {
            return Optional.of(
                    new DistinctCount(Long.parseLong(exact ? text : text.substring(MORE_THAN.length())), exact));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** As records and pages have it. */
    public String text() {
        return exact ? Long.toString(count) : MORE_THAN + count;
    }
}
