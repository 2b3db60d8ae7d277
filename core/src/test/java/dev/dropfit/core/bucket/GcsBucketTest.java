package dev.dropfit.core.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.retrying.RetrySettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GcsBucketTest extends BucketContract {
    private static final String NAME = "heart/dataset.csv";
    /** Longer than any pause of a busy machine, for faults that end. */
    private static final RetrySettings PATIENT = within(Duration.ofSeconds(30));

    /** For faults that last. */
    private static final RetrySettings BRIEF = within(Duration.ofMillis(200));

    private static RetrySettings within(Duration total) {
        return RetrySettings.newBuilder()
                .setInitialRetryDelayDuration(Duration.ofMillis(1))
                .setRetryDelayMultiplier(2)
                .setMaxRetryDelayDuration(Duration.ofMillis(20))
                .setTotalTimeoutDuration(total)
                .build();
    }

    private final FakeGcs gcs = new FakeGcs().bucket("data");

    GcsBucketTest() throws IOException {}

    @Override
    protected Bucket open() {
        return open("data");
    }

    private GcsBucket open(String bucket) {
        return GcsBucket.open(bucket, gcs.endpoint(), PATIENT);
    }

    @AfterEach
    void stop() {
        gcs.close();
    }

    @Test
    void theUrlNamesTheBucket() {
        assertThat(open().url()).isEqualTo("gs://data");
    }

    @Test
    void theEmulatorIsTakenFromTheSystemProperty() throws IOException {
        System.setProperty(GcsBucket.EMULATOR_HOST, gcs.endpoint().replace("http://", ""));
        try (Bucket bucket = GcsBucket.open("data")) {
            bucket.write(NAME, bytes("one"), Bucket.ABSENT);
        } finally {
            System.clearProperty(GcsBucket.EMULATOR_HOST);
        }

        assertThat(open().find(NAME)).isPresent();
    }

    @Test
    void aMissingBucketIsReported() {
        Bucket missing = open("missing");

        for (Call call : calls(missing)) {
            assertThatThrownBy(call::run)
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageContaining("gs://missing")
                    .hasMessageContaining("the bucket does not exist");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403})
    void aPermanentErrorIsNotRetried(int status) {
        Bucket bucket = open();
        gcs.faults(request -> Fault.status(status));
        gcs.record();

        for (Call call : calls(bucket)) {
            int before = gcs.requests().size();
            assertThatThrownBy(call::run)
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageContaining("gs://data")
                    .hasMessageContaining("HTTP " + status);
            assertThat(gcs.requests()).hasSize(before + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void aTransientErrorIsRetried(int status) throws IOException {
        Bucket bucket = open();
        gcs.faults(request -> request.number() % 3 == 0 ? Fault.NONE : Fault.status(status));

        ObjectInfo written = bucket.write(NAME, bytes("one"), Bucket.ABSENT);

        assertThat(bucket.find(NAME)).contains(written);
        assertThat(content(bucket)).asString(UTF_8).isEqualTo("one");
        assertThat(bucket.list("")).containsExactly(written);
        bucket.delete(NAME, written.generation());
        assertThat(bucket.folders()).isEmpty();
    }

    @Test
    void aTransientErrorThatLastsIsReportedAsTransient() {
        Bucket bucket = GcsBucket.open("data", gcs.endpoint(), BRIEF);
        gcs.faults(request -> Fault.status(503));

        for (Call call : calls(bucket)) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageContaining("gs://data")
                    .hasMessageContaining("HTTP 503");
        }
    }

    @Test
    void aStoreThatCannotBeReachedIsUnavailable() {
        Bucket bucket = GcsBucket.open("data", gcs.endpoint(), BRIEF);
        gcs.close();

        for (Call call : calls(bucket)) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageContaining("gs://data")
                    .hasMessageContaining("no response from the store");
        }
    }

    @Test
    void brokenConnectionsAreRetried() throws IOException {
        Bucket bucket = open();
        gcs.faults(request -> request.number() % 3 == 0 ? Fault.NONE : Fault.DROP_BEFORE);

        ObjectInfo written = bucket.write(NAME, bytes("one"), Bucket.ABSENT);

        assertThat(bucket.find(NAME)).contains(written);
        assertThat(content(bucket)).asString(UTF_8).isEqualTo("one");
    }

    @Test
    void aWriteWhoseResponseIsLostSucceeds() throws IOException {
        Bucket bucket = open();
        ObjectInfo first = bucket.write(NAME, bytes("same"), Bucket.ABSENT);
        gcs.faults(once(FakeRequest::isUpload, Fault.DROP_AFTER));

        ObjectInfo second = bucket.write(NAME, bytes("same"), first.generation());

        assertThat(second.generation()).isGreaterThan(first.generation());
        assertThat(bucket.find(NAME)).contains(second);
    }

    @Test
    void aWriteWhoseResponseIsLostAndThatWasReplacedFails() throws IOException {
        Bucket bucket = open();
        AtomicInteger uploads = new AtomicInteger();
        gcs.faults(request -> {
            if (!request.isUpload()) {
                return Fault.NONE;
            }
            if (uploads.incrementAndGet() == 1) {
                return Fault.DROP_AFTER;
            }
            gcs.put("data", NAME, bytes("of another"));
            return Fault.NONE;
        });

        assertThatThrownBy(() -> bucket.write(NAME, bytes("mine"), Bucket.ABSENT))
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(content(bucket)).asString(UTF_8).isEqualTo("of another");
    }

    @Test
    void aDeletionWhoseResponseIsLostSucceeds() throws IOException {
        Bucket bucket = open();
        ObjectInfo written = bucket.write(NAME, bytes("one"), Bucket.ABSENT);
        gcs.faults(once(request -> request.method().equals("DELETE"), Fault.DROP_AFTER));

        bucket.delete(NAME, written.generation());

        assertThat(bucket.find(NAME)).isEmpty();
    }

    @Test
    void aCompressedObjectIsReadAsItIsStored() throws IOException {
        byte[] compressed = gzip("one,two".repeat(1000));
        gcs.putCompressed("data", NAME, compressed);

        assertThat(content(open())).isEqualTo(compressed);
    }

    @Test
    void aCompressedObjectThatTheServerUnpacksIsReadUnpacked() throws IOException {
        gcs.putCompressed("data", NAME, gzip("one,two".repeat(1000)));
        gcs.unpackAlways();

        assertThat(content(open())).asString(UTF_8).isEqualTo("one,two".repeat(1000));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void aTruncatedDownloadIsResumed() throws IOException {
        Bucket bucket = open();
        byte[] content = random(3 << 20);
        bucket.write(NAME, content, Bucket.ABSENT);
        gcs.faults(once(FakeRequest::isDownload, Fault.CUT_HALF));

        assertThat(Arrays.equals(content(bucket), content)).isTrue();
    }

    @Test
    void aTruncatedDownloadOfAReplacedGenerationFails() throws IOException {
        Bucket bucket = open();
        bucket.write(NAME, random(3 << 20), Bucket.ABSENT);
        gcs.faults(once(FakeRequest::isDownload, Fault.CUT_HALF));

        try (StoredObject object = bucket.read(NAME).orElseThrow()) {
            gcs.put("data", NAME, random(3 << 20));

            assertThatThrownBy(object::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(NAME)
                    .hasMessageContaining("gs://data");
        }
    }

    @Test
    void aDownloadThatKeepsBreakingFails() throws IOException {
        Bucket bucket = GcsBucket.open("data", gcs.endpoint(), BRIEF);
        bucket.write(NAME, random(3 << 20), Bucket.ABSENT);
        AtomicInteger downloads = new AtomicInteger();
        gcs.faults(request -> !request.isDownload()
                ? Fault.NONE
                : downloads.incrementAndGet() == 1 ? Fault.CUT_HALF : Fault.status(503));

        try (StoredObject object = bucket.read(NAME).orElseThrow()) {
            assertThatThrownBy(object::readAllBytes)
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageContaining(NAME);
        }
    }

    @Test
    void anObjectReplacedWhileItIsBeingOpenedIsReadInItsNewGeneration() throws IOException {
        Bucket bucket = open();
        bucket.write(NAME, bytes("first"), Bucket.ABSENT);
        AtomicInteger downloads = new AtomicInteger();
        gcs.faults(request -> {
            if (request.isDownload() && downloads.incrementAndGet() == 1) {
                gcs.put("data", NAME, bytes("second, longer"));
            }
            return Fault.NONE;
        });

        assertThat(content(bucket)).asString(UTF_8).isEqualTo("second, longer");
    }

    @Test
    void objectsWithInvalidNamesAreNotListed() throws IOException {
        gcs.put("data", "heart disease/dataset.csv", bytes("x"));
        gcs.put("data", "heart/", bytes(""));
        gcs.put("data", "heart/.hidden", bytes("x"));
        gcs.put("data", "/slash", bytes("x"));
        gcs.put("data", NAME, bytes("a,b"));
        Bucket bucket = open();

        assertThat(bucket.list("")).extracting(ObjectInfo::name).containsExactly(NAME);
        assertThat(bucket.list("heart/")).extracting(ObjectInfo::name).containsExactly(NAME);
        assertThat(bucket.folders()).containsExactly("heart");
    }

    @Test
    void anObjectOfAnotherWriterIsReadAndReplaced() throws IOException {
        gcs.put("data", NAME, bytes("dropped"));
        Bucket bucket = open();

        assertThat(content(bucket)).asString(UTF_8).isEqualTo("dropped");
        ObjectInfo dropped = bucket.find(NAME).orElseThrow();
        bucket.write(NAME, bytes("again"), dropped.generation());

        assertThat(content(bucket)).asString(UTF_8).isEqualTo("again");
    }

    private interface Call {
        void run() throws IOException;
    }

    private static Iterable<Call> calls(Bucket bucket) {
        return Map.<String, Call>of(
                        "find", () -> bucket.find(NAME),
                        "read", () -> bucket.read(NAME),
                        "read a generation", () -> bucket.read(NAME, 1),
                        "write", () -> bucket.write(NAME, bytes("one"), Bucket.ABSENT),
                        "list", () -> bucket.list("heart/"),
                        "folders", bucket::folders,
                        "delete", () -> bucket.delete(NAME, 1))
                .values();
    }

    private static Function<FakeRequest, Fault> once(Predicate<FakeRequest> which, Fault fault) {
        AtomicInteger count = new AtomicInteger();
        return request -> which.test(request) && count.incrementAndGet() == 1 ? fault : Fault.NONE;
    }

    private static byte[] content(Bucket bucket) throws IOException {
        try (StoredObject object = bucket.read(NAME).orElseThrow()) {
            return object.readAllBytes();
        }
    }

    private static byte[] random(int size) {
        byte[] content = new byte[size];
        new Random(42).nextBytes(content);
        return content;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
