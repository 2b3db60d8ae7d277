package dev.dropfit.core.bucket;

/**
 * The store can't be reached or is overloaded: the same call may succeed later. Calls over a network have already been retried, for about
 * a minute unless the bucket was opened for reading.
 *
 * <p>A write that ends with this exception may have succeeded: find the object to check.
 */
public final class StorageUnavailableException extends TransientException {
    public StorageUnavailableException(String message) {
        super(message);
    }

    public StorageUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
