package dev.dropfit.core.bucket;

import com.google.cloud.storage.StorageException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Separates transient errors of Google Cloud Storage from permanent ones. The messages name the object and the bucket. */
final class StorageErrors {
    static final int NOT_FOUND = 404;
    static final int PRECONDITION_FAILED = 412;

    /** The code of the library for errors without an HTTP response, such as a refused connection. */
    private static final int NO_RESPONSE = 0;

    private StorageErrors() {}

    /**
     * The exception to throw.
     *
     * @param action what failed, such as {@code read a/b.csv in gs://bucket}
     */
    static IOException toThrow(String action, StorageException error) {
        String message = "Can't " + action + ": " + reason(error);
        return isTransient(error.getCode())
                ? new StorageUnavailableException(message, error)
                : new IOException(message, error);
    }

    /** The same for an error of a stream, which the library may have wrapped. */
    static IOException toThrow(String action, IOException error) {
        return error.getCause() instanceof StorageException cause
                ? toThrow(action, cause)
                : new StorageUnavailableException("Can't " + action + ": " + reason(error), error);
    }

    private static boolean isTransient(int code) {
        return code == NO_RESPONSE || code == 408 || code == 429 || code >= 500;
    }

    private static String reason(StorageException error) {
        String status = error.getCode() == NO_RESPONSE ? "no response from the store" : "HTTP " + error.getCode();
        return status + ", " + reason((Throwable) error);
    }

    private static String reason(Throwable error) {
        @Nullable String message = error.getMessage();
        return message == null
                ? error.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
