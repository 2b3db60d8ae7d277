package dev.dropfit.core.bucket;

import java.util.Optional;

/** Provides the access token that authenticates a request. Thread-safe. */
interface AccessToken {
    /** Requests without authentication. */
    AccessToken NONE = Optional::empty;

    /**
     * The token to send; empty when no token is needed.
     *
     * @throws DirectReads.NotPlainException when a token is needed but not available
     */
    Optional<String> get() throws DirectReads.NotPlainException;
}
