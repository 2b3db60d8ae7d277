package dev.dropfit.predictor;

import dev.dropfit.core.registry.ModelName;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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

    private Optional<ModelName> model = Optional.empty();
    private int rows;
    private Map<Warning, Integer> warnings = Map.of();

    /** The request is for this model. */
    void model(ModelName name) {
        model = Optional.of(name);
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

    /** The model that was asked, if there is one. */
    Optional<ModelName> model() {
        return model;
    }

    int rows() {
        return rows;
    }

    /** How many of each kind; kinds that there are none of are left out. */
    Map<Warning, Integer> warnings() {
        return warnings;
    }
}
