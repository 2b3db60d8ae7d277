package dev.dropfit.monitor.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageResponseTest {
    @Test
    void everyResponseHasHeadersThatProtectIt() {
        assertThat(PageResponse.json(200, new JsonObject()).headers())
                .containsEntry("Content-Security-Policy", PageResponse.POLICY)
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("X-Frame-Options", "DENY")
                .containsEntry("Referrer-Policy", "same-origin")
                .containsEntry("Cross-Origin-Opener-Policy", "same-origin")
                .containsEntry("Cross-Origin-Resource-Policy", "same-origin")
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Content-Type", "application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "gzip, deflate, br", "br;q=1.0, GZIP;q=0.5", "deflate,gzip;q=0.01"})
    void aLargePageIsCompressedForAClientThatAcceptsIt(String accepted) throws IOException {
        byte[] page = "<p>a row</p>".repeat(1_000).getBytes(StandardCharsets.UTF_8);

        PageResponse packed = PageResponse.asset("text/html", page).packed(Optional.of(accepted));

        assertThat(packed.headers()).containsEntry("Content-Encoding", "gzip").containsEntry("Vary", "Accept-Encoding");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(page);
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, 12000, ",
        "text/html, 12000, br",
        "text/html, 12000, xgzip",
        "text/html, 12000, gzip;q=0",
        "text/html, 12000, 'gzip; q=0.0, br'",
        "text/html, 100, gzip",
        "application/zip, 12000, gzip",
    })
    void otherResponsesAreSentAsTheyAre(String type, int bytes, String accepted) {
        PageResponse response = PageResponse.asset(type, new byte[bytes]);

        assertThat(response.packed(Optional.ofNullable(accepted))).isSameAs(response);
    }

    @Test
    void anAssetIsCachedForever() {
        assertThat(PageResponse.asset("text/css", new byte[0]).headers())
                .containsEntry("Cache-Control", "public, max-age=31536000, immutable")
                .containsEntry("Content-Type", "text/css");
    }
}
