package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.DirectoryBucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeletedFoldersTest {
    @TempDir
    private Path home;

    private Path data = Path.of("");

    @BeforeEach
    void makeBucket() throws IOException {
        data = home.resolve("data");
        new DirectoryBucket(data, Clock.systemUTC()).close();
    }

    @Test
    void aDeletedFolderIsCreatedAgainAndUsable() throws IOException {
        DeletedFolders deleted = new DeletedFolders(List.of(data));
        assertThat(deleted.look()).isEmpty();
        try (Bucket bucket = new DirectoryBucket(data, Clock.systemUTC())) {
            Files.move(data, home.resolve("away"));

            assertThat(deleted.look()).isEmpty();
            assertThat(deleted.look()).containsExactly(data);
            assertThat(deleted.look()).isEmpty();
            bucket.write("churn/dataset.csv", new byte[] {1}, Bucket.ABSENT);
            assertThat(bucket.names("")).containsExactly("churn/dataset.csv");
        }
    }

    @Test
    void aFolderThatIsMovedBackIsLeftAlone() throws IOException {
        DeletedFolders deleted = new DeletedFolders(List.of(data));
        Path away = Files.move(data, home.resolve("away"));
        assertThat(deleted.look()).isEmpty();
        Files.move(away, data);

        assertThat(deleted.look()).isEmpty();
        assertThat(deleted.look()).isEmpty();
    }
}
