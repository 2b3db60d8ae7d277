package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.registry.facts.Evaluation;
import java.util.Optional;

/**
 * A challenger next to the champion, on the same rows: those of the holdout whose class the champion knows.
 *
 * @param difference the interval of the difference between the two in the gate's metric, if it is known
 */
public record Comparison(Evaluation challenger, Evaluation champion, Optional<PairedBootstrap.Interval> difference) {}
