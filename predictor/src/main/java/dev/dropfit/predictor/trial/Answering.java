package dev.dropfit.predictor.trial;

import dev.dropfit.predictor.http.Request;
import dev.dropfit.predictor.http.Response;

/** Responds to requests. Thread-safe. */
@FunctionalInterface
public interface Answering {
    /** Responds to a request by the version that is chosen. Never throws. */
    Response respond(Request request, VersionChoice choice);
}
