package dev.dropfit.core.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WholeObjectStreamTest {
    private static final byte[] CONTENT = "123456789".getBytes(UTF_8);

    /** The check value of CRC-32C, 0xe3069283, in base 64. */
    private static final String CHECKSUM = "4waSgw==";

    @Test
    void contentOfTheAnnouncedLengthAndChecksumIsPassedOn() throws IOException {
        assertThat(stream(CONTENT, CONTENT.length, CHECKSUM).readAllBytes()).isEqualTo(CONTENT);
    }

    @Test
    void contentIsPassedOnByteByByteToo() throws IOException {
        InputStream stream = stream(new byte[] {(byte) 0xff, 0}, 2, null);

        assertThat(stream.read()).isEqualTo(0xff);
        assertThat(stream.read()).isZero();
        assertThat(stream.read()).isEqualTo(-1);
    }

    @Test
    void whereTheStoreNamesNoChecksumTheLengthCounts() throws IOException {
        assertThat(stream(CONTENT, CONTENT.length, null).readAllBytes()).isEqualTo(CONTENT);
    }

    @Test
    void contentThatIsTooShortFails() {
        assertThatThrownBy(() -> stream(CONTENT, 10, null).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessage("Can't read a/b.csv in gs://data: the content ends after 9 of 10 bytes");
    }

    @Test
    void contentThatIsTooLongFails() {
        assertThatThrownBy(() -> stream(CONTENT, 8, null).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessage("Can't read a/b.csv in gs://data: the content ends after 9 of 8 bytes");
    }

    @Test
    void contentOfAnotherChecksumFails() {
        byte[] changed = CONTENT.clone();
        changed[4] ^= 1;

        assertThatThrownBy(() -> stream(changed, changed.length, CHECKSUM).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessage("Can't read a/b.csv in gs://data: the content does not have the checksum 4waSgw==");
    }

    @Test
    void aConnectionThatBreaksIsATransientFault() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Connection reset");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };

        assertThatThrownBy(() -> stream(broken, 9, null).readAllBytes())
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessage("Can't read a/b.csv in gs://data: Connection reset");
    }

    @Test
    void aFaultOfTheStoreIsTransientOrNotByItsStatus() {
        assertThatThrownBy(() -> stream(thatThrows(503), 9, null).readAllBytes())
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessage("Can't read a/b.csv in gs://data: HTTP 503, fault");
        assertThatThrownBy(() -> stream(thatThrows(403), 9, null).readAllBytes())
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("Can't read a/b.csv in gs://data: HTTP 403, fault");
    }

    @Test
    void closingReleasesTheConnection() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream in = new ByteArrayInputStream(CONTENT) {
            @Override
            public void close() {
                closed.set(true);
            }
        };

        stream(in, CONTENT.length, null).close();

        assertThat(closed).isTrue();
    }

    private static InputStream thatThrows(int status) {
        return new InputStream() {
            @Override
            public int read() {
                throw new StorageException(status, "fault");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return read();
            }
        };
    }

    private static InputStream stream(byte[] content, long size, @Nullable String crc32c) {
        return stream(new ByteArrayInputStream(content), size, crc32c);
    }

    private static InputStream stream(InputStream in, long size, @Nullable String crc32c) {
        return new WholeObjectStream(in, "read a/b.csv in gs://data", size, crc32c);
    }
}
