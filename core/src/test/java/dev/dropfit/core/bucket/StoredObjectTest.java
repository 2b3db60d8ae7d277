package dev.dropfit.core.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class StoredObjectTest {
    private static final byte[] CONTENT = {1, 2, 3, 4};

    @Test
    void anObjectUpToTheLimitIsReadWhole() throws IOException {
        assertThat(object(4, new ByteArrayInputStream(CONTENT)).readAllBytes(4)).isEqualTo(CONTENT);
        assertThat(object(4, new ByteArrayInputStream(CONTENT)).readAllBytes(5)).isEqualTo(CONTENT);
        assertThat(object(0, InputStream.nullInputStream()).readAllBytes(0)).isEmpty();
    }

    @Test
    void anObjectThatIsTooLargeByItsMetadataIsNotRead() throws IOException {
        InputStream failsWhenRead = InputStream.nullInputStream();
        failsWhenRead.close();

        assertThatExceptionOfType(ObjectTooLargeException.class)
                .isThrownBy(() -> object(1_200_000_000, failsWhenRead).readAllBytes(16_000_000))
                .withMessage("Object a/dropfit.json has 1.2 GB; the maximum is 16.0 MB")
                .satisfies(e -> assertThat(e.maxBytes()).isEqualTo(16_000_000));
    }

    @Test
    void contentThatIsLongerThanItsMetadataIsNotReadBeyondTheLimit() {
        ByteArrayInputStream content = new ByteArrayInputStream(CONTENT);

        assertThatExceptionOfType(ObjectTooLargeException.class)
                .isThrownBy(() -> object(1, content).readAllBytes(2))
                .withMessage("Object a/dropfit.json has more than 2 bytes; the maximum is 2 bytes");
        assertThat(content.available()).isEqualTo(1);
    }

    @Test
    void aZeroByteAfterTheLimitIsTooMuchToo() {
        assertThatExceptionOfType(ObjectTooLargeException.class)
                .isThrownBy(
                        () -> object(1, new ByteArrayInputStream(new byte[3])).readAllBytes(2));
    }

    @Test
    void closingAnObjectClosesItsContent() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream content = new ByteArrayInputStream(CONTENT) {
            @Override
            public void close() {
                closed.set(true);
            }
        };

        object(4, content).close();

        assertThat(closed).isTrue();
    }

    private static StoredObject object(long size, InputStream content) {
        return new StoredObject(new ObjectInfo("a/dropfit.json", 1, size, Instant.EPOCH), content);
    }
}
