package dev.dropfit.trainer;

import dev.dropfit.core.Interruption;
import dev.dropfit.trainer.read.LineIndex;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Counts and digests what is read through it, and may remember where lines begin. */
final class MeasuredInput extends ObservedInput {
    private final MessageDigest digest;
    private final Optional<LineIndex> lines;
    private long bytes;

    MeasuredInput(InputStream in, Optional<LineIndex> lines) {
        super(in);
        this.lines = lines;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    void observe(byte[] buffer, int offset, int count) {
        Interruption.check();
        digest.update(buffer, offset, count);
        bytes += count;
        if (lines.isPresent()) {
            lines.get().add(buffer, offset, count);
        }
    }

    /** How many bytes have been read. */
    long bytes() {
        return bytes;
    }

    /** The digest of all that has been read, in hexadecimal digits; to be asked for once, at the end. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
