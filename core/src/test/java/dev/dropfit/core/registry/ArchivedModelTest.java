package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.model.InvalidModelException;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ArchivedModelTest {
    private static final ModelName HEART = new ModelName("heart");
    private static final Version VERSION = new Version("20261122T084133Z-1f0c2a9b");
    private static final Version OTHER = new Version("20261122T084134Z-00000000");

    private final Bucket bucket = new MemoryBucket(Instant.parse("2026-11-22T08:41:33Z"));
    private final Registry registry = new Registry(bucket);

    @Test
    void whatTheRunWroteMayBeServed() throws IOException {
        byte[] file = ModelFiles.of(VERSION);
        registry.archive(HEART, VERSION, file);
        record(file);

        ArchivedModel archived = ArchivedModel.read(registry, HEART, VERSION);

        assertThat(archived.model().version()).isEqualTo(VERSION.value());
        assertThat(archived.file()).isEqualTo(file);
    }

    @Test
    void anArchiveOfARunWithoutARecordMayBeServed() throws IOException {
        registry.archive(HEART, VERSION, ModelFiles.of(VERSION));

        assertThat(ArchivedModel.read(registry, HEART, VERSION).model().version())
                .isEqualTo(VERSION.value());
    }

    @Test
    void aRecordWithoutADigestSaysNothingAgainstItsArchive() throws IOException {
        registry.archive(HEART, VERSION, ModelFiles.of(VERSION));
        registry.record(HEART, VERSION, RunRecord.read(new JsonObject()));

        assertThat(ArchivedModel.read(registry, HEART, VERSION).model().version())
                .isEqualTo(VERSION.value());
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertRefused("is not in the archive");
    }

    @Test
    void aDamagedFileIsRefused() throws IOException {
        byte[] file = ModelFiles.of(VERSION);
        registry.archive(HEART, VERSION, Arrays.copyOf(file, file.length / 2));

        assertRefused("can't be served: ");
    }

    @Test
    void theModelOfAnotherVersionIsRefused() throws IOException {
        registry.archive(HEART, VERSION, ModelFiles.of(OTHER));

        assertRefused("can't be served: the model in its archive says that it is 20261122T084134Z-00000000");
    }

    @Test
    void aFileThatTheRunDidNotWriteIsRefused() throws IOException {
        registry.archive(HEART, VERSION, ModelFiles.of(VERSION));
        record(ModelFiles.of(OTHER));

        assertRefused("can't be served: its archive has been changed since the run wrote it");
    }

    @Test
    void anArchiveWhoseRecordIsDamagedIsRefusedAsNothingVouchesForIt() throws IOException {
        registry.archive(HEART, VERSION, ModelFiles.of(VERSION));
        bucket.write("heart/metrics/" + VERSION + ".json", new byte[] {'{'}, Bucket.ABSENT);

        assertRefused("can't be served: the record of its run can't be read, so its archive can't be checked");
    }

    @Test
    void aModelThatDoesNotPredictIsRefused() throws IOException {
        registry.archive(HEART, VERSION, ModelFiles.thatPredictsInfinity(VERSION));

        assertRefused("can't be served: its first prediction is not a finite number");
    }

    private void record(byte[] file) throws IOException {
        JsonObject record = new JsonObject();
        record.addProperty("archive_sha256", ArchivedModel.digest(file));
        registry.record(HEART, VERSION, RunRecord.read(record));
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> ArchivedModel.read(registry, HEART, VERSION))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageStartingWith(message);
    }
}
