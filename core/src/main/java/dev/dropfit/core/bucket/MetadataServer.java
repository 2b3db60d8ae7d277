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
 * Gets access tokens for the service account of the function from Google's metadata server. After an unexpected response it sends no more
 * requests.
 *
 * @see <a href="https://cloud.google.com/compute/docs/access/authenticate-workloads#applications">Access tokens</a>
 */
final class MetadataServer implements AccessToken {
    /** Its address on Google Cloud. */
    static final String ADDRESS = "http://metadata.google.internal";

    private static final String TOKEN = "/computeMetadata/v1/instance/service-accounts/default/token";
    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
    private static final int READ_TIMEOUT_MILLIS = 10_000;
    private static final int MAX_BYTES = 1 << 20;
    /** A token is replaced this long before it expires: from then on the server has a new one. */
    private static final Duration RENEW_BEFORE = Duration.ofMinutes(4);

    private final String address;
    private final LongSupplier nanoTime;
    private boolean unavailable;
    private Optional<String> token = Optional.empty();
    private long expires;

    /**
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    MetadataServer(String address, LongSupplier nanoTime) {
        this.address = address;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized Optional<String> get() throws DirectReads.NotPlainException {
        if (unavailable) {
            throw new DirectReads.NotPlainException();
        }
        if (token.isEmpty() || nanoTime.getAsLong() - expires >= 0) {
            requestToken();
        }
        return token;
    }

    private void requestToken() throws DirectReads.NotPlainException {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(address + TOKEN).toURL().openConnection();
            connection.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
            connection.setReadTimeout(READ_TIMEOUT_MILLIS);
            connection.setRequestProperty("Metadata-Flavor", "Google");
            try (InputStream in = connection.getInputStream()) {
                JsonObject response = DirectReads.json(in.readNBytes(MAX_BYTES));
                token = Optional.of(DirectReads.text(response, "access_token"));
                Duration life = Duration.ofSeconds(Long.parseLong(DirectReads.text(response, "expires_in")));
                expires = nanoTime.getAsLong() + life.minus(RENEW_BEFORE).toNanos();
            }
        } catch (IOException | NumberFormatException | DirectReads.NotPlainException e) {
            unavailable = true;
            throw new DirectReads.NotPlainException();
        }
    }
}
