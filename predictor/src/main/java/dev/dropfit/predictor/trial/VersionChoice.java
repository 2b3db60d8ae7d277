package dev.dropfit.predictor.trial;

import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.serve.ServedModel;

/** Chooses the version that answers a request whose path names none. */
@FunctionalInterface
public interface VersionChoice {
    /** The served version answers. */
    VersionChoice SERVED = served -> served;

    /**
     * The version that answers.
     *
     * @param served the served version
     * @throws RequestException when the body can't be read
     */
    ServedModel choose(ServedModel served) throws RequestException;
}
