package dev.dropfit.predictor.memory;

import dev.dropfit.core.Environment;
import dev.dropfit.core.Figures;

/**
 * The steps of explanations that all requests may compute together. The time of an explanation grows with the trees of a model and with
 * their leaves, so the number of rows does not bound it. Thread-safe.
 */
public final class ExplanationBudget {
    static final String SETTING = "DROPFIT_MAX_EXPLANATION_STEPS";

    /** About ten seconds on one CPU, so that they end within the timeout of the function on a slow one. */
    private static final int DEFAULT_STEPS = 2_000_000_000;

    /** A request with fewer steps needs no reservation: a single row is explained while large requests are computed. */
    static final long FREE_STEPS = 2_000_000;

    private final long steps;
    private long taken;

    /** @param steps the maximum number of steps of all requests at the same time */
    public ExplanationBudget(long steps) {
        this.steps = steps;
    }

    /** {@code DROPFIT_MAX_EXPLANATION_STEPS}, by default 2,000,000,000. */
    public static ExplanationBudget fromEnvironment() {
        return new ExplanationBudget(Environment.number(SETTING, DEFAULT_STEPS, 1));
    }

    /**
     * Takes the steps of the explanations of a request.
     *
     * @param rows the number of rows to explain
     * @param stepsOfRow the number of steps of a row
     * @return what is to be given back
     * @throws LimitExceededException when they are not there now, or are more than there ever are
     */
    synchronized long take(long rows, long stepsOfRow) {
        double wanted = (double) rows * stepsOfRow;
        if (wanted <= FREE_STEPS) {
            return 0;
        }
        if (wanted > steps) {
            throw LimitExceededException.always(tooMany(rows, stepsOfRow));
        }
        if (wanted > steps - taken) {
            throw LimitExceededException.now(
                    "The explanations of other requests take the time that there is (" + SETTING + ")");
        }
        taken += (long) wanted;
        return (long) wanted;
    }

    private String tooMany(long rows, long stepsOfRow) {
        long most = Math.max(steps, FREE_STEPS) / stepsOfRow;
        return "Explanations of " + Figures.count(rows) + (rows == 1 ? " row" : " rows")
                + " would take too long: they need "
                + Figures.count(rows * stepsOfRow) + " steps, and the limit is " + Figures.count(steps) + " (" + SETTING
                + "); "
                + (most > 0 ? "send at most " + Figures.count(most) + " rows in a request, or " : "")
                + "send the rows without explain";
    }

    /** Gives back what a request has taken. */
    synchronized void give(long less) {
        taken -= less;
    }
}
