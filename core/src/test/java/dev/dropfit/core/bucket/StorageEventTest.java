package dev.dropfit.core.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StorageEventTest {
    @Test
    void anEventNamesTheObjectThatWasWritten() {
        assertThat(event("{'bucket':'data','name':'heart/dataset.csv','generation':'1764000000000001','size':'17'}"))
                .isEqualTo(new StorageEvent("data", "heart/dataset.csv", 1_764_000_000_000_001L, 17));
    }

    @Test
    void anObjectWithoutASizeIsEmpty() {
        assertThat(event("{'bucket':'data','name':'a','generation':1}").size()).isZero();
    }

    @Test
    void eventsOfOtherTypesAreIgnored() {
        assertThat(StorageEvent.of("google.cloud.storage.object.v1.deleted", new byte[0]))
                .isEmpty();
    }

    @Test
    void anEventWithoutDataIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StorageEvent.of(StorageEvent.FINALIZED, null))
                .withMessage("the event has no data");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                          | the event's data is empty",
                "{'name':'a','generation':1}                 | the event's data has no bucket",
                "{'bucket':'b','generation':1}               | the event's data has no name",
                "{'bucket':'b','name':'a'}                   | the event's data has no generation",
                "{'bucket':{},'name':'a','generation':1}     | the event's data has no bucket",
                "{'bucket':'b','name':'a','generation':'x'}  | the event's data is not that of a storage object: ",
                "[]                                          | the event's data is not that of a storage object: "
            })
    void dataThatIsNotAnObjectIsRejected(String data, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> event(data)).withMessageStartingWith(message);
    }

    @Test
    void anObjectIsInTheBucketOfItsName() throws IOException {
        StorageEvent event = new StorageEvent("data", "heart/dataset.csv", 1, 17);

        try (FakeGcs gcs = new FakeGcs().bucket("data").bucket("other");
                Bucket data = GcsBucket.open("data", gcs.endpoint(), GcsBucket.aboutAMinute());
                Bucket other = GcsBucket.open("other", gcs.endpoint(), GcsBucket.aboutAMinute())) {
            assertThat(event.isIn(data)).isTrue();
            assertThat(event.isIn(other)).isFalse();
        }
    }

    @Test
    void aFolderAcceptsEventsOfAnyBucket(@TempDir Path folder) throws IOException {
        try (Bucket bucket = Buckets.open(folder.toUri().toString())) {
            assertThat(new StorageEvent("data", "heart/dataset.csv", 1, 17).isIn(bucket))
                    .isTrue();
        }
    }

    @Test
    void anObjectWithoutContentIsEmpty() {
        assertThat(new StorageEvent("data", "heart/dataset.csv", 1, 0).isEmpty())
                .isTrue();
        assertThat(new StorageEvent("data", "heart/dataset.csv", 1, 17).isEmpty())
                .isFalse();
    }

    private static StorageEvent event(String data) {
        return StorageEvent.of(StorageEvent.FINALIZED, data.replace('\'', '"').getBytes(UTF_8))
                .orElseThrow();
    }
}
