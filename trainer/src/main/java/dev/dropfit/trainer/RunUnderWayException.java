package dev.dropfit.trainer;

import dev.dropfit.core.bucket.TransientException;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;

/** Other processes are still working on a run: its record may be there later. */
final class RunUnderWayException extends TransientException {
    private static final long serialVersionUID = 1;

    RunUnderWayException(ModelName model, Version version) {
        super("Other processes are still working on the run " + model + " " + version);
    }
}
