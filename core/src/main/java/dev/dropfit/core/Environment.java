package dev.dropfit.core;

import java.util.Optional;

/**
 * The settings of a deployment: environment variables. A system property of the same name goes before, which is how several functions in
 * one process are told where to work.
 */
public final class Environment {
    private Environment() {}

    /** A variable; empty when it is not set, or set to nothing. */
    public static Optional<String> find(String name) {
        return Optional.ofNullable(System.getProperty(name, System.getenv(name)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /**
     * A variable that must be set.
     *
     * @throws IllegalStateException when it is not; names it and says what it is for
     */
    public static String require(String name, String meaning) {
        return find(name)
                .orElseThrow(() -> new IllegalStateException(
                        "The environment variable " + name + " is not set; it is to hold " + meaning));
    }

    /**
     * A whole number.
     *
     * @throws IllegalStateException when the variable is set to something else, or below the least
     */
    public static int number(String name, int otherwise, int least) {
        Optional<String> value = find(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalStateException("The environment variable " + name + " is '" + value.get()
                + "'; accepted are whole numbers from " + least);
    }
}
