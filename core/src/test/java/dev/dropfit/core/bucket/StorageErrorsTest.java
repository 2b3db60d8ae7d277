package dev.dropfit.core.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.storage.StorageException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StorageErrorsTest {
    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void theseFaultsAreTransient(int status) {
        assertThat(StorageErrors.toThrow("read a", new StorageException(status, "fault\nand its details")))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessage("Can't read a: HTTP " + status + ", fault");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 409, 412, 428, 430, 499})
    void otherFaultsArePermanent(int status) {
        assertThat(StorageErrors.toThrow("read a", new StorageException(status, "fault")))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("Can't read a: HTTP " + status + ", fault");
    }

    @Test
    void aStoreThatDoesNotRespondIsATransientFault() {
        assertThat(StorageErrors.toThrow("read a", new StorageException(0, "Connection refused")))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessage("Can't read a: no response from the store, Connection refused");
    }

    @Test
    void aFaultOfAStreamComesFromTheStoreOrTheConnection() {
        assertThat(StorageErrors.toThrow("read a", new IOException(new StorageException(403, "fault"))))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("Can't read a: HTTP 403, fault");
        assertThat(StorageErrors.toThrow("read a", new IOException("Connection reset")))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessage("Can't read a: Connection reset");
        assertThat(StorageErrors.toThrow("read a", new IOException((String) null)))
                .hasMessage("Can't read a: IOException");
    }
}
