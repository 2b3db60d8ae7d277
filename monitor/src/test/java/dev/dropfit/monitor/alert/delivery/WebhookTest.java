package dev.dropfit.monitor.alert.delivery;

import static dev.dropfit.monitor.alert.RunHistory.HEART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.MovedClock;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.alert.Alerts;
import dev.dropfit.monitor.alert.RunHistory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real posts to a real server. */
final class WebhookTest {
    private Receiver receiver;
    private Receiver elsewhere;

    @BeforeEach
    void startTheReceivers() throws IOException {
        receiver = new Receiver();
        elsewhere = new Receiver();
    }

    @AfterEach
    void stopTheReceivers() {
        receiver.close();
        elsewhere.close();
    }

    @Test
    void anAlertIsPostedAsJson() throws IOException {
        Webhook.json(receiver.url()).send(Examples.rejected());

        JsonObject payload = JsonParser.parseString(receiver.bodies().get(0)).getAsJsonObject();
        assertThat(payload).hasToString("""
            {"id":"heart/20261122T084133Z-1f0c2a9b/rejected","model":"heart","version":"20261122T084133Z-1f0c2a9b",\
            "kind":"rejected","title":"heart: new model rejected","sentence":"The new model of heart was rejected.",\
            "advice":"Check what changed in the dataset.",\
            "reasons":["roc_auc 0.850 is 0.050 below the champion\\u0027s 0.900"],\
            "figures":{"roc_auc":{"value":0.85,"low":0.8,"high":0.89,"champion":0.9,"baseline":0.5}},\
            "runs":[{"version":"20261122T084133Z-1f0c2a9b","name":"v2","verdict":"rejected","metric":"roc_auc","value":"0.850"},\
            {"version":"20261121T084133Z-00000001","name":"v1","verdict":"promoted","metric":"roc_auc","value":"0.900"}],\
            "rollback":"dropfit rollback heart 20261121T084133Z-00000001 --why TEXT",\
            "dashboard":"https://dash.example.com/heart"}\
            """.replace("\\u0027", "'"));
        assertThat(receiver.idempotencyKeys()).containsExactly("heart/20261122T084133Z-1f0c2a9b/rejected");
    }

    @Test
    void slackGetsBlocks() throws IOException {
        Webhook.slack(receiver.url()).send(Examples.rejected());

        JsonObject message = JsonParser.parseString(receiver.bodies().get(0)).getAsJsonObject();
        assertThat(message.get("text").getAsString())
                .isEqualTo("heart: new model rejected. The new model of heart was rejected.");
        assertThat(message.getAsJsonArray("blocks")).hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503})
    void aTemporaryErrorIsRetried(int status) {
        receiver.answers(status);

        assertThatThrownBy(() -> Webhook.json(receiver.url()).send(Examples.rejected()))
                .isInstanceOf(NotDeliveredException.class)
                .hasMessage("The webhook of DROPFIT_WEBHOOK responded with status " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410})
    void aPermanentErrorIsNotRetried(int status) {
        receiver.answers(status);

        assertThatThrownBy(() -> Webhook.slack(receiver.url()).send(Examples.rejected()))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NotDeliveredException.class)
                .hasMessage("The webhook of DROPFIT_SLACK_WEBHOOK responded with status " + status
                        + "; check that the webhook still exists and accepts this message");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectToAnotherHostIsNotFollowed(int status) {
        receiver.redirects(status, elsewhere.url());

        assertThatThrownBy(() -> Webhook.json(receiver.url()).send(Examples.rejected()))
                .hasMessage("The webhook of DROPFIT_WEBHOOK responded with status " + status
                        + ", a redirect, which is not followed: if you trust its target, set the variable to that URL");
        assertThat(elsewhere.bodies()).isEmpty();
    }

    @Test
    void aWebhookThatHangsTimesOutAndIsRetried() throws IOException {
        receiver.hangs();
        MemoryBucket bucket = new MemoryBucket(Instant.parse("2026-11-22T08:00:00Z"));
        Version version = new RunHistory(bucket).rejected(0.6);
        MovedClock clock = new MovedClock();
        Webhook webhook = Webhook.json(receiver.url()).within(Duration.ofMillis(500));

        new Alerts(bucket, List.of(webhook), Optional.empty(), clock, clock.retries(Duration.ofMinutes(2)))
                .process(HEART, version);

        // The receiver got both; their key shows that they are one message.
        assertThat(receiver.bodies()).hasSize(2);
        assertThat(receiver.idempotencyKeys().stream().distinct()).hasSize(1);
    }

    @Test
    void aWebhookThatFailsAFewTimesGetsTheMessage() throws IOException {
        receiver.answers(500).answers(503).answers(429);
        MemoryBucket bucket = new MemoryBucket(Instant.parse("2026-11-22T08:00:00Z"));
        Version version = new RunHistory(bucket).rejected(0.6);
        MovedClock clock = new MovedClock();

        new Alerts(
                        bucket,
                        List.of(Webhook.json(receiver.url())),
                        Optional.empty(),
                        clock,
                        clock.retries(Duration.ofMinutes(2)))
                .process(HEART, version);

        assertThat(receiver.bodies()).hasSize(4);
    }

    @Test
    void noErrorShowsTheSecret() {
        receiver.answers(500).answers(404).redirects(302, elsewhere.url()).hangs();
        Webhook webhook = Webhook.slack(receiver.url()).within(Duration.ofMillis(500));

        for (int i = 0; i < 4; i++) {
            assertHidesTheSecret(catchThrowable(() -> webhook.send(Examples.rejected())));
        }
        receiver.close();
        assertHidesTheSecret(catchThrowable(() -> webhook.send(Examples.rejected())));
        Webhook nowhere = Webhook.slack(URI.create("https://no-such-host.invalid/services/s3cr3t"));
        assertHidesTheSecret(catchThrowable(() -> nowhere.send(Examples.rejected())));
    }

    private static void assertHidesTheSecret(Throwable error) {
        assertThat(error).isInstanceOf(IOException.class);
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("s3cr3t", "/services");
    }
}
