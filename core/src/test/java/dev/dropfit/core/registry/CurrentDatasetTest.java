package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CurrentDatasetTest {
    private static final ModelName SALES = new ModelName("sales");

    private final Bucket data = new MemoryBucket(Instant.parse("2026-11-26T08:00:00Z"));

    private ObjectInfo write(String name, String content) throws IOException {
        return data.write(
                name,
                content.getBytes(StandardCharsets.UTF_8),
                data.find(name).map(ObjectInfo::generation).orElse(Bucket.ABSENT));
    }

    private CurrentDataset current() throws IOException {
        return CurrentDataset.find(data, SALES).orElseThrow();
    }

    private String content() throws IOException {
        try (StoredObject object = current().open(data).orElseThrow()) {
            return new String(object.content().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void partsAreADatasetWhenSuccessIsThere() throws IOException {
        write("sales/dataset/part-1.csv", "a,b\n1,2\n");
        assertThat(CurrentDataset.find(data, SALES)).isEmpty();

        ObjectInfo complete = write("sales/dataset/_SUCCESS", "");

        assertThat(current().generation()).isEqualTo(complete.generation());
        assertThat(current().info().size()).isEqualTo(8);
    }

    @Test
    void partsAreInTheOrderOfTheirNamesInWhateverOrderTheyArrive() throws IOException {
        write("sales/dataset/part-00002-c000.csv", "a,b\n5,6\n");
        write("sales/dataset/_SUCCESS", "");
        write("sales/dataset/part-00000-c000.csv", "a,b\n1,2\n");
        ObjectInfo last = write("sales/dataset/part-00001-c000.csv", "a,b\n3,4\n");
        write("sales/dataset/notes.txt", "no part");

        assertThat(content()).isEqualTo("a,b\n1,2\n3,4\n5,6\n");
        assertThat(current().generation()).isEqualTo(last.generation());
    }

    @Test
    void ofFileAndPartsTheNewestCounts() throws IOException {
        write("sales/dataset/part-1.csv", "a,b\n1,2\n");
        write("sales/dataset/_SUCCESS", "");
        write("sales/dataset.csv", "a,b\n9,9\n");
        assertThat(content()).isEqualTo("a,b\n9,9\n");

        write("sales/dataset/_SUCCESS", "");
        assertThat(content()).isEqualTo("a,b\n1,2\n");
    }

    @Test
    void successWithoutPartsIsNoDataset() throws IOException {
        write("sales/dataset/_SUCCESS", "");
        assertThat(CurrentDataset.find(data, SALES)).isEmpty();

        write("sales/dataset.csv", "a,b\n9,9\n");
        write("sales/dataset/_SUCCESS", "");
        assertThat(content()).isEqualTo("a,b\n9,9\n");
    }

    @Test
    void aDeletedPartIsAnotherDatasetOfTheSameGeneration() throws IOException {
        write("sales/dataset/part-1.csv", "a,b\n1,2\n");
        ObjectInfo second = write("sales/dataset/part-2.csv", "a,b\n3,4\n");
        write("sales/dataset/_SUCCESS", "");
        CurrentDataset before = current();

        data.delete(second.name(), second.generation());

        assertThat(current().generation()).isEqualTo(before.generation());
        assertThat(current().identity()).isNotEqualTo(before.identity());
    }

    @Test
    void aPartThatIsReplacedWhileTheOthersAreReadFailsTheRead() throws IOException {
        write("sales/dataset/part-1.csv", "a,b\n1,2\n");
        write("sales/dataset/part-2.csv", "a,b\n3,4\n");
        write("sales/dataset/_SUCCESS", "");
        try (StoredObject object = current().open(data).orElseThrow()) {
            write("sales/dataset/part-2.csv", "a,b\n7,8\n");

            assertThatThrownBy(() -> object.content().readAllBytes())
                    .isInstanceOf(IOException.class)
                    .hasMessage("sales/dataset/part-2.csv was replaced or deleted before it was read");
        }
    }
}
