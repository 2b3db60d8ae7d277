import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Sends requests to a predictor from 16 clients at once while a new version is published every second, and reports failures:
 * {@code java -cp 'cli/target/lib/*' bench/Reloads.java MODEL.zip BUCKET-URL PREDICTOR-URL PID SECONDS}. Fails when a request fails, or when a
 * client gets an older version after a newer one.
 */
public final class Reloads {
    private static final int CLIENTS = 16;
    private static final Pattern VERSION = Pattern.compile("\"version\":\\s*\"([^\"]+)\"");
    private static final ModelName MODEL = new ModelName("heart");
    private static final AtomicLong REQUESTS = new AtomicLong();
    private static final AtomicLong FAILED = new AtomicLong();
    private static final AtomicLong OLDER = new AtomicLong();

    private Reloads() {}

    public static void main(String[] arguments) throws Exception {
        byte[] model = Files.readAllBytes(Path.of(arguments[0]));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[4]));
        try (Bucket bucket = Buckets.open(arguments[1])) {
            Registry registry = new Registry(bucket);
            publish(registry, model);
            String body = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            for (int i = 0; i < CLIENTS; i++) {
                Thread client = new Thread(() -> ask(arguments[2] + "/heart", body, end));
                client.setDaemon(true);
                client.start();
            }
            int versions = 1;
            for (long second = 0; System.nanoTime() < end; second++) {
                if (second % 30 == 0) {
                    System.out.println(second + " s: " + REQUESTS + " requests, " + versions + " versions, " + FAILED + " failed, "
                            + OLDER + " older after newer, resident " + resident(arguments[3]) + " MB");
                }
                TimeUnit.SECONDS.sleep(1);
                publish(registry, model);
                versions++;
            }
        }
        System.out.println("end: " + REQUESTS + " requests, " + FAILED + " failed, " + OLDER + " older after newer, resident "
                + resident(arguments[3]) + " MB");
        System.exit(FAILED.get() + OLDER.get() == 0 ? 0 : 1);
    }

    private static void ask(String url, String body, long end) {
        String newest = "";
        while (System.nanoTime() < end) {
            try {
                HttpURLConnection connection =
                        (HttpURLConnection) URI.create(url).toURL().openConnection();
                connection.setRequestMethod("POST");
                connection.setRequestProperty("Content-Type", "application/json");
                connection.setDoOutput(true);
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(body.getBytes(StandardCharsets.UTF_8));
                }
                try (InputStream in = connection.getInputStream()) {
                    Matcher version = VERSION.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                    if (!version.find()) {
                        throw new IOException("an answer without a version");
                    }
                    if (version.group(1).compareTo(newest) < 0) {
                        OLDER.incrementAndGet();
                    }
                    newest = version.group(1);
                }
            } catch (IOException e) {
                FAILED.incrementAndGet();
                System.out.println(e);
            }
            REQUESTS.incrementAndGet();
        }
    }

    private static void publish(Registry registry, byte[] model) throws IOException {
        Optional<ObjectInfo> latest = registry.findLatest(MODEL);
        String version = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC).format(Instant.now()) + "-00000000";
        registry.publish(MODEL, withVersion(model, version), latest.map(ObjectInfo::generation).orElse(Bucket.ABSENT));
    }

    private static byte[] withVersion(byte[] model, String version) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(model));
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] content = in.readAllBytes();
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(
                        entry.getName().equals("metrics.json")
                                ? VERSION.matcher(new String(content, StandardCharsets.UTF_8))
                                        .replaceFirst("\"version\": \"" + version + "\"")
                                        .getBytes(StandardCharsets.UTF_8)
                                : content);
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static long resident(String process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
