package dev.dropfit.monitor.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageRequestTest {
    private static PageRequest request(String method, String path, String query) {
        return PageRequest.of(method, path, Optional.of(query), name -> Optional.empty(), InputStream::nullInputStream);
    }

    @Test
    void aPathIsItsSegments() {
        assertThat(request("GET", "/", "").path()).isEmpty();
        assertThat(request("GET", "/churn/try", "").path()).containsExactly("churn", "try");
        assertThat(request("GET", "/churn/", "").path()).isEqualTo(List.of("churn"));
    }

    @Test
    void fieldsAreDecodedAndInvalidOnesOmitted() {
        assertThat(PageRequest.fields("a=1+2&b=%3C%26&c=%zz&d&e=&a=3")).isEqualTo(Map.of("a", "3", "b", "<&", "e", ""));
    }

    @ParameterizedTest
    @CsvSource({"page=3, 3", "page=0, 1", "page=-1, 1", "page=x, 1", "page=99999999999, 1", "'', 1"})
    void aPageIsANumberFromOneOn(String query, int page) {
        assertThat(request("GET", "/", query).page()).isEqualTo(page);
    }

    @ParameterizedTest
    @CsvSource({"GET, true", "HEAD, true", "POST, false"})
    void headIsAGet(String method, boolean get) {
        assertThat(request(method, "/", "").isGet()).isEqualTo(get);
    }

    @Test
    void aBodyOfKnownLengthEndsThere() throws Exception {
        InputStream longer = new ByteArrayInputStream("abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        InputStream exact = new ExactStream(longer, 4);

        assertThat(exact.read()).isEqualTo('a');
        assertThat(exact.readAllBytes()).asString().isEqualTo("bcd");
        assertThat(exact.read()).isEqualTo(-1);
    }

    @Test
    void aBodyThatEndsEarlyFails() {
        InputStream exact = new ExactStream(new ByteArrayInputStream(new byte[3]), 4);

        assertThatThrownBy(exact::readAllBytes).isInstanceOf(EOFException.class).hasMessage("it ended 1 byte early");
    }
}
