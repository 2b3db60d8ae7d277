package dev.dropfit.predictor.dialect;

import dev.dropfit.predictor.http.RequestException;

/**
 * Values in memory that Triton and its client share. There is none between a function and its clients, and a client that asked for it would read what
 * was there before.
 *
 * @see <a href="https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_shared_memory.md">Shared memory extension</a>
 */
final class SharedMemory {
    /** The parameter of a tensor that names a region. */
    static final String REGION = "shared_memory_region";

    private SharedMemory() {}

    static RequestException refused(String tensor) {
        return new RequestException(
                400,
                tensor + " has the parameter '" + REGION + "'; accepted are values in the request and the response");
    }
}
