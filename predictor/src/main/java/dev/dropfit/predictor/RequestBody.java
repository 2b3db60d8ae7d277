package dev.dropfit.predictor;

import com.google.cloud.functions.HttpRequest;
import java.io.IOException;
import java.io.InputStream;

/** A request's body, read when it is needed. */
final class RequestBody implements Request.Body {
    private static final int PIECE = 8192;

    private final HttpRequest request;
    private final Limits limits;
    private boolean read;

    RequestBody(HttpRequest request, Limits limits) {
        this.request = request;
        this.limits = limits;
    }

    @Override
    public byte[] read() throws IOException, RequestException {
        long length = request.getContentLength();
        if (length > limits.bodyBytes()) {
            throw limits.tooLong();
        }
        InputStream in = request.getInputStream();
        if (length >= 0) {
            byte[] body = new byte[(int) length];
            int found = in.readNBytes(body, 0, body.length);
            if (found < length) {
                throw new RequestException(
                        400, "The body ends after " + found + " bytes of the " + length + " that were announced");
            }
            read = true;
            return body;
        }
        byte[] body = in.readNBytes(limits.bodyBytes() + 1);
        if (body.length > limits.bodyBytes()) {
            throw limits.tooLong();
        }
        read = true;
        return body;
    }

    /** Reads on what nobody has wanted, to a bound: a server that answers before a body has come closes the connection. */
    void drain() throws IOException {
        if (read || request.getContentLength() == 0) {
            return;
        }
        InputStream in = request.getInputStream();
        byte[] piece = new byte[PIECE];
        for (long left = limits.bodyBytes(); left > 0; ) {
            int count = in.read(piece);
            if (count < 0) {
                return;
            }
            left -= count;
        }
    }
}
