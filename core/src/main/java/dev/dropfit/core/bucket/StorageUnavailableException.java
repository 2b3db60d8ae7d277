package dev.dropfit.core.bucket;

/**
 * The store can't be reached or is overloaded: the same call may succeed later. Calls over a network have been tried again
 * already, for about a minute.
 *
 * <p>Whether a write that ended so took place is not known: find the object to learn it.
 */
public final class StorageUnavailableException extends TransientException {
    public StorageUnavailableException(String message) {
        super(message);
    }

    public StorageUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
