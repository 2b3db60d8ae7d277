package dev.dropfit.core.bucket;

import static dev.dropfit.core.bucket.BucketTesting.bytes;
import static dev.dropfit.core.bucket.BucketTesting.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FolderBucketTest {
    private final MemoryBucket whole = new MemoryBucket(Instant.EPOCH);
    private final Bucket folder = new FolderBucket(whole, "tenant/artifacts/", "heart");

    @BeforeEach
    void writeObjects() throws IOException {
        whole.write("tenant/artifacts/models/latest.zip", bytes("model"), Bucket.ABSENT);
        whole.write("tenant/artifacts/metrics/1.json", bytes("{}"), Bucket.ABSENT);
        whole.write("tenant/other/models/latest.zip", bytes("other"), Bucket.ABSENT);
        whole.write("heart/models/latest.zip", bytes("neighbour"), Bucket.ABSENT);
    }

    @Test
    void objectsOfTheFolderHaveItsOwnName() throws IOException {
        assertThat(folder.folders()).containsExactly("heart");
        assertThat(folder.names("")).containsExactly("heart/metrics/1.json", "heart/models/latest.zip");
        assertThat(folder.names("heart/mod")).containsExactly("heart/models/latest.zip");
        assertThat(folder.find("heart/models/latest.zip").orElseThrow().name()).isEqualTo("heart/models/latest.zip");
        assertThat(content(folder, "heart/models/latest.zip")).isEqualTo("model");
    }

    @Test
    void nothingElseOfTheBucketCanBeFound() throws IOException {
        assertThat(folder.names("_deleted/")).isEmpty();
        assertThat(folder.find("tenant/other/models/latest.zip")).isEmpty();
        assertThat(folder.read("heartless/x")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> folder.find("heart/../other/models/latest.zip"));
    }

    @Test
    void nothingCanBeWritten() {
        assertThatIOException()
                .isThrownBy(() -> folder.write("heart/a", bytes("a"), Bucket.ABSENT))
                .withMessageContaining("can't be written");
        assertThatIOException()
                .isThrownBy(() -> folder.delete("heart/models/latest.zip", 1))
                .withMessageContaining("can't be deleted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gs://b", "gs://bucket/../x", "gs://bucket//x", "s3://bucket/x", "tenant/artifacts"})
    void otherUrlsAreRejected(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Buckets.openFolderForReading(url, "heart"))
                .withMessageContaining("accepted are gs://");
    }
}
