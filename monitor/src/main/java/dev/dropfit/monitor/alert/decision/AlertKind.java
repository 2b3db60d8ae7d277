package dev.dropfit.monitor.alert.decision;

import com.google.gson.annotations.SerializedName;
import java.util.Locale;

/** Why there is an alert. */
public enum AlertKind {
    /** The dataset or its settings can't be used. */
    @SerializedName("invalid")
    INVALID(true),
    /** The gate rejected the new model. */
    @SerializedName("rejected")
    REJECTED(true),
    /** The metric is beyond the limit in the rules. */
    @SerializedName("limit")
    LIMIT(true),
    /** The metric is much worse than that of the last promoted run. */
    @SerializedName("drop")
    DROP(true),
    /** Live rows are not like those of training any more, or those of the week before. */
    @SerializedName("live")
    LIVE(true),
    /** Live predictions were worse than the holdout promised. */
    @SerializedName("outcome")
    OUTCOME(true),
    /** A new model is served; an alert only where the rules ask for it. */
    @SerializedName("promoted")
    PROMOTED(false),
    /** The first good run after a problem. */
    @SerializedName("recovered")
    RECOVERED(false),
    /** The run causes no alert. */
    @SerializedName("nothing")
    NOTHING(false);

    private final boolean problem;

    AlertKind(boolean problem) {
        this.problem = problem;
    }

    /** Whether a person has to do something. The problem is open until a run recovers. */
    public boolean problem() {
        return problem;
    }

    /** As in messages and stored decisions. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
