package dev.dropfit.core;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings of a deployment: environment variables. A system property of the same name takes precedence, which configures several
 * functions in one process.
 */
public final class Environment {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,3})?");

    private Environment() {}

    /** The value of a variable; empty when it is not set or blank. */
    public static Optional<String> find(String name) {
        return Optional.ofNullable(System.getProperty(name, System.getenv(name)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /**
     * The value of a required variable.
     *
     * @param meaning what to set it to, for the error message
     * @throws IllegalStateException when it is not set
     */
    public static String require(String name, String meaning) {
        return find(name)
                .orElseThrow(() -> new IllegalStateException(
                        "The environment variable " + name + " is not set; set it to " + meaning));
    }

    /**
     * Whether a variable is {@code true}; not if it is not set.
     *
     * @throws IllegalStateException when the value is neither {@code true} nor {@code false}
     */
    public static boolean flag(String name) {
        String value = find(name).orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalStateException(
                    "The environment variable " + name + " is '" + value + "'; accepted are true and false");
        }
        return value.equals("true");
    }

    /**
     * The value of a variable that is a whole number.
     *
     * @throws IllegalStateException when the value is not a whole number or is less than the minimum
     */
    public static int number(String name, int defaultValue, int minimum) {
        Optional<String> value = find(name);
        if (value.isEmpty()) {
            return defaultValue;
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= minimum) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw new IllegalStateException("The environment variable " + name + " is '" + value.get()
                + "'; accepted are whole numbers from " + minimum);
    }

    /**
     * The value of a variable that is a time in seconds, with at most three decimals.
     *
     * @throws IllegalStateException when the value is not a number of seconds
     */
    public static Duration seconds(String name, Duration defaultValue) {
        Optional<String> value = find(name);
        if (value.isEmpty()) {
            return defaultValue;
        }
        if (!SECONDS.matcher(value.get()).matches()) {
            throw new IllegalStateException("The environment variable " + name + " is '" + value.get()
                    + "'; accepted are seconds, such as 10 or 0.5");
        }
        return Duration.ofMillis(new BigDecimal(value.get()).movePointRight(3).longValueExact());
    }
}
