package dev.dropfit.trainer.batch;

import dev.dropfit.core.scoring.CsvBytes;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Bytes in pieces: they grow without being copied. Filled by one thread; then others may read them. */
final class Pieces {
    private final List<CsvBytes> pieces = new ArrayList<>();
    private long length;

    void add(CsvBytes piece) {
        if (piece.length() > 0) {
            pieces.add(piece);
            length += piece.length();
        }
    }

    long length() {
        return length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** The bytes, from the beginning. */
    InputStream stream() {
        return new SequenceInputStream(
                Collections.enumeration(pieces.stream().map(CsvBytes::stream).toList()));
    }
}
