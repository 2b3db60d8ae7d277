package dev.dropfit.core.bucket;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A bucket in Google Cloud Storage that reads small objects with plain HTTP requests. The first prediction of a new instance waits for
 * these reads, and the storage library takes half a second to load. The library handles everything else: errors, missing objects, large
 * objects, further pages and writes. It knows what to retry and which error to report.
 *
 * @see <a href="https://cloud.google.com/storage/docs/json_api/v1">JSON API</a>
 */
final class DirectReads implements Bucket {
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    private static final int READ_TIMEOUT_MILLIS = 10_000;
    private static final long MAX_BYTES = 64L << 20;
    private static final int MAX_METADATA_BYTES = 1 << 20;
    private static final int MAX_LIST_BYTES = 16 << 20;
    private static final int PIECE_BYTES = 16 << 10;

    /** The maximum time for a body. The time between two of its pieces is limited too. */
    private static final Duration MAX_READ_TIME = Duration.ofSeconds(30);

    private static final String FIELDS = "name,generation,size,timeCreated,crc32c";

    private final Bucket fallback;
    private final String objects;
    private final AccessToken token;

    /** A plain request is not enough; the library must take over. */
    static final class NotPlainException extends Exception {}

    /**
     * @param fallback the same bucket, for everything but plain reads
     * @param endpoint the URL of the server
     * @param token authenticates the requests
     */
    DirectReads(Bucket fallback, String bucket, String endpoint, AccessToken token) {
        this.fallback = fallback;
        this.objects = endpoint + "/storage/v1/b/" + encoded(bucket) + "/o";
        this.token = token;
    }

    @Override
    public String url() {
        return fallback.url();
    }

    @Override
    public Optional<ObjectInfo> find(String name) throws IOException {
        try {
            return Optional.of(info(metadata(name)));
        } catch (NotPlainException e) {
            return fallback.find(name);
        }
    }

    @Override
    public Optional<StoredObject> read(String name) throws IOException {
        try {
            JsonObject metadata = metadata(name);
            ObjectInfo info = info(metadata);
            if (info.size() > MAX_BYTES) {
                throw new NotPlainException();
            }
            byte[] content = get(object(name) + "?alt=media&generation=" + info.generation(), (int) info.size());
            if (content.length != info.size() || !crc32c(content).equals(text(metadata, "crc32c"))) {
                throw new NotPlainException();
            }
            return Optional.of(new StoredObject(info, new ByteArrayInputStream(content)));
        } catch (NotPlainException e) {
            return fallback.read(name);
        }
    }

    @Override
    public List<String> folders() throws IOException {
        try {
            JsonObject page = json(get(objects + "?delimiter=%2F&fields=prefixes,nextPageToken", MAX_LIST_BYTES));
            if (page.has("nextPageToken")) {
                throw new NotPlainException();
            }
            List<String> folders = new ArrayList<>();
            if (page.has("prefixes")) {
                for (JsonElement prefix : page.getAsJsonArray("prefixes")) {
                    folders.add(prefix.getAsString().replaceFirst("/$", ""));
                }
            }
            return folders.stream().filter(ObjectName::fits).sorted().toList();
        } catch (NotPlainException e) {
            return fallback.folders();
        }
    }

    private JsonObject metadata(String name) throws NotPlainException {
        return json(get(object(name) + "?fields=" + FIELDS, MAX_METADATA_BYTES));
    }

    private String object(String name) {
        return objects + "/" + encoded(ObjectName.check(name));
    }

    /** @throws NotPlainException also when the response is longer than this, or has not arrived in time */
    private byte[] get(String address, int maxBytes) throws NotPlainException {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(address).toURL().openConnection();
            connection.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
            connection.setReadTimeout(READ_TIMEOUT_MILLIS);
            connection.setInstanceFollowRedirects(false);
            token.get().ifPresent(value -> connection.setRequestProperty("Authorization", "Bearer " + value));
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new NotPlainException();
            }
            try (InputStream in = connection.getInputStream()) {
                return read(in, maxBytes);
            }
        } catch (IOException e) {
            throw new NotPlainException();
        }
    }

    /** Reads in growing pieces: a length that is only announced takes no memory. A response that trickles in ends at the deadline. */
    private static byte[] read(InputStream in, int maxBytes) throws IOException, NotPlainException {
        long start = System.nanoTime();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE_BYTES];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            content.write(piece, 0, count);
            if (content.size() > maxBytes || System.nanoTime() - start > MAX_READ_TIME.toNanos()) {
                throw new NotPlainException();
            }
        }
        return content.toByteArray();
    }

    static JsonObject json(byte[] body) throws NotPlainException {
        try {
            return JsonParser.parseString(new String(body, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new NotPlainException();
        }
    }

    private static ObjectInfo info(JsonObject metadata) throws NotPlainException {
        try {
            return new ObjectInfo(
                    text(metadata, "name"),
                    Long.parseLong(text(metadata, "generation")),
                    Long.parseLong(text(metadata, "size")),
                    OffsetDateTime.parse(text(metadata, "timeCreated")).toInstant());
        } catch (NumberFormatException | DateTimeException e) {
            throw new NotPlainException();
        }
    }

    static String text(JsonObject json, String field) throws NotPlainException {
        if (!json.has(field) || !json.get(field).isJsonPrimitive()) {
            throw new NotPlainException();
        }
        return json.get(field).getAsString();
    }

    /** Big-endian, in Base64, as in the metadata of the store. */
    private static String crc32c(byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public Optional<StoredObject> read(String name, long generation) throws IOException {
        return fallback.read(name, generation);
    }

    @Override
    public ObjectInfo write(String name, byte[] content, long expected) throws IOException {
        return fallback.write(name, content, expected);
    }

    @Override
    public ObjectInfo write(String name, InputStream content, long expected) throws IOException {
        return fallback.write(name, content, expected);
    }

    @Override
    public List<ObjectInfo> list(String prefix) throws IOException {
        return fallback.list(prefix);
    }

    @Override
    public List<String> names(String prefix) throws IOException {
        return fallback.names(prefix);
    }

    @Override
    public void delete(String name, long expected) throws IOException {
        fallback.delete(name, expected);
    }

    @Override
    public void close() {
        fallback.close();
    }
}
