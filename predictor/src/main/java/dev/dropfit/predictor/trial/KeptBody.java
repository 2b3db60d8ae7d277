package dev.dropfit.predictor.trial;

import dev.dropfit.predictor.http.RequestBody;
import dev.dropfit.predictor.http.RequestException;
import org.jspecify.annotations.Nullable;

/** A body that can be read several times, unless it is read piece by piece. Not thread-safe. */
final class KeptBody implements RequestBody {
    private final RequestBody body;
    private byte @Nullable [] content;

    KeptBody(RequestBody body) {
        this.body = body;
    }

    @Override
    public byte[] read() throws RequestException {
        byte[] read = content;
        if (read == null) {
            read = body.read();
            content = read;
        }
        return read;
    }

    @Override
    public boolean isChunked() {
        return body.isChunked();
    }

    @Override
    public int readSome(byte[] buffer, int offset, int length) throws RequestException {
        return body.readSome(buffer, offset, length);
    }

    @Override
    public int maxBytes() {
        return body.maxBytes();
    }
}
