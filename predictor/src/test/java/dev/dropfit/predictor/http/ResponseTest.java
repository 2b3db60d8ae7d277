package dev.dropfit.predictor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ResponseTest {
    private static final int PIECE = 1000;

    private final Response response =
            new Response(200, "text/csv", Map.of(), Collections.nCopies(20, ByteBuffer.wrap(new byte[PIECE])));
    private long nanos;

    /** A client that takes a second for each piece. */
    private final OutputStream client = new OutputStream() {
        @Override
        public void write(int oneByte) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            nanos += TimeUnit.SECONDS.toNanos(1);
        }
    };

    @Test
    void allPiecesAreWritten() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        response.writeTo(out, PIECE, () -> nanos);

        assertThat(out.size()).isEqualTo(20 * PIECE);
        assertThat(response.length()).isEqualTo(20 * PIECE);
    }

    @Test
    void aClientAtTheMinimumRateGetsAll() throws Exception {
        response.writeTo(client, PIECE, () -> nanos);

        assertThat(nanos).isEqualTo(TimeUnit.SECONDS.toNanos(20));
    }

    @Test
    void aClientThatReadsSlowlyIsGivenUpAfterTheGracePeriod() {
        assertThatThrownBy(() -> response.writeTo(client, PIECE + 1, () -> nanos))
                .isInstanceOf(SlowClientException.class);

        assertThat(nanos).isEqualTo(TimeUnit.SECONDS.toNanos(ClientPace.GRACE_SECONDS + 1));
    }

    @Test
    void oneLongWaitIsNoSlowClient() throws Exception {
        OutputStream out = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                nanos += size() == 0 ? TimeUnit.MINUTES.toNanos(1) : TimeUnit.MILLISECONDS.toNanos(1);
                super.write(bytes, offset, length);
            }
        };

        response.writeTo(out, PIECE, () -> nanos);

        assertThat(out).hasToString("\0".repeat(20 * PIECE));
    }

    @Test
    void aClientThatHasTakenAllIsNotGivenUp() throws Exception {
        Response last =
                new Response(200, "text/csv", Map.of(), Collections.nCopies(11, ByteBuffer.wrap(new byte[PIECE])));

        last.writeTo(client, PIECE + 1, () -> nanos);

        assertThat(nanos).isEqualTo(TimeUnit.SECONDS.toNanos(11));
    }
}
