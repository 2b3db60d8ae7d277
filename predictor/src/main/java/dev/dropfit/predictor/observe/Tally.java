package dev.dropfit.predictor.observe;

import dev.dropfit.core.registry.ModelName;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is counted and noted of a request until its response is written. Not thread-safe. */
public final class Tally {
    /** How a value of a row differs from training. */
    public enum Warning {
        MISSING_VALUE,
        UNSEEN_CATEGORY,
        IMPLAUSIBLE_NUMBER,
        UNKNOWN_FIELD;

        private final String text = name().toLowerCase(Locale.ROOT);

        /** The name in metrics. */
        public String text() {
            return text;
        }
    }

    private String dialect = "none";
    private @Nullable ModelName model;
    private String version = "";
    private @Nullable Throwable failure;
    private int rows;
    /** The numbers in arrays of one, which are counted up. */
    private Map<Warning, int[]> warnings = Map.of();

    /** The request is in this dialect. */
    public void dialect(String name) {
        dialect = name;
    }

    /** The request is for this version of a model. */
    public void model(ModelName name, String version) {
        this.model = name;
        this.version = version;
    }

    /** Another version responds to the request: nothing is noted of the first response. */
    public void restart() {
        model = null;
        version = "";
        failure = null;
        rows = 0;
        warnings = Map.of();
    }

    /** The request failed, and not through the client. */
    public void failed(Throwable cause) {
        failure = cause;
    }

    /** The number of rows that were read and can be used. */
    public void rows(int count) {
        rows = count;
    }

    public void warn(Warning kind) {
        if (warnings.isEmpty()) {
            warnings = new EnumMap<>(Warning.class);
        }
        int[] count = warnings.get(kind);
        if (count == null) {
            count = new int[1];
            warnings.put(kind, count);
        }
        count[0]++;
    }

    public String dialect() {
        return dialect;
    }

    /** The model that the request is for, if it is known. */
    @Nullable
    public ModelName model() {
        return model;
    }

    /** The model's version, empty while the model is not known. */
    public String version() {
        return version;
    }

    /** The cause of a failure that is not the client's. */
    @Nullable
    public Throwable failure() {
        return failure;
    }

    public int rows() {
        return rows;
    }

    public boolean hasWarnings() {
        return !warnings.isEmpty();
    }

    /** The number of warnings of each kind; kinds without a warning are left out. */
    public Map<Warning, Integer> warnings() {
        if (warnings.isEmpty()) {
            return Map.of();
        }
        Map<Warning, Integer> counts = new EnumMap<>(Warning.class);
        warnings.forEach((kind, count) -> counts.put(kind, count[0]));
        return counts;
    }
}
