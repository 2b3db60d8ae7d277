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
    private static final String GCS_NAME = "gs://([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])";
    private static final Pattern GCS = Pattern.compile(GCS_NAME + "/?");
    private static final Pattern GCS_FOLDER = Pattern.compile(GCS_NAME + "/(.+?)/?");

    private Buckets() {}

    /**
     * Opens {@code gs://name} or {@code file:///path}. Creates the folder if it does not exist.
     *
     * @throws IllegalArgumentException when the URL is neither; the message says what is accepted
     * @throws IOException when the folder can't be created or used
     */
    public static Bucket open(String url) throws IOException {
        Matcher gcs = GCS.matcher(url);
        if (gcs.matches()) {
            return GcsBucket.open(gcs.group(1));
        }
        return openFolder(url);
    }

    /**
     * Like {@link #open}, for a process that reads small objects and must start fast: a bucket in Cloud Storage loads the storage library
     * only when it needs it.
     */
    public static Bucket openForReading(String url) throws IOException {
        Matcher gcs = GCS.matcher(url);
        return gcs.matches() ? GcsBucket.openForReading(gcs.group(1)) : openFolder(url);
    }

    /**
     * Opens a folder for reading, {@code gs://bucket/some/path} or {@code file:///path}, as a bucket in which it is the only top-level folder.
     *
     * @param name of the folder in that bucket
     * @throws IllegalArgumentException when the URL is neither; the message says what is accepted
     */
    public static Bucket openFolderForReading(String url, String name) throws IOException {
        Matcher folder = GCS_FOLDER.matcher(url);
        if (folder.matches() && ObjectName.fits(folder.group(2))) {
            return new FolderBucket(GcsBucket.openForReading(folder.group(1)), folder.group(2) + "/", name);
        }
        if (url.startsWith("gs://") && !GCS.matcher(url).matches()) {
            throw new IllegalArgumentException("'" + url
                    + "' is not the URL of a folder; accepted are gs://bucket/path and file:///absolute/path");
        }
        return new FolderBucket(openForReading(url), "", name);
    }

    private static Bucket openFolder(String url) throws IOException {
        if (url.startsWith("file:/")) {
            try {
                return new DirectoryBucket(Path.of(URI.create(url)), Clock.systemUTC());
            } catch (IllegalArgumentException e) {
                throw invalid(url, e);
            }
        }
        throw invalid(url, null);
    }

    private static IllegalArgumentException invalid(String url, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "'" + url + "' is not a bucket URL; accepted are gs://name and file:///absolute/path", cause);
    }
}
