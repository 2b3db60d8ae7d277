package dev.dropfit.predictor;

import com.google.cloud.functions.invoker.runner.Invoker;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** The real function under the real Functions Framework, with models in a folder. */
public final class PredictServer {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Map<String, String> settings;
    private final Bucket models;
    private final Invoker invoker;
    private final String url;

    public PredictServer(Path folder, Map<String, String> settings) throws Exception {
        this(folder.toUri().toString(), settings);
    }

    public PredictServer(String bucket, Map<String, String> settings) throws Exception {
        this.settings = settings;
        models = Buckets.open(bucket);
        System.setProperty("DROPFIT_MODELS", models.url());
        settings.forEach(System::setProperty);
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        url = "http://localhost:" + port;
        invoker = new Invoker(port, PredictFunction.class.getName(), "http", PredictFunction.class.getClassLoader());
        invoker.startTestServer();
    }

    public Bucket models() {
        return models;
    }

    public String url(String path) {
        return url + path;
    }

    public HttpResponse<String> post(String path, String type, String body) throws IOException, InterruptedException {
        return post(path, Map.of("Content-Type", type), body);
    }

    /** Sends a body with these headers, and compresses it if they say so. */
    public HttpResponse<String> post(String path, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return post(path, headers, "gzip".equals(headers.get("Content-Encoding")) ? compressed(bytes) : bytes);
    }

    /** Sends these bytes with these headers. */
    public HttpResponse<String> post(String path, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        headers.forEach(request::header);
        return send(request.POST(BodyPublishers.ofByteArray(body)));
    }

    private static byte[] compressed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    public HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path)).method(method, BodyPublishers.noBody()));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    public void stop() throws Exception {
        invoker.stopServer();
        System.clearProperty("DROPFIT_MODELS");
        settings.keySet().forEach(System::clearProperty);
    }
}
