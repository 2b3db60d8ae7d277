package dev.dropfit.predictor.hostile;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A request over a socket of its own. Its body is a beginning, a part that is repeated, and an end; it is not in memory as a whole.
 *
 * @param name for messages
 * @param path with the query
 * @param type the content type
 * @param manner how it is sent
 */
record HostileInput(
        String name, String path, String type, String begin, String part, int repeats, String end, Manner manner) {
    /** How a request is sent. */
    enum Manner {
        CHUNKED,
        /** With a length. */
        WHOLE,
        /** One byte of 16 MiB, and nothing more. */
        ONE_BYTE,
        /** A few bytes each second. */
        SLOW,
        /** The connection is closed after half of the body. */
        GONE,
        /** The connection is closed after the beginning of the response. */
        NOT_READ,
        /** Each byte is a chunk. */
        TINY_CHUNKS,
        /** Chunks that end with a line feed only. */
        BARE_LINE_FEED;

        /** Whether its response is a 408 after some time. */
        boolean isSlow() {
            return this == ONE_BYTE || this == SLOW;
        }
    }

    /** The outcome of a request that has no response because its client has closed the connection. */
    static final int CLOSED = 0;

    private static final int TIMEOUT_SECONDS = 60;
    private static final int PIECE = 1 << 16;
    private static final int ANNOUNCED = 16 << 20;

    HostileInput {
        type = type.replaceAll("[\\r\\n]", "");
    }

    static HostileInput json(String path, String begin, String part, int repeats, String end) {
        return new HostileInput(part, path, "application/json", begin, part, repeats, end, Manner.CHUNKED);
    }

    static HostileInput csv(String path, String begin, String part, int repeats) {
        return new HostileInput(part, path, "text/csv", begin, part, repeats, "", Manner.CHUNKED);
    }

    HostileInput sent(Manner other) {
        return new HostileInput(name, path, type, begin, part, repeats, end, other);
    }

    HostileInput named(String other) {
        return new HostileInput(other, path, type, begin, part, repeats, end, manner);
    }

    /**
     * Sends it.
     *
     * @return the status
     */
    int send(int port) throws IOException, InterruptedException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
            try {
                sendTo(new BufferedOutputStream(socket.getOutputStream(), PIECE));
            } catch (IOException e) {
                // The response may have arrived before the end of the request.
            }
            if (manner == Manner.GONE) {
                return CLOSED;
            }
            return receive(socket.getInputStream());
        }
    }

    private void sendTo(OutputStream out) throws IOException, InterruptedException {
        String length = switch (manner) {
            case ONE_BYTE, SLOW -> "Content-Length: " + ANNOUNCED;
            case WHOLE -> "Content-Length: " + length();
            default -> "Transfer-Encoding: chunked";
        };
        write(
                out,
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: " + type + "\r\n"
                        + length + "\r\n\r\n");
        switch (manner) {
            case ONE_BYTE -> write(out, "[");
            case SLOW -> trickle(out);
            case WHOLE -> writeBody(out);
            case BARE_LINE_FEED -> write(out, "5\nabcde\n0\n\n");
            case TINY_CHUNKS -> {
                for (char c : (begin + part + end).toCharArray()) {
                    write(out, "1\r\n" + c + "\r\n");
                }
                write(out, "0\r\n\r\n");
            }
            case GONE -> {
                writeChunk(out, bytes(begin + part));
                out.flush();
            }
            default -> {
                ByteArrayOutputStream piece = new ByteArrayOutputStream(2 * PIECE);
                piece.writeBytes(bytes(begin));
                byte[] bytes = bytes(part);
                for (int i = 0; i < repeats; i++) {
                    piece.writeBytes(bytes);
                    if (piece.size() > PIECE) {
                        writeChunk(out, piece.toByteArray());
                        piece.reset();
                    }
                }
                piece.writeBytes(bytes(end));
                writeChunk(out, piece.toByteArray());
                write(out, "0\r\n\r\n");
            }
        }
        out.flush();
    }

    private long length() {
        return bytes(begin).length + (long) repeats * bytes(part).length + bytes(end).length;
    }

    private void writeBody(OutputStream out) throws IOException {
        write(out, begin);
        byte[] bytes = bytes(part);
        for (int i = 0; i < repeats; i++) {
            out.write(bytes);
        }
        write(out, end);
    }

    private static void trickle(OutputStream out) throws IOException, InterruptedException {
        for (int second = 0; second < TIMEOUT_SECONDS; second++) {
            write(out, "[1,");
            out.flush();
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private static void writeChunk(OutputStream out, byte[] bytes) throws IOException {
        if (bytes.length > 0) {
            write(out, Integer.toHexString(bytes.length) + "\r\n");
            out.write(bytes);
            write(out, "\r\n");
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private int receive(InputStream in) throws IOException {
        byte[] buffer = new byte[PIECE];
        int size = in.readNBytes(buffer, 0, 12);
        int status = status(new String(buffer, 0, size, StandardCharsets.ISO_8859_1));
        if (manner == Manner.NOT_READ) {
            return status;
        }
        byte[] last = {};
        boolean chunked = false;
        boolean first = true;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            if (first) {
                chunked = new String(buffer, 0, count, StandardCharsets.ISO_8859_1).contains("chunked");
                first = false;
            }
            byte[] both = Arrays.copyOf(last, last.length + count);
            System.arraycopy(buffer, 0, both, last.length, count);
            last = Arrays.copyOfRange(both, Math.max(0, both.length - 5), both.length);
        }
        if (chunked && !new String(last, StandardCharsets.ISO_8859_1).equals("0\r\n\r\n")) {
            throw new IOException("the response is truncated");
        }
        return status;
    }

    private static int status(String head) throws IOException {
        if (!head.startsWith("HTTP/1.1 ") || head.length() < 12) {
            throw new IOException("no response, but '" + head + "'");
        }
        return Integer.parseInt(head.substring(9, 12));
    }
}
