package dev.dropfit.trainer.tribuo;

import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.core.model.score.TreeScorer;
import java.time.Instant;

/** Writes a fitted model as the protocol buffer of a Tribuo model, which any Tribuo program can load. The same model always gives the same bytes. */
public final class TribuoWriter {
    private TribuoWriter() {}

    /**
     * The bytes of {@code model.tribuo}.
     *
     * @param trained the time of training in the provenance
     */
    public static byte[] write(Pipeline pipeline, Scorer scorer, Instant trained) {
        if (scorer instanceof LinearScorer linear) {
            return TribuoLinearWriter.write(pipeline, linear.weights(), trained);
        }
        if (scorer instanceof TreeScorer trees) {
            return TribuoTreesWriter.write(pipeline, trees.trees(), trained);
        }
        throw new IllegalArgumentException("There is no Tribuo model for " + scorer);
    }
}
