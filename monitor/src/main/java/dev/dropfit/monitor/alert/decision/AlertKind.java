package dev.dropfit.monitor.alert.decision;

import com.google.gson.annotations.SerializedName;
import java.util.Locale;

/** What there is to tell of a run. */
public enum AlertKind {
    /** The dataset or its settings can't be used. */
    @SerializedName("invalid")
    INVALID(true),
    /** The gate said no. */
    @SerializedName("rejected")
    REJECTED(true),
    /** The metric is beyond the limit that the rules set. */
    @SerializedName("limit")
    LIMIT(true),
    /** The metric is much worse than that of the last promoted run. */
    @SerializedName("drop")
    DROP(true),
    /** A new model is served; told only where the rules ask for it. */
    @SerializedName("promoted")
    PROMOTED(false),
    /** The first good run after one that was not. */
    @SerializedName("recovered")
    RECOVERED(false),
    /** Nothing. */
    @SerializedName("nothing")
    NOTHING(false);

    private final boolean problem;

    AlertKind(boolean problem) {
        this.problem = problem;
    }

    /** Whether a person should look at it; it is over when a run has recovered. */
    public boolean problem() {
        return problem;
    }

    /** As it is written in messages and in the ledger. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
