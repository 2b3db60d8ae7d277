package dev.dropfit.predictor;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request turned out to be, counted while it is answered. Not thread-safe. */
final class Tally {
    /** What a value of a row was not as in training. */
    enum Warning {
        MISSING_VALUE,
        UNSEEN_CATEGORY,
        UNKNOWN_FIELD;

        private final String text = name().toLowerCase(Locale.ROOT);

        /** As metrics have it. */
        String text() {
            return text;
        }
    }

    private String dialect = "none";
    private Optional<Served> served = Optional.empty();
    private @Nullable Throwable failure;
    private int rows;
    private Map<Warning, Integer> warnings = Map.of();

    /** The request is in this dialect. */
    void dialect(String name) {
        dialect = name;
    }

    /** The request is for this model. */
    void served(Served model) {
        served = Optional.of(model);
    }

    /** The request failed for a fault that is not the client's. */
    void failed(Throwable cause) {
        failure = cause;
    }

    /** So many rows were read, and can be used. */
    void rows(int count) {
        rows = count;
    }

    void warn(Warning kind) {
        if (warnings.isEmpty()) {
            warnings = new EnumMap<>(Warning.class);
        }
        warnings.merge(kind, 1, Integer::sum);
    }

    String dialect() {
        return dialect;
    }

    /** The model that was asked, if there is one. */
    Optional<Served> served() {
        return served;
    }

    /** What went wrong, if it was not the client's fault. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    int rows() {
        return rows;
    }

    /** How many of each kind; kinds that there are none of are left out. */
    Map<Warning, Integer> warnings() {
        return warnings;
    }
}
