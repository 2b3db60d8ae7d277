package dev.dropfit.monitor.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;

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

    @Test
    void anAssetIsCachedForever() {
        assertThat(PageResponse.asset("text/css", new byte[0]).headers())
                .containsEntry("Cache-Control", "public, max-age=31536000, immutable")
                .containsEntry("Content-Type", "text/css");
    }
}
