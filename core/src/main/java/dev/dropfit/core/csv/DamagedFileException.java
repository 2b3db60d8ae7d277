package dev.dropfit.core.csv;

import java.io.IOException;

/** The content of a packed file can't be unpacked. Unlike other faults of a stream, a repetition will not help. */
final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedFileException(String message) {
        super(message);
    }

    DamagedFileException(String message, IOException cause) {
        super(message, cause);
    }
}
