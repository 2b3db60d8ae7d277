package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.run.Drop;
import dev.dropfit.core.bucket.DirectoryBucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropWatcherTest {
    @TempDir
    private Path data;

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectory(data.resolve("churn"));
    }

    private DropWatcher watcher() throws IOException {
        return new DropWatcher(new DirectoryBucket(data, Clock.systemUTC()));
    }

    @Test
    void aFileCountsWhenTwoListsShowTheSameState() throws IOException {
        DropWatcher watcher = watcher();
        Files.writeString(data.resolve("churn/dataset.csv"), "a,b\n");

        assertThat(watcher.look()).isEmpty();
        assertThat(watcher.look()).extracting(Drop::file).containsExactly("dataset.csv");
        assertThat(watcher.look()).isEmpty();
    }

    @Test
    void aFileThatGrowsDoesNotCountYet() throws IOException {
        DropWatcher watcher = watcher();
        Path file = Files.writeString(data.resolve("churn/dataset.csv"), "a,b\n");

        assertThat(watcher.look()).isEmpty();
        Files.writeString(file, "1,2\n", StandardOpenOption.APPEND);
        assertThat(watcher.look()).isEmpty();
        assertThat(watcher.look()).hasSize(1);
    }

    @Test
    void everyOverwriteCountsAndSettingsToo() throws IOException {
        DropWatcher watcher = watcher();
        Files.writeString(data.resolve("churn/dataset.csv"), "a,b\n");
        Files.writeString(data.resolve("churn/dropfit.json"), "{}");
        watcher.look();
        assertThat(watcher.look()).extracting(Drop::file).containsExactly("dataset.csv", "dropfit.json");

        Files.writeString(data.resolve("churn/dataset.csv"), "a,b\n1,2\n");
        watcher.look();
        assertThat(watcher.look()).extracting(Drop::file).containsExactly("dataset.csv");
    }

    @Test
    void otherFilesAreIgnored() throws IOException {
        DropWatcher watcher = watcher();
        Files.writeString(data.resolve("churn/notes.txt"), "x");
        Files.writeString(data.resolve("dataset.csv"), "x");
        Files.createDirectories(data.resolve("churn/old"));
        Files.writeString(data.resolve("churn/old/dataset.csv"), "x");

        watcher.look();
        assertThat(watcher.look()).isEmpty();
    }

    @Test
    void aLinkACompressedFileAndOtherFoldersGetAdviceAndHiddenFilesDoNot() throws IOException {
        Misplaced misplaced = new Misplaced(data);
        Path file = Files.writeString(data.resolve("notes.csv.txt"), "x");
        Files.createSymbolicLink(data.resolve("churn/dataset.csv"), file);
        Files.createDirectory(data.resolve("sales"));
        Files.writeString(data.resolve("sales/sales.CSV.GZ"), "x");
        Files.writeString(data.resolve(".hidden.csv"), "x");
        Files.writeString(data.resolve("sales/.hidden.csv"), "x");
        Files.writeString(data.resolve("notes.txt"), "x");
        misplaced.look();

        assertThat(misplaced.look())
                .containsExactlyInAnyOrder(
                        "data/churn/dataset.csv is ignored: it is a link; put the file itself there",
                        "data/sales/sales.CSV.GZ is ignored: unpack it and rename it to dataset.csv");
    }

    @Test
    void aMisplacedFileGetsAdviceOnce() throws IOException {
        Misplaced misplaced = new Misplaced(data);
        Files.writeString(data.resolve("My Data.csv"), "x");
        Files.createDirectory(data.resolve("Big Model"));
        Files.writeString(data.resolve("churn/churn.csv"), "x");

        assertThat(misplaced.look()).isEmpty();
        assertThat(misplaced.look())
                .containsExactlyInAnyOrder(
                        "data/My Data.csv is ignored: it is not in the folder of a model; move it to data/my-data/dataset.csv",
                        "the folder data/Big Model is ignored: 'Big Model' is no model name; accepted are 1 to 63"
                                + " small letters, digits and hyphens, not beginning with a hyphen",
                        "data/churn/churn.csv is ignored: rename it to dataset.csv");
        assertThat(misplaced.look()).isEmpty();
    }
}
