package dev.dropfit.trainer.evaluate;

/**
 * The tests of a run that can reject a model, and how often each may do so by chance alone. All of them together reject at most 5 % of the models
 * that are as good as the previous one (Bonferroni). Most of it is spent on changes of the data, which no margin protects from chance as the
 * accepted regression does.
 */
enum ErrorBudget {
    /** The gate's metric of both models on the same rows. */
    METRIC(0.005),
    /** Their log losses on the same rows. */
    LOG_LOSS(0.005),
    /** How much the new rows surprise the previous model, compared with what the rows of its own time say about new ones. */
    SURPRISE(0.025),
    /** The skill of the previous model on the new rows, compared with the one on the rows of its own time. */
    SKILL(0.005),
    /** The same for a model whose surprise is not known; instead of the two before. */
    SKILL_ALONE(0.03),
    /** What each column is worth to the previous model on the new rows. */
    MEANING(0.005),
    /** Both models on the rows that both datasets hold. */
    SHARED_ROWS(0.005);

    /** The number of standard errors in the 95 % intervals of figures. */
    static final double QUANTILE_OF_INTERVALS =
            DistributionQuantiles.normal((1 + DistributionQuantiles.CONFIDENCE) / 2);

    private final double share;

    ErrorBudget(double share) {
        this.share = share;
    }

    /** How many standard errors a difference must exceed, in the direction that speaks against the new model. */
    double quantile() {
        return quantile(1);
    }

    /** The same for each of several differences that share this part of the budget. */
    double quantile(int differences) {
        return DistributionQuantiles.normal(1 - share / differences);
    }

    /** The confidence of the two-sided interval that decides the test, from 0 to 1. */
    double confidence() {
        return 1 - 2 * share;
    }
}
