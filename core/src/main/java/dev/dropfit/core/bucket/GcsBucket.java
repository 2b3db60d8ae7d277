package dev.dropfit.core.bucket;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bucket in Google Cloud Storage, through its JSON API.
 *
 * <p>{@link #folders()} may return a folder that has only objects with invalid names: the store lists folders without their content.
 * Objects with {@code Content-Encoding: gzip} are read as they are stored, compressed; if a server unpacks them in spite of that, the
 * content is unpacked and its length is not checked.
 *
 * @see <a href="https://cloud.google.com/storage/docs/json_api/v1">JSON API</a>
 */
final class GcsBucket implements Bucket {
    /** The variable with which Google's tools select an emulator. */
    static final String EMULATOR_HOST = "STORAGE_EMULATOR_HOST";

    private static final String API = "https://storage.googleapis.com";

    /** Custom metadata that identifies a write. If a response is lost, it shows whether this write or another one created the object. */
    private static final String WRITE_ID = "dropfit-write";

    private static final BlobField[] INFO = {
        BlobField.NAME, BlobField.GENERATION, BlobField.SIZE, BlobField.TIME_CREATED
    };
    private static final BlobField[] INFO_AND_CHECKS = {
        BlobField.NAME,
        BlobField.GENERATION,
        BlobField.SIZE,
        BlobField.TIME_CREATED,
        BlobField.CRC32C,
        BlobField.CONTENT_ENCODING,
        BlobField.METADATA
    };

    /** The number of attempts to open an object that is replaced again and again. */
    /** The number of bytes to send at a time. */
    private static final int UPLOAD_PIECE = 2 << 20;

    private static final int MAX_READ_ATTEMPTS = 100;

    private static final String GZIP = "gzip";

    private final Supplier<Storage> opening;
    private final String bucket;
    private volatile @Nullable Storage opened;

    /** Whether the bucket is known to exist. A 404 for an object looks the same as a 404 for the bucket. */
    private volatile boolean exists;

    /** @param opening creates the client on first use, because loading its classes takes half a second */
    GcsBucket(Supplier<Storage> opening, String bucket) {
        this.opening = opening;
        this.bucket = bucket;
    }

    private Storage storage() {
        Storage client = opened;
        if (client == null) {
            synchronized (this) {
                client = opened;
                if (client == null) {
                    client = opening.get();
                    opened = client;
                }
            }
        }
        return client;
    }

    /** Opens a bucket with the credentials of the environment, or on the emulator in {@value #EMULATOR_HOST}. */
    static GcsBucket open(String bucket) {
        return open(bucket, emulator(), aboutAMinute());
    }

    /**
     * Like {@link #open(String)}, but retries for a few seconds only, and reads with plain requests where authentication is simple: on the
     * emulator and inside Google Cloud.
     */
    static Bucket openForReading(String bucket) {
        GcsBucket library = open(bucket, emulator(), aFewSeconds());
        @Nullable String emulator = emulator();
        if (emulator != null) {
            return new DirectReads(library, bucket, endpoint(emulator), AccessToken.NONE);
        }
        boolean inside = System.getenv("K_SERVICE") != null && System.getenv("GOOGLE_APPLICATION_CREDENTIALS") == null;
        return inside
                ? new DirectReads(library, bucket, API, new MetadataServer(MetadataServer.ADDRESS, System::nanoTime))
                : library;
    }

    private static String endpoint(String emulator) {
        return emulator.contains("://") ? emulator : "http://" + emulator;
    }

    /**
     * Opens a bucket.
     *
     * @param emulator host and port, or URL, of an emulator, which needs no credentials; null for the real service
     * @param retries how long and how often to retry after transient errors
     */
    static GcsBucket open(String bucket, @Nullable String emulator, RetrySettings retries) {
        return new GcsBucket(() -> client(emulator, retries), bucket);
    }

    private static Storage client(@Nullable String emulator, RetrySettings retries) {
        StorageOptions.Builder options = StorageOptions.http().setRetrySettings(retries);
        if (emulator != null) {
            options.setHost(endpoint(emulator))
                    .setCredentials(NoCredentials.getInstance())
                    .setProjectId("emulator");
        }
        return options.build().getService();
    }

    private static @Nullable String emulator() {
        @Nullable String host = System.getProperty(EMULATOR_HOST, System.getenv(EMULATOR_HOST));
        return host == null || host.isBlank() ? null : host.strip();
    }

    static RetrySettings aboutAMinute() {
        return retries(Duration.ofSeconds(60));
    }

    /** For a process that has something else to do than to wait, and asks again. */
    private static RetrySettings aFewSeconds() {
        return retries(Duration.ofSeconds(5));
    }

    private static RetrySettings retries(Duration total) {
        return RetrySettings.newBuilder()
                .setInitialRetryDelayDuration(Duration.ofMillis(250))
                .setRetryDelayMultiplier(2)
                .setMaxRetryDelayDuration(Duration.ofSeconds(8))
                .setTotalTimeoutDuration(total)
                .build();
    }

    @Override
    public String url() {
        return "gs://" + bucket;
    }

    @Override
    public Optional<ObjectInfo> find(String name) throws IOException {
        return blob(id(name), INFO).map(GcsBucket::info);
    }

    @Override
    public Optional<StoredObject> read(String name) throws IOException {
        BlobId current = id(name);
        for (int attempt = 0; attempt < MAX_READ_ATTEMPTS; attempt++) {
            Optional<Blob> blob = blob(current, INFO_AND_CHECKS);
            if (blob.isEmpty()) {
                return Optional.empty();
            }
            Optional<StoredObject> object = content(blob.get());
            if (object.isPresent()) {
                return object;
            }
        }
        throw new IOException(
                "Can't " + reading(name) + ": replaced " + MAX_READ_ATTEMPTS + " times while being opened");
    }

    @Override
    public Optional<StoredObject> read(String name, long generation) throws IOException {
        ObjectName.check(name);
        if (generation <= ABSENT) {
            return Optional.empty();
        }
        Optional<Blob> blob = blob(BlobId.of(bucket, name, generation), INFO_AND_CHECKS);
        return blob.isEmpty() ? Optional.empty() : content(blob.get());
    }

    @Override
    public Optional<InputStream> readFrom(String name, long generation, long offset) throws IOException {
        ObjectName.check(name);
        try {
            ReadChannel channel = storage()
                    .reader(BlobId.of(bucket, name, generation), BlobSourceOption.shouldReturnRawInputStream(true));
            channel.seek(offset);
            BufferedInputStream content = new BufferedInputStream(Channels.newInputStream(channel));
            // The library sends its request on the first read.
            content.mark(1);
            if (content.read() >= 0) {
                content.reset();
            }
            return Optional.of(content);
        } catch (IOException e) {
            if (e.getCause() instanceof StorageException cause && cause.getCode() == StorageErrors.NOT_FOUND) {
                return Optional.empty();
            }
            throw StorageErrors.toThrow(reading(name), e);
        } catch (StorageException e) {
            if (e.getCode() == StorageErrors.NOT_FOUND) {
                return Optional.empty();
            }
            throw StorageErrors.toThrow(reading(name), e);
        }
    }

    /** Opens the generation of this metadata; empty when it has been replaced or deleted since. */
    private Optional<StoredObject> content(Blob blob) throws IOException {
        ObjectInfo info = info(blob);
        if (info.size() == 0) {
            return Optional.of(new StoredObject(info, InputStream.nullInputStream()));
        }
        BlobId generation = BlobId.of(bucket, info.name(), info.generation());
        InputStream content = new BufferedInputStream(Channels.newInputStream(
                storage().reader(generation, BlobSourceOption.shouldReturnRawInputStream(true))));
        boolean unpacked;
        try {
            // The library sends its request on the first read. Read now, to find out whether the generation still
            // exists.
            content.mark(2);
            int first = content.read();
            int second = content.read();
            content.reset();
            boolean compressed = first == 0x1F && second == 0x8B;
            unpacked = GZIP.equals(blob.getContentEncoding()) && !compressed;
        } catch (IOException e) {
            content.close();
            if (e.getCause() instanceof StorageException cause && cause.getCode() == StorageErrors.NOT_FOUND) {
                return Optional.empty();
            }
            throw StorageErrors.toThrow(reading(info.name()), e);
        } catch (StorageException e) {
            content.close();
            if (e.getCode() == StorageErrors.NOT_FOUND) {
                return Optional.empty();
            }
            throw StorageErrors.toThrow(reading(info.name()), e);
        }
        if (unpacked) {
            return Optional.of(new StoredObject(info, content));
        }
        return Optional.of(new StoredObject(
                info, new WholeObjectStream(content, reading(info.name()), info.size(), blob.getCrc32c())));
    }

    @Override
    public ObjectInfo write(String name, byte[] content, long expected) throws IOException {
        return write(
                name,
                expected,
                target -> storage()
                        .create(
                                target,
                                content,
                                BlobTargetOption.generationMatch(expected),
                                BlobTargetOption.disableGzipContent()));
    }

    @Override
    public ObjectInfo write(String name, InputStream content, long expected) throws IOException {
        return write(name, expected, target -> {
            // Not createFrom, which completes the object with what it has when the content fails.
            WriteChannel channel = storage()
                    .writer(target, BlobWriteOption.generationMatch(expected), BlobWriteOption.disableGzipContent());
            channel.setChunkSize(UPLOAD_PIECE);
            byte[] piece = new byte[UPLOAD_PIECE];
            for (int length = content.read(piece); length >= 0; length = content.read(piece)) {
                ByteBuffer buffer = ByteBuffer.wrap(piece, 0, length);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
            channel.close();
            return storage().get(id(name), BlobGetOption.fields(INFO));
        });
    }

    @FunctionalInterface
    private interface Upload {
        Blob to(BlobInfo target) throws IOException;
    }

    private ObjectInfo write(String name, long expected, Upload upload) throws IOException {
        String writeId = UUID.randomUUID().toString();
        BlobInfo target = BlobInfo.newBuilder(id(name))
                .setMetadata(Map.of(WRITE_ID, writeId))
                .build();
        try {
            Blob written = upload.to(target);
            exists = true;
            return info(written);
        } catch (IOException e) {
            if (e.getCause() instanceof StorageException cause) {
                return afterFailure(name, expected, writeId, cause);
            }
            throw e;
        } catch (StorageException e) {
            return afterFailure(name, expected, writeId, e);
        }
    }

    private ObjectInfo afterFailure(String name, long expected, String writeId, StorageException e) throws IOException {
        if (e.getCode() == StorageErrors.PRECONDITION_FAILED) {
            return ownWrite(name, writeId).orElseThrow(() -> new PreconditionFailedException(name, expected));
        }
        throw error("write " + name + " in " + url(), e);
    }

    /**
     * The object, if this write created it. When the response of a write is lost, the library repeats the write, and the store rejects
     * the repetition because the generation has changed.
     */
    private Optional<ObjectInfo> ownWrite(String name, String writeId) throws IOException {
        return blob(id(name), INFO_AND_CHECKS)
                .filter(blob -> blob.getMetadata() != null
                        && writeId.equals(blob.getMetadata().get(WRITE_ID)))
                .map(GcsBucket::info);
    }

    @Override
    public List<ObjectInfo> list(String prefix) throws IOException {
        List<ObjectInfo> objects = new ArrayList<>();
        for (Blob blob : blobs(BlobListOption.prefix(prefix), BlobListOption.fields(INFO))) {
            if (ObjectName.fits(blob.getName())) {
                objects.add(info(blob));
            }
        }
        objects.sort(Comparator.comparing(ObjectInfo::name));
        return List.copyOf(objects);
    }

    @Override
    public List<String> folders() throws IOException {
        return blobs(BlobListOption.currentDirectory(), BlobListOption.fields(BlobField.NAME)).stream()
                .filter(BlobInfo::isDirectory)
                .map(folder -> folder.getName().substring(0, folder.getName().length() - 1))
                .filter(ObjectName::fits)
                .sorted()
                .toList();
    }

    @Override
    public void delete(String name, long expected) throws IOException {
        try {
            if (storage().delete(id(name), BlobSourceOption.generationMatch(expected))) {
                exists = true;
            } else {
                checkExists();
            }
        } catch (StorageException e) {
            if (e.getCode() != StorageErrors.PRECONDITION_FAILED) {
                throw error("delete " + name + " in " + url(), e);
            }
            if (find(name).isPresent()) {
                throw new PreconditionFailedException(name, expected);
            }
        }
    }

    @Override
    public void close() {
        Storage client = opened;
        if (client == null) {
            return;
        }
        try {
            client.close();
        } catch (Exception e) {
            throw new IllegalStateException("Can't close " + url(), e);
        }
    }

    private Optional<Blob> blob(BlobId id, BlobField... fields) throws IOException {
        try {
            Optional<Blob> blob = Optional.ofNullable(storage().get(id, BlobGetOption.fields(fields)));
            if (blob.isPresent()) {
                exists = true;
            } else {
                checkExists();
            }
            return blob;
        } catch (StorageException e) {
            throw error("find " + id.getName() + " in " + url(), e);
        }
    }

    private List<Blob> blobs(BlobListOption... options) throws IOException {
        try {
            List<Blob> blobs = new ArrayList<>();
            storage().list(bucket, options).iterateAll().forEach(blobs::add);
            exists = true;
            return blobs;
        } catch (StorageException e) {
            throw error("list the objects of " + url(), e);
        }
    }

    /** Lists one object. Every account that may use the objects is allowed to do this; reading the bucket itself needs another permission. */
    private void checkExists() throws IOException {
        if (!exists) {
            try {
                storage().list(bucket, BlobListOption.pageSize(1), BlobListOption.fields(BlobField.NAME));
                exists = true;
            } catch (StorageException e) {
                throw error("list the objects of " + url(), e);
            }
        }
    }

    /** The exception for requests whose 404 can only mean that the bucket does not exist. */
    private IOException error(String action, StorageException error) {
        return error.getCode() == StorageErrors.NOT_FOUND
                ? new IOException("Can't " + action + ": the bucket does not exist", error)
                : StorageErrors.toThrow(action, error);
    }

    private String reading(String name) {
        return "read " + name + " in " + url();
    }

    private BlobId id(String name) {
        return BlobId.of(bucket, ObjectName.check(name));
    }

    private static ObjectInfo info(BlobInfo blob) {
        return new ObjectInfo(
                blob.getName(),
                blob.getGeneration(),
                blob.getSize(),
                blob.getCreateTimeOffsetDateTime().toInstant());
    }
}
