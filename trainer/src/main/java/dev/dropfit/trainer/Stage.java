package dev.dropfit.trainer;

import dev.dropfit.core.registry.ModelName;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * How far a run has come. Each stage is logged when it is reached: by the logger {@link #LOGGER} at level {@link Level#FINE}, which is off
 * unless somebody follows runs, with the model's name and the stage as parameters.
 */
public enum Stage {
    /** The dataset has been read and can be trained on. */
    CHECKED,
    /** The model is fitted and written. */
    TRAINED,
    /** The run has its verdict and its record. */
    JUDGED;

    /** The name of the logger. */
    public static final String LOGGER = Stage.class.getName();

    void reached(ModelName model) {
        Logger.getLogger(LOGGER).log(Level.FINE, "{0}: {1}", new Object[] {model, this});
    }
}
