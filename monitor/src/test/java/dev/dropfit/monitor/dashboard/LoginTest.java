package dev.dropfit.monitor.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.registry.BatchFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.change.MisplacedFile;
import dev.dropfit.monitor.dashboard.change.Operations;
import dev.dropfit.monitor.dashboard.change.Progress;
import dev.dropfit.monitor.dashboard.http.Login;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dashboard that other machines can reach. */
class LoginTest {
    private static final Map<String, String> FROM_ELSEWHERE = Map.of("Host", "box.example:8081");

    private final TrainedBuckets buckets = new TrainedBuckets();
    private final Login login = new Login(8081);
    private final String token = login.address("").substring("/?token=".length());
    private final Dashboard dashboard =
            new Dashboard(buckets.registry(), Optional.of(new WithLogin()), "", buckets.clock());

    private final class WithLogin implements Operations {
        @Override
        public Optional<Login> login() {
            return Optional.of(login);
        }

        @Override
        public long maxBytes() {
            return 1000;
        }

        @Override
        public List<String> drop(ModelName model, InputStream csv) {
            throw new AssertionError("nothing is dropped here");
        }

        @Override
        public void score(BatchFile file, InputStream csv) {
            throw new AssertionError("nothing is scored here");
        }

        @Override
        public void setThreshold(ModelName model, double threshold) {
            throw new AssertionError("nothing is set here");
        }

        @Override
        public List<MisplacedFile> misplaced() {
            return List.of();
        }

        @Override
        public long newestDataset(ModelName model) {
            return 0;
        }

        @Override
        public Map<ModelName, Progress> progress() {
            return Map.of();
        }
    }

    private PageResponse send(String method, String target, Map<String, String> headers, String body) {
        return dashboard.respond(Requests.send(method, target, headers, body));
    }

    private static String text(PageResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private String cookie() {
        String header = Objects.requireNonNull(
                send("GET", "/?token=" + token, FROM_ELSEWHERE, "").headers().get("Set-Cookie"));
        return header.substring(0, header.indexOf(';'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/churn", "/_state", "/.json", "/churn/try", "/?token=", "/?token=0123"})
    void withoutTheTokenThereIsOnlyTheForm(String target) {
        PageResponse response = send("GET", target, FROM_ELSEWHERE, "");

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.headers())
                .containsEntry("WWW-Authenticate", "Bearer")
                .doesNotContainKey("Set-Cookie");
        assertThat(text(response)).contains("Log in").doesNotContain(token, "writeToken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/churn/delete", "/churn/rollback", "/churn/hide", "/_upload", "/_login"})
    void withoutTheTokenNothingIsChanged(String target) {
        assertThat(send("POST", target, FROM_ELSEWHERE, "token=0123&name=churn").status())
                .isEqualTo(401);
        assertThat(send("PUT", "/churn/dataset", FROM_ELSEWHERE, "a,b\n").status())
                .isEqualTo(401);
    }

    @Test
    void theAddressWithTheTokenGivesACookieAndAnAddressWithoutIt() {
        PageResponse response = send("GET", "/?token=" + token, FROM_ELSEWHERE, "");

        assertThat(response.status()).isEqualTo(303);
        assertThat(response.headers()).containsEntry("Location", "./");
        assertThat(response.headers().get("Set-Cookie"))
                .matches("dropfit-login-8081=[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Lax")
                .doesNotContain(token);
        assertThat(send("GET", "/churn?token=" + token, FROM_ELSEWHERE, "").headers())
                .containsEntry("Location", "./churn");
        assertThat(send("GET", "/evil%0d%0aX:1?token=" + token, FROM_ELSEWHERE, "")
                        .headers())
                .containsEntry("Location", "./");
    }

    @Test
    void theFormDoesTheSame() {
        PageResponse response = send("POST", "/_login", FROM_ELSEWHERE, "token=+" + token + "+");

        assertThat(response.status()).isEqualTo(303);
        assertThat(response.headers()).containsKey("Set-Cookie");
    }

    @Test
    void theCookieOpensEveryPage() {
        String cookie = cookie();

        assertThat(send("GET", "/", Map.of("Host", "box.example:8081", "Cookie", "a=b; " + cookie), "")
                        .status())
                .isEqualTo(200);
        assertThat(send("GET", "/", Map.of("Cookie", cookie + "0"), "").status())
                .isEqualTo(401);
        assertThat(send("GET", "/", Map.of("Cookie", "dropfit-login-8081=" + token), "")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aProgramSendsTheTokenInAHeader() {
        assertThat(send("GET", "/_state", Map.of("Authorization", "Bearer " + token), "")
                        .status())
                .isEqualTo(200);
        assertThat(send("GET", "/_state", Map.of("Authorization", "Bearer 0123"), "")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aPageOfAnotherSiteCannotUseTheCookie() {
        PageResponse response = send(
                "POST",
                "/churn/hide",
                Map.of("Host", "box.example:8081", "Cookie", cookie(), "Origin", "http://evil.example"),
                "");

        assertThat(response.status()).isEqualTo(403);
    }

    @Test
    void aChangeStillNeedsTheTokenOfItsPage() {
        assertThat(send("POST", "/churn/hide", Map.of("Cookie", cookie()), "token=" + token)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theTokenOfAnotherProcessIsNotAccepted() {
        String other = new Login(8081).address("").substring("/?token=".length());

        assertThat(send("GET", "/?token=" + other, FROM_ELSEWHERE, "").status()).isEqualTo(401);
    }
}
