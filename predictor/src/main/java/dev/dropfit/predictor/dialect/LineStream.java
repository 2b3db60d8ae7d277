package dev.dropfit.predictor.dialect;

import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.http.ResponseStream;
import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonOutput;
import dev.dropfit.predictor.memory.LimitExceededException;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.predict.PredictionWriter;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.row.JsonRows;
import dev.dropfit.predictor.serve.ServedModel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A prediction for each line of a body, or an error with the number of the line. Keeps one line, and predictions that have not been sent.
 * Predictions are sent when the next line has not arrived, so a client may wait for each. Not thread-safe.
 */
final class LineStream implements ResponseStream {
    /** So many bytes of predictions are sent together. */
    private static final int PIECE = 32 << 10;

    private static final int FIRST_BUFFER = 8192;

    private final ServedModel served;
    private final Call call;
    private final Source source;
    private final RequestMemory memory;
    private final JsonOutput json = new JsonOutput();
    private final PredictionWriter predictions;
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int size;
    /** The part of the buffer that is known to have no end of a line. */
    private int searched;

    private long line;
    private int rows;
    private long written;

    /** Where the body comes from. */
    @FunctionalInterface
    interface Source {
        /** Waits for the next bytes; returns their number, -1 at the end. */
        int read(byte[] to, int offset, int length) throws RequestException;
    }

    /**
     * Predictions for the lines of a body.
     *
     * @param maxLines the maximum number of lines, unless they are predicted while they arrive
     * @throws RequestException when the body can't be read
     * @throws InvalidRowsException when it has more lines
     */
    LineStream(ServedModel served, Call call, int maxLines) throws RequestException, InvalidRowsException {
        this.served = served;
        this.call = call;
        memory = call.memory();
        source = call.pieces(maxLines);
        memory.reserve(FIRST_BUFFER + 2L * PIECE);
        predictions = new PredictionWriter(served, null, true, call.identifies(), json);
    }

    /** The number of lines of a body that are not empty. */
    static int count(byte[] body) {
        int lines = 0;
        boolean empty = true;
        for (byte character : body) {
            if (character == '\n') {
                empty = true;
            } else if (empty && character != '\r' && character != ' ') {
                empty = false;
                lines++;
            }
        }
        return lines;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try {
            while (receive(out)) {
                int start = 0;
                for (int end = endOfLine(start); end >= 0; end = endOfLine(start)) {
                    writeLine(start, end, out);
                    start = end + 1;
                }
                System.arraycopy(buffer, start, buffer, 0, size - start);
                size -= start;
                searched = size;
            }
            if (size > 0) {
                writeLine(0, size, out);
            }
        } catch (RequestException e) {
            // The status has been sent.
            predictions.writeErrorLine(String.valueOf(e.getMessage()), line + 1);
        } catch (LimitExceededException e) {
            predictions.writeErrorLine(String.valueOf(e.getMessage()), Math.max(1, line));
        } catch (RuntimeException e) {
            call.tally().failed(e);
            predictions.writeErrorLine(Failure.internal().message(), Math.max(1, line));
        }
        send(out);
        call.tally().rows(rows);
    }

    /** Waits for more of the body; returns whether there was any. What is known is sent before. */
    private boolean receive(OutputStream out) throws IOException, RequestException {
        if (size == buffer.length) {
            if (size >= call.maxBytes()) {
                throw new RequestException(
                        413,
                        "The line is longer than " + call.maxBytes() + " bytes, the limit (DROPFIT_MAX_BODY_BYTES)");
            }
            memory.reserve(size);
            buffer = Arrays.copyOf(buffer, 2 * size);
        }
        send(out);
        int count = source.read(buffer, size, buffer.length - size);
        size += Math.max(0, count);
        return count >= 0;
    }

    private int endOfLine(int start) {
        for (int i = Math.max(start, searched); i < size; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void writeLine(int start, int end, OutputStream out) throws IOException {
        line++;
        if (end == start) {
            return;
        }
        long before = memory.used();
        memory.reserve((long) (1 + Character.BYTES) * (end - start));
        try {
            JsonInput in = new JsonInput(Arrays.copyOfRange(buffer, start, end), Limits.JSON);
            in.startAtLine(line);
            if (in.hasMore()) {
                JsonRows row = new JsonRows(served.format(), 1, call.tally(), memory, true);
                row.readRow(in);
                in.finish();
                predictions.writeLine(row.finish(true).rows().get(0), line);
                rows++;
            }
        } catch (InvalidJsonException | InvalidRowsException e) {
            predictions.writeErrorLine(String.valueOf(e.getMessage()), line);
        }
        memory.release(memory.used() - before);
        if (json.size() >= PIECE) {
            send(out);
        }
    }

    private void send(OutputStream out) throws IOException {
        if (json.size() > 0) {
            written += json.size();
            json.drainTo(out);
            out.flush();
        }
    }

    @Override
    public long length() {
        return written;
    }
}
