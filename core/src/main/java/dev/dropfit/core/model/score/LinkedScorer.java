package dev.dropfit.core.model.score;

import dev.dropfit.core.model.Link;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.Target;

/**
 * A scorer of a number that is not the margin itself. Contributions add up to the margin, plus the logarithm of the link's factor: with a
 * logarithm that is the logarithm of the number plus the shift, unless a bound changes the number.
 */
public final class LinkedScorer implements Scorer {
    private final MarginScorer margins;
    private final Link link;
    private final double offset;

    private LinkedScorer(MarginScorer margins, Link link) {
        this.margins = margins;
        this.link = link;
        offset = link.offset();
    }

    /** The scorer of a target: the margins themselves where no link changes them. */
    public static Scorer of(MarginScorer margins, Target target) {
        return target instanceof Target.Quantity quantity && !quantity.link().equals(Link.IDENTITY)
                ? new LinkedScorer(margins, quantity.link())
                : margins;
    }

    /** The model that makes the margins of a scorer; the scorer itself if there is no link. */
    public static Scorer margins(Scorer scorer) {
        return scorer instanceof LinkedScorer linked ? linked.margins : scorer;
    }

    @Override
    public void score(double[] row, double[] scores) {
        margins.margins(row, scores);
        scores[0] = link.value(scores[0]);
    }

    @Override
    public double contributions(double[] row, int output, double[] contributions) {
        return margins.contributions(row, output, contributions) + offset;
    }

    @Override
    public boolean learnedMissing() {
        return margins.learnedMissing();
    }

    @Override
    public long contributionSteps() {
        return margins.contributionSteps();
    }

    @Override
    public long heapBytes() {
        return margins.heapBytes();
    }
}
