package dev.dropfit.monitor.alert.delivery;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.dropfit.monitor.alert.message.Alert;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Posts alerts as JSON. The URL is a secret: no message contains any part of it, redirects are not followed, and exceptions have no cause,
 * whose message might contain it.
 */
final class Webhook implements Destination {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** From connecting to the end of the response. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private final String name;
    private final String variable;
    private final URI url;
    private final Function<Alert, JsonObject> message;
    private final Duration timeout;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    private Webhook(String name, String variable, URI url, Function<Alert, JsonObject> message, Duration timeout) {
        this.name = name;
        this.variable = variable;
        this.url = url;
        this.message = message;
        this.timeout = timeout;
    }

    /** A Slack webhook. */
    static Webhook slack(URI url) {
        return new Webhook("slack", Destinations.SLACK, url, SlackMessage::of, TIMEOUT);
    }

    /** Any webhook. */
    static Webhook json(URI url) {
        return new Webhook("webhook", Destinations.WEBHOOK, url, WebhookPayload::of, TIMEOUT);
    }

    /** The same webhook with another timeout. */
    Webhook within(Duration limit) {
        return new Webhook(name, variable, url, message, limit);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void send(Alert alert) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "dropfit")
                // Lets receivers ignore duplicates.
                .header("Idempotency-Key", alert.id())
                .POST(HttpRequest.BodyPublishers.ofString(GSON.toJson(message.apply(alert))))
                .build();
        int status = status(client.sendAsync(request, BodyHandlers.discarding()));
        if (status / 100 == 2) {
            return;
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            throw new NotDeliveredException("The webhook of " + variable + " responded with status " + status);
        }
        throw new IOException("The webhook of " + variable + " responded with status " + status
                + (status / 100 == 3
                        ? ", a redirect, which is not followed: if you trust its target, set the variable to that URL"
                        : "; check that the webhook still exists and accepts this message"));
    }

    private int status(CompletableFuture<HttpResponse<Void>> response) throws IOException {
        try {
            return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new NotDeliveredException(
                    "The webhook of " + variable + " did not respond within " + timeout.toSeconds() + " seconds");
        } catch (ExecutionException e) {
            throw new NotDeliveredException("The webhook of " + variable + " can't be reached: " + Faults.innermost(e));
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new NotDeliveredException("Sending to the webhook of " + variable + " was interrupted");
        }
    }
}
