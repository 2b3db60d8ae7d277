package dev.dropfit.core.bucket;

import java.util.Optional;

/** What signs a request in. Thread-safe. */
interface AccessToken {
    /** No request is signed in. */
    AccessToken NONE = Optional::empty;

    /**
     * The token to send; empty when none is needed.
     *
     * @throws DirectReads.NotPlainException when there is none to be had
     */
    Optional<String> get() throws DirectReads.NotPlainException;
}
