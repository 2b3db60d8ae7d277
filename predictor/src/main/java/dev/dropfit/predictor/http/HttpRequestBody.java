package dev.dropfit.predictor.http;

import com.google.cloud.functions.HttpRequest;
import java.io.IOException;
import java.io.InputStream;

/** The body of an HTTP request. */
public final class HttpRequestBody implements RequestBody {
    private static final int BUFFER_SIZE = 8192;

    private final HttpRequest request;
    private final int maxBytes;
    private boolean read;

    public HttpRequestBody(HttpRequest request, int maxBytes) {
        this.request = request;
        this.maxBytes = maxBytes;
    }

    @Override
    public byte[] read() throws IOException, RequestException {
        long length = request.getContentLength();
        if (length > maxBytes) {
            throw tooLong();
        }
        InputStream in = request.getInputStream();
        if (length >= 0) {
            byte[] body = new byte[(int) length];
            int found = in.readNBytes(body, 0, body.length);
            if (found < length) {
                throw new RequestException(
                        400, "The body ends after " + found + " of its " + length + " bytes (Content-Length)");
            }
            read = true;
            return body;
        }
        byte[] body = in.readNBytes(maxBytes + 1);
        if (body.length > maxBytes) {
            throw tooLong();
        }
        read = true;
        return body;
    }

    private RequestException tooLong() {
        return new RequestException(
                413, "The body is longer than " + maxBytes + " bytes, the limit (DROPFIT_MAX_BODY_BYTES)");
    }

    /** Discards the unread rest of the body, up to the limit: a server that responds before a body has arrived closes the connection. */
    public void discardRest() throws IOException {
        if (read || request.getContentLength() == 0) {
            return;
        }
        InputStream in = request.getInputStream();
        byte[] buffer = new byte[BUFFER_SIZE];
        for (long left = maxBytes; left > 0; ) {
            int count = in.read(buffer);
            if (count < 0) {
                return;
            }
            left -= count;
        }
    }
}
