package dev.dropfit.core.bucket;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Access tokens of the account that a function runs as, asked of Google's metadata server. When it does not answer as it should, it is not
 * asked again.
 *
 * @see <a href="https://cloud.google.com/compute/docs/access/authenticate-workloads#applications">Access tokens</a>
 */
final class MetadataServer implements AccessToken {
    /** Where it is on Google Cloud. */
    static final String ADDRESS = "http://metadata.google.internal";

    private static final String TOKEN = "/computeMetadata/v1/instance/service-accounts/default/token";
    private static final int CONNECT_MILLIS = 1_000;
    private static final int READ_MILLIS = 10_000;
    /** How long before its end a token is replaced: the server has a new one from then on. */
    private static final Duration EARLY = Duration.ofMinutes(4);

    private final String address;
    private final LongSupplier nanoTime;
    private boolean missing;
    private Optional<String> token = Optional.empty();
    private long end;

    /**
     * A server.
     *
     * @param nanoTime like {@link System#nanoTime}
     */
    MetadataServer(String address, LongSupplier nanoTime) {
        this.address = address;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized Optional<String> get() throws DirectReads.NotPlainException {
        if (missing) {
            throw new DirectReads.NotPlainException();
        }
        if (token.isEmpty() || nanoTime.getAsLong() - end >= 0) {
            ask();
        }
        return token;
    }

    private void ask() throws DirectReads.NotPlainException {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(address + TOKEN).toURL().openConnection();
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(READ_MILLIS);
            connection.setRequestProperty("Metadata-Flavor", "Google");
            try (InputStream in = connection.getInputStream()) {
                JsonObject answer = DirectReads.json(in.readAllBytes());
                token = Optional.of(DirectReads.text(answer, "access_token"));
                Duration life = Duration.ofSeconds(Long.parseLong(DirectReads.text(answer, "expires_in")));
                end = nanoTime.getAsLong() + life.minus(EARLY).toNanos();
            }
        } catch (IOException | NumberFormatException | DirectReads.NotPlainException e) {
            missing = true;
            throw new DirectReads.NotPlainException();
        }
    }
}
