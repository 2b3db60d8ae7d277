package dev.dropfit.trainer;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.trainer.schema.LabelRule;
import dev.dropfit.trainer.schema.UnusableLabelException;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads a dataset again with another label when its rows show that the guessed one can't be predicted. The file is read anew, because the label decides which
 * rows are held out.
 */
public final class LabelTrials {
    private LabelTrials() {}

    /**
     * Reads a file from its beginning.
     *
     * @param <T> what is read
     * @param <E> why it may fail besides
     */
    public interface Reading<T, E extends Exception> {
        /** Reads it with a label that this rule chooses. */
        T with(LabelRule labels) throws IOException, InvalidTableException, InvalidSettingsException, E;
    }

    /**
     * What is read with the first label that can be predicted.
     *
     * @param first chooses the first label
     * @throws UnusableLabelException that of the first label when another one helps no more
     */
    public static <T, E extends Exception> T read(LabelRule first, Reading<T, E> reading)
            throws IOException, InvalidTableException, InvalidSettingsException, E {
        try {
            return reading.with(first);
        } catch (UnusableLabelException e) {
            Optional<LabelRule> next = first.without(e);
            while (next.isPresent()) {
                try {
                    return reading.with(next.get());
                } catch (UnusableLabelException again) {
                    next = next.get().without(again);
                }
            }
            throw e;
        }
    }
}
