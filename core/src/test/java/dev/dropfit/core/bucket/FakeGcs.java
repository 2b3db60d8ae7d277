package dev.dropfit.core.bucket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Google Cloud Storage in memory, with the part of the JSON API that Dropfit and its tools use: buckets, objects with generations and
 * preconditions, all three kinds of upload, ranges, pages. Listens on a free port of the loopback interface. Clients use it through {@code
 * STORAGE_EMULATOR_HOST}.
 *
 * <p>Safe for use by many threads.
 *
 * @see <a href="https://cloud.google.com/storage/docs/json_api/v1">JSON API</a>
 */
public final class FakeGcs implements AutoCloseable {
    private static final int PAGE = 50;
    private static final Pattern BUCKET = Pattern.compile("/storage/v1/b/([^/]+)");
    private static final Pattern OBJECTS = Pattern.compile("/storage/v1/b/([^/]+)/o");
    private static final Pattern OBJECT = Pattern.compile("(?:/download)?/storage/v1/b/([^/]+)/o/([^/]+)");
    private static final Pattern UPLOAD = Pattern.compile("(?:/resumable)?/upload/storage/v1/b/([^/]+)/o");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)");

    static {
        // Otherwise every small response waits 40 ms for the client to acknowledge its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final FakeStore store = new FakeStore();
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
    private final List<FakeRequest> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger count = new AtomicInteger();
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-gcs");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer server;
    private volatile Function<FakeRequest, Fault> faults = request -> Fault.NONE;
    private volatile boolean recording;
    private volatile boolean unpacksAlways;

    @SuppressWarnings("ArrayRecordComponent") // Never compared, and the bytes never change.
    private record Response(int status, Map<String, String> headers, byte[] body) {
        static Response json(int status, JsonObject json) {
            return new Response(
                    status,
                    Map.of("Content-Type", "application/json; charset=UTF-8"),
                    json.toString().getBytes(UTF_8));
        }

        static Response empty(int status, Map<String, String> headers) {
            return new Response(status, headers, new byte[0]);
        }
    }

    /** A resumable upload; guarded by itself. */
    private static final class Upload {
        private final String bucket;
        private final String name;
        private final JsonObject given;
        private final FakeStore.Preconditions preconditions;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private @Nullable FakeObject written;

        Upload(String bucket, String name, JsonObject given, FakeStore.Preconditions preconditions) {
            this.bucket = bucket;
            this.name = name;
            this.given = given;
            this.preconditions = preconditions;
        }
    }

    /** Starts an empty store. */
    public FakeGcs() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(executor);
        server.start();
    }

    /** Where it listens: {@code http://127.0.0.1:port}. */
    public String endpoint() {
        return "http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
    }

    /** Makes a bucket that keeps the present generations only. */
    public FakeGcs bucket(String name) {
        store.create(name, false);
        return this;
    }

    /** Makes a bucket that keeps old generations too. */
    public FakeGcs versionedBucket(String name) {
        store.create(name, true);
        return this;
    }

    /** Puts an object past the API, whatever is there. */
    public void put(String bucket, String name, byte[] content) {
        store.write(bucket, name, new JsonObject(), content, new FakeStore.Preconditions(null, null));
    }

    /**
     * Writes an object with {@code Content-Encoding: gzip}, whose content is compressed. Like the service, a download unpacks it for clients
     * that do not accept gzip.
     */
    public void putCompressed(String bucket, String name, byte[] compressed) {
        JsonObject given = new JsonObject();
        given.addProperty("contentEncoding", "gzip");
        store.write(bucket, name, given, compressed, new FakeStore.Preconditions(null, null));
    }

    /** From now on downloads unpack compressed objects for every client. */
    public void unpackAlways() {
        unpacksAlways = true;
    }

    /** Decides from now on what goes wrong with each request. Called from many threads. */
    public void faults(Function<FakeRequest, Fault> faults) {
        this.faults = faults;
    }

    /** Keeps requests from now on, for {@link #requests()}. */
    public void record() {
        recording = true;
    }

    /** The requests since {@link #record()}. */
    public List<FakeRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            FakeRequest request = FakeRequest.of(count.incrementAndGet(), exchange);
            if (recording) {
                requests.add(request);
            }
            Fault fault = faults.apply(request);
            if (fault instanceof Fault.DropBefore) {
                return;
            }
            Response response = fault instanceof Fault.Status status
                    ? error(new FakeError(status.status(), "backendError", "Fault for a test"))
                    : responseTo(request);
            if (fault instanceof Fault.DropAfter) {
                return;
            }
            if (fault instanceof Fault.Delay delay) {
                Thread.sleep(delay.time().toMillis());
            }
            send(
                    exchange,
                    fault instanceof Fault.FlipBit ? flipped(response) : response,
                    fault instanceof Fault.CutHalf);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Response flipped(Response response) {
        byte[] body = response.body().clone();
        if (body.length > 0) {
            body[body.length - 1] ^= 1;
        }
        return new Response(response.status(), response.headers(), body);
    }

    private static void send(HttpExchange exchange, Response response, boolean half) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        response.headers().forEach(headers::set);
        byte[] body = response.body();
        exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            OutputStream out = exchange.getResponseBody();
            out.write(body, 0, half ? body.length / 2 : body.length);
            out.flush();
            if (!half) {
                out.close();
            }
        }
    }

    private Response responseTo(FakeRequest request) {
        try {
            return route(request);
        } catch (FakeError e) {
            return error(e);
        } catch (RuntimeException e) {
            return error(new FakeError(400, "invalid", "Not understood: " + e));
        }
    }

    private static Response error(FakeError error) {
        return error.status() == 304 ? Response.empty(304, Map.of()) : Response.json(error.status(), error.json());
    }

    private Response route(FakeRequest request) {
        if (request.path().equals("/storage/v1/b") && request.method().equals("POST")) {
            return createBucket(request);
        }
        Matcher bucket = BUCKET.matcher(request.path());
        if (bucket.matches() && request.method().equals("GET")) {
            return describe(FakeRequest.decode(bucket.group(1)));
        }
        Matcher objects = OBJECTS.matcher(request.path());
        if (objects.matches() && request.method().equals("GET")) {
            return list(FakeRequest.decode(objects.group(1)), request);
        }
        Matcher object = OBJECT.matcher(request.path());
        if (object.matches()) {
            String bucketName = FakeRequest.decode(object.group(1));
            // A plus sign in a path is literal.
            String name = FakeRequest.decode(object.group(2).replace("+", "%2B"));
            return object(bucketName, name, request);
        }
        Matcher upload = UPLOAD.matcher(request.path());
        if (upload.matches()) {
            return upload(FakeRequest.decode(upload.group(1)), request);
        }
        throw new FakeError(404, "notFound", "Not served here: " + request.method() + " " + request.path());
    }

    private Response createBucket(FakeRequest request) {
        JsonObject given = parse(request.body());
        String name = given.get("name").getAsString();
        boolean versioned = given.has("versioning")
                && given.getAsJsonObject("versioning").has("enabled")
                && given.getAsJsonObject("versioning").get("enabled").getAsBoolean();
        if (!store.create(name, versioned)) {
            throw new FakeError(409, "conflict", "Your previous request to create the named bucket succeeded.");
        }
        return describe(name);
    }

    private Response describe(String name) {
        if (!store.has(name)) {
            throw new FakeError(404, "notFound", "The specified bucket does not exist.");
        }
        JsonObject json = new JsonObject();
        json.addProperty("kind", "storage#bucket");
        json.addProperty("id", name);
        json.addProperty("name", name);
        json.addProperty("selfLink", endpoint() + "/storage/v1/b/" + name);
        json.addProperty("location", "US");
        json.addProperty("storageClass", "STANDARD");
        json.addProperty("metageneration", "1");
        return Response.json(200, json);
    }

    private Response object(String bucket, String name, FakeRequest request) {
        Long generation = request.number("generation");
        switch (request.method()) {
            case "GET" -> {
                FakeObject object = store.find(bucket, name, generation)
                        .orElseThrow(() -> new FakeError(404, "notFound", "No such object: " + bucket + "/" + name));
                request.preconditions().check(object);
                return request.isDownload() ? content(object, request) : resource(object, request);
            }
            case "DELETE" -> {
                store.delete(bucket, name, generation, request.preconditions());
                return Response.empty(204, Map.of());
            }
            default -> throw new FakeError(405, "methodNotAllowed", "Not served here: " + request.method());
        }
    }

    private Response resource(FakeObject object, FakeRequest request) {
        JsonObject json = object.resource(endpoint());
        String fields = request.query().get("fields");
        return Response.json(200, fields == null ? json : FakeFields.select(json, fields));
    }

    private Response content(FakeObject object, FakeRequest request) {
        byte[] all = object.content();
        Map<String, String> headers = new HashMap<>(Map.of(
                "Content-Type",
                "application/octet-stream",
                "ETag",
                object.etag(),
                "X-Goog-Generation",
                Long.toString(object.generation()),
                "X-Goog-Metageneration",
                "1",
                "X-Goog-Hash",
                "crc32c=" + object.crc32c() + ",md5=" + object.md5(),
                "X-Goog-Stored-Content-Encoding",
                "identity",
                "X-Goog-Stored-Content-Length",
                Integer.toString(all.length)));
        if (object.isCompressed()) {
            String accepted = request.header("Accept-Encoding");
            if (unpacksAlways || accepted == null || !accepted.contains("gzip")) {
                return new Response(200, headers, object.unpacked());
            }
            headers.put("Content-Encoding", "gzip");
        }
        String range = request.header("Range");
        Matcher wanted = RANGE.matcher(range == null ? "" : range);
        if (!wanted.matches() || wanted.group().equals("bytes=-")) {
            return new Response(200, headers, all);
        }
        boolean suffix = wanted.group(1).isEmpty();
        int first = suffix
                ? Math.max(0, all.length - Integer.parseInt(wanted.group(2)))
                : (int) Math.min(Integer.MAX_VALUE, Long.parseLong(wanted.group(1)));
        long last = suffix || wanted.group(2).isEmpty() ? all.length - 1L : Long.parseLong(wanted.group(2));
        int end = (int) Math.min(all.length, last + 1);
        if (first >= end) {
            throw new FakeError(416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
        }
        headers.put("Content-Range", "bytes " + first + "-" + (end - 1) + "/" + all.length);
        return new Response(206, headers, Arrays.copyOfRange(all, first, end));
    }

    private Response list(String bucket, FakeRequest request) {
        String prefix = request.query().getOrDefault("prefix", "");
        String delimiter = request.query().getOrDefault("delimiter", "");
        String after = request.query().getOrDefault("pageToken", "");
        Long asked = request.number("maxResults");
        long max = asked == null ? PAGE : Math.min(asked, PAGE);
        JsonArray items = new JsonArray();
        NavigableSet<String> prefixes = new TreeSet<>();
        String last = "";
        boolean more = false;
        for (FakeObject object : store.list(bucket, prefix)) {
            int cut = delimiter.isEmpty() ? -1 : object.name().indexOf(delimiter, prefix.length());
            String entry = cut < 0 ? object.name() : object.name().substring(0, cut + delimiter.length());
            // Entries are sorted, and a page token is the last entry of the page before.
            if (entry.compareTo(after) <= 0 || prefixes.contains(entry)) {
                continue;
            }
            if (items.size() + prefixes.size() >= max) {
                more = true;
                break;
            }
            if (cut < 0) {
                items.add(object.resource(endpoint()));
            } else {
                prefixes.add(entry);
            }
            last = entry;
        }
        JsonObject json = new JsonObject();
        json.addProperty("kind", "storage#objects");
        if (!items.isEmpty()) {
            json.add("items", items);
        }
        if (!prefixes.isEmpty()) {
            JsonArray array = new JsonArray();
            prefixes.forEach(array::add);
            json.add("prefixes", array);
        }
        if (more) {
            json.addProperty("nextPageToken", last);
        }
        String fields = request.query().get("fields");
        return Response.json(200, fields == null ? json : FakeFields.select(json, fields));
    }

    private Response upload(String bucket, FakeRequest request) {
        String session = request.query().get("upload_id");
        if (session != null) {
            Upload upload = uploads.get(session);
            if (upload == null) {
                throw new FakeError(404, "notFound", "No such upload: " + session);
            }
            synchronized (upload) {
                return resume(session, upload, request);
            }
        }
        if (!request.method().equals("POST")) {
            throw new FakeError(405, "methodNotAllowed", "Not served here: " + request.method());
        }
        String type = request.query().getOrDefault("uploadType", "media");
        return switch (type) {
            case "media" -> {
                JsonObject given = new JsonObject();
                String contentType = request.header("Content-Type");
                if (contentType != null) {
                    given.addProperty("contentType", contentType);
                }
                yield write(bucket, given, request.body(), request);
            }
            case "multipart" -> {
                List<byte[]> parts = parts(request);
                yield write(bucket, parse(parts.get(0)), parts.get(1), request);
            }
            case "resumable" -> startUpload(bucket, request);
            default -> throw new FakeError(400, "invalidParameter", "Unknown uploadType: " + type);
        };
    }

    private Response write(String bucket, JsonObject given, byte[] content, FakeRequest request) {
        FakeObject written = store.write(bucket, name(given, request), given, content, request.preconditions());
        return resource(written, request);
    }

    private Response startUpload(String bucket, FakeRequest request) {
        if (!store.has(bucket)) {
            throw new FakeError(404, "notFound", "The specified bucket does not exist.");
        }
        JsonObject given = request.body().length == 0 ? new JsonObject() : parse(request.body());
        String id = UUID.randomUUID().toString();
        uploads.put(id, new Upload(bucket, name(given, request), given, request.preconditions()));
        String location =
                endpoint() + "/upload/storage/v1/b/" + encode(bucket) + "/o?uploadType=resumable&upload_id=" + id;
        return Response.empty(200, Map.of("Location", location, "X-GUploader-UploadID", id));
    }

    private Response resume(String session, Upload upload, FakeRequest request) {
        if (request.method().equals("DELETE")) {
            uploads.remove(session);
            return Response.empty(499, Map.of());
        }
        FakeObject written = upload.written;
        if (written == null) {
            written = receive(upload, request);
            upload.written = written;
        }
        if (written != null) {
            return resource(written, request);
        }
        int received = upload.received.size();
        return Response.empty(308, received == 0 ? Map.of() : Map.of("Range", "bytes=0-" + (received - 1)));
    }

    private @Nullable FakeObject receive(Upload upload, FakeRequest request) {
        String header = request.header("Content-Range");
        Matcher range = CONTENT_RANGE.matcher(header == null ? "" : header);
        boolean known = range.matches();
        if (header != null && !known) {
            throw new FakeError(400, "badRequest", "Invalid Content-Range: " + header);
        }
        boolean query = known && range.group(1) == null;
        int received = upload.received.size();
        if (!query) {
            long first = known ? Long.parseLong(range.group(1)) : 0;
            if (first > received) {
                throw new FakeError(503, "backendError", "Bytes " + received + " to " + first + " are missing.");
            }
            int skipped = (int) Math.min(received - first, request.body().length);
            upload.received.write(request.body(), skipped, request.body().length - skipped);
        }
        boolean complete =
                !known || (!range.group(3).equals("*") && Long.parseLong(range.group(3)) == upload.received.size());
        return complete
                ? store.write(
                        upload.bucket, upload.name, upload.given, upload.received.toByteArray(), upload.preconditions)
                : null;
    }

    private static String name(JsonObject given, FakeRequest request) {
        String name = request.query().get("name");
        if (name == null && given.has("name")) {
            name = given.get("name").getAsString();
        }
        if (name == null || name.isEmpty()) {
            throw new FakeError(400, "required", "Required: object name");
        }
        return name;
    }

    /** The bodies of a multipart request's parts. */
    private static List<byte[]> parts(FakeRequest request) {
        String contentType = request.header("Content-Type");
        Matcher boundary = Pattern.compile("boundary=\"?([^\";]+)\"?").matcher(contentType == null ? "" : contentType);
        if (!boundary.find()) {
            throw new FakeError(400, "badContent", "No boundary in Content-Type: " + contentType);
        }
        String delimiter = "\r\n--" + boundary.group(1);
        // One character per byte, so that positions in the text are positions in the body.
        String text = "\r\n" + new String(request.body(), ISO_8859_1);
        List<byte[]> parts = new ArrayList<>();
        int start = text.indexOf(delimiter);
        while (start >= 0) {
            int end = text.indexOf(delimiter, start + delimiter.length());
            if (end >= 0) {
                int content = text.indexOf("\r\n\r\n", start + delimiter.length()) + 4;
                parts.add(text.substring(content, Math.max(content, end)).getBytes(ISO_8859_1));
            }
            start = end;
        }
        if (parts.size() != 2) {
            throw new FakeError(400, "badContent", "Expected two parts, found " + parts.size());
        }
        return parts;
    }

    private static JsonObject parse(byte[] json) {
        return JsonParser.parseString(new String(json, UTF_8)).getAsJsonObject();
    }
}
