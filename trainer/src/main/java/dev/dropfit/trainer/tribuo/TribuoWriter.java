package dev.dropfit.trainer.tribuo;

import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.file.TribuoModels;
import dev.dropfit.core.model.score.BlendScorer;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.core.model.score.MarginScorer;
import dev.dropfit.core.model.score.TreeScorer;
import java.time.Instant;
import java.util.Optional;

/** Writes a fitted model as protocol buffers of Tribuo models, which any Tribuo program can load. The same model always gives the same bytes. */
public final class TribuoWriter {
    private TribuoWriter() {}

    /**
     * The bytes of {@code model.tribuo}, and for a blend those of {@code linear.tribuo}.
     *
     * @param trained the time of training in the provenance
     */
    public static TribuoModels write(Pipeline pipeline, Scorer scorer, Instant trained) {
        if (!(scorer instanceof MarginScorer known)) {
            throw new IllegalArgumentException("There is no Tribuo model for " + scorer);
        }
        if (known instanceof BlendScorer blend) {
            return new TribuoModels(
                    trees(pipeline, blend.trees(), trained), Optional.of(linear(pipeline, blend.linear(), trained)));
        }
        return TribuoModels.of(
                known instanceof TreeScorer trees
                        ? trees(pipeline, trees, trained)
                        : linear(pipeline, (LinearScorer) known, trained));
    }

    private static byte[] trees(Pipeline pipeline, TreeScorer scorer, Instant trained) {
        return TribuoTreesWriter.write(pipeline, scorer.trees(), trained);
    }

    private static byte[] linear(Pipeline pipeline, LinearScorer scorer, Instant trained) {
        return TribuoLinearWriter.write(pipeline, scorer.weights(), trained);
    }
}
