package dev.dropfit.core.bucket;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Opens buckets by URL. */
public final class Buckets {
    private static final Pattern GCS = Pattern.compile("gs://([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])/?");

    private Buckets() {}

    /**
     * Opens {@code gs://name}, or {@code file:///path} (the folder is made if need be).
     *
     * @throws IllegalArgumentException when the URL is neither; the message says what is accepted
     * @throws IOException when the folder can't be made or used
     */
    public static Bucket open(String url) throws IOException {
        Matcher gcs = GCS.matcher(url);
        if (gcs.matches()) {
            return GcsBucket.open(gcs.group(1));
        }
        return openFolder(url);
    }

    /**
     * As {@link #open}, for who reads small objects and must begin at once: a bucket of Cloud Storage does not load its library until it
     * needs it.
     */
    public static Bucket openForReading(String url) throws IOException {
        Matcher gcs = GCS.matcher(url);
        return gcs.matches() ? GcsBucket.openForReading(gcs.group(1)) : openFolder(url);
    }

    private static Bucket openFolder(String url) throws IOException {
        if (url.startsWith("file:/")) {
            try {
                return new DirectoryBucket(Path.of(URI.create(url)), Clock.systemUTC());
            } catch (IllegalArgumentException e) {
                throw refused(url, e);
            }
        }
        throw refused(url, null);
    }

    private static IllegalArgumentException refused(String url, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "'" + url + "' is no bucket; accepted are gs://name and file:///absolute/path", cause);
    }
}
