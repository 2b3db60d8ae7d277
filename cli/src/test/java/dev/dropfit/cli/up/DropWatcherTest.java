package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.run.Drop;
import dev.dropfit.core.bucket.DirectoryBucket;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.change.MisplacedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropWatcherTest {
    @TempDir
    private Path data;

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectory(data.resolve("churn"));
    }

    private Instant now = Instant.parse("2026-11-22T08:41:33Z");

    private DropWatcher watcher() throws IOException {
        return new DropWatcher(new DirectoryBucket(data, Clock.systemUTC()), data, () -> now);
    }

    private List<Drop> lookAfter(DropWatcher watcher, double seconds) throws IOException {
        now = now.plusMillis((long) (1000 * seconds));
        return watcher.look();
    }

    @Test
    void aFileCountsWhenItHasNotChangedForTwoSeconds() throws IOException {
        DropWatcher watcher = watcher();
        Path file = Files.writeString(data.resolve("churn/dataset.csv"), "a,b\n");

        try (OutputStream writer = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            assertThat(watcher.look()).isEmpty();
            assertThat(lookAfter(watcher, 1.9)).isEmpty();
            assertThat(lookAfter(watcher, 0.1)).extracting(Drop::file).containsExactly("dataset.csv");
            assertThat(lookAfter(watcher, 0.5)).isEmpty();
            writer.flush();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aSmallFileThatNoProcessHasOpenCountsAfterHalfASecond() throws IOException {
        DropWatcher watcher = watcher();
        Files.writeString(data.resolve("churn/dataset.csv"), "1".repeat((64 << 10) - 1) + "\n");

        assertThat(watcher.look()).isEmpty();
        assertThat(lookAfter(watcher, 0.4)).isEmpty();
        assertThat(lookAfter(watcher, 0.1)).hasSize(1);
    }

    @Test
    void aSmallFileThatStopsWithinALineMayBeAPieceOfACopyAndCountsLater() throws IOException {
        DropWatcher watcher = watcher();
        Files.writeString(data.resolve("churn/dataset.csv"), "a,b\n1,");

        assertThat(watcher.look()).isEmpty();
        assertThat(lookAfter(watcher, 1.9)).isEmpty();
        assertThat(lookAfter(watcher, 0.1)).hasSize(1);
    }

    @Test
    void settingsWaitForTheDatasetThatIsCopiedNextToThem() throws IOException {
        DropWatcher watcher = watcher();
        Files.writeString(data.resolve("churn/dropfit.json"), "{}");
        Path dataset = Files.writeString(data.resolve("churn/dataset.csv"), "a,b\n1,");
        watcher.look();

        assertThat(lookAfter(watcher, 1)).isEmpty();
        Files.writeString(dataset, "2\n", StandardOpenOption.APPEND);
        assertThat(lookAfter(watcher, 0.3)).isEmpty();
        assertThat(lookAfter(watcher, 2.9)).isEmpty();
        assertThat(lookAfter(watcher, 1)).extracting(Drop::file).containsExactly("dataset.csv", "dropfit.json");
    }

    @Test
    void aLargerFileMayBeAPieceOfACopyAndCountsLater() throws IOException {
        DropWatcher watcher = watcher();
        Files.writeString(data.resolve("churn/dataset.csv"), "1".repeat(64 << 10) + "\n");

        assertThat(watcher.look()).isEmpty();
        assertThat(lookAfter(watcher, 1.9)).isEmpty();
        assertThat(lookAfter(watcher, 0.1)).hasSize(1);
    }

    @Test
    void aLargerFileInItsPlaceDoesNotHaveToRestLonger() throws IOException {
        Path dataset = data.resolve("churn/dataset.csv");
        DropWatcher watcher = watcher();
        for (int version = 1; version <= 4; version++) {
            Path written = Files.writeString(data.resolve(".written"), "a,b\n" + "1,2\n".repeat(version));
            Files.move(written, dataset, StandardCopyOption.REPLACE_EXISTING);

            assertThat(lookAfter(watcher, 5)).isEmpty();
            assertThat(lookAfter(watcher, 2)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1.3, 1.8})
    void aCopyInPiecesWithPausesCountsOnce(double pause) throws IOException {
        DropWatcher watcher = watcher();
        Path file = Files.writeString(data.resolve("churn/dataset.csv"), "a,b\n");
        watcher.look();
        try (OutputStream copy = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            for (int piece = 0; piece < 12; piece++) {
                for (double waited = 0; waited < pause; waited += 0.3) {
                    assertThat(lookAfter(watcher, 0.3)).isEmpty();
                }
                copy.write("1,2\n".getBytes(StandardCharsets.UTF_8));
                assertThat(watcher.look()).isEmpty();
            }
        }

        assertThat(lookAfter(watcher, 1.9)).isEmpty();
        assertThat(lookAfter(watcher, 6)).hasSize(1);
    }

    @Test
    void aFileThatPausesLongHasToRestLonger() throws IOException {
        DropWatcher watcher = watcher();
        Path file = Files.writeString(data.resolve("churn/dataset.csv"), "a,b\n");
        watcher.look();
        Files.writeString(file, "1,2\n", StandardOpenOption.APPEND);
        assertThat(lookAfter(watcher, 10)).isEmpty();

        assertThat(lookAfter(watcher, 29)).isEmpty();
        assertThat(lookAfter(watcher, 1)).hasSize(1);
    }

    @Test
    void aLargerFileThatIsCopiedOverALittleLaterDoesNotHaveToRestLonger() throws IOException {
        Files.writeString(data.resolve("churn/dataset.csv"), "a");
        DropWatcher watcher = watcher();
        lookAfter(watcher, 0);
        assertThat(lookAfter(watcher, 2)).hasSize(1);

        Files.writeString(data.resolve("churn/dataset.csv"), "ab");

        assertThat(lookAfter(watcher, 13)).isEmpty();
        assertThat(lookAfter(watcher, 2)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {".part", ".crdownload", ".tmp"})
    void aFileThatAProgramStillWritesDoesNotCount(String ending) throws IOException {
        DropWatcher watcher = watcher();
        Files.writeString(data.resolve("churn/dataset.csv"), "");
        Path partial = Files.writeString(data.resolve("churn/dataset.csv" + ending), "a,b\n");
        watcher.look();
        assertThat(lookAfter(watcher, 5)).isEmpty();

        Files.move(partial, data.resolve("churn/dataset.csv"), StandardCopyOption.REPLACE_EXISTING);
        watcher.look();
        assertThat(lookAfter(watcher, 15)).hasSize(1);
    }

    @Test
    void aFileThatGrowsDoesNotCountYet() throws IOException {
        DropWatcher watcher = watcher();
        Path file = Files.writeString(data.resolve("churn/dataset.csv"), "a,b\n");

        assertThat(watcher.look()).isEmpty();
        Files.writeString(file, "1,2\n", StandardOpenOption.APPEND);
        assertThat(lookAfter(watcher, 2)).isEmpty();
        assertThat(lookAfter(watcher, 6)).hasSize(1);
    }

    @Test
    void everyOverwriteCountsAndSettingsToo() throws IOException {
        DropWatcher watcher = watcher();
        Files.writeString(data.resolve("churn/dataset.csv"), "a,b\n");
        Files.writeString(data.resolve("churn/dropfit.json"), "{}");
        watcher.look();
        assertThat(lookAfter(watcher, 2)).extracting(Drop::file).containsExactly("dataset.csv", "dropfit.json");

        Files.writeString(data.resolve("churn/dataset.csv"), "a,b\n1,2\n");
        watcher.look();
        assertThat(lookAfter(watcher, 60)).extracting(Drop::file).containsExactly("dataset.csv");
    }

    @Test
    void otherFilesAreIgnored() throws IOException {
        DropWatcher watcher = watcher();
        Files.writeString(data.resolve("churn/notes.txt"), "x");
        Files.writeString(data.resolve("dataset.csv"), "x");
        Files.createDirectories(data.resolve("churn/old"));
        Files.writeString(data.resolve("churn/old/dataset.csv"), "x");

        watcher.look();
        assertThat(lookAfter(watcher, 60)).isEmpty();
    }

    @Test
    void otherSpellingsKindsAndPlacesOfADatasetGetAdvice() throws IOException {
        Misplaced misplaced = new Misplaced(data);
        Files.writeString(data.resolve("churn/dataset.csv"), "a,b\n");
        Files.writeString(data.resolve("churn/Dataset.csv"), "a,b\n");
        Files.writeString(data.resolve("churn/dataset.xlsx"), "x");
        Files.writeString(data.resolve("churn/dataset.csv.part"), "x");
        Files.createDirectories(data.resolve("churn/2024"));
        Files.writeString(data.resolve("churn/2024/dataset.csv"), "x");
        misplaced.look();

        assertThat(misplaced.look())
                .containsExactlyInAnyOrder(
                        "data/churn/Dataset.csv is ignored: rename it to dataset.csv",
                        "data/churn/dataset.xlsx is ignored: drop it onto the page of the model, which reads"
                                + " workbooks, or save it as CSV, with the name dataset.csv",
                        "data/churn/dataset.csv is not read yet: the file dataset.csv.part next to it says that a"
                                + " program still writes it; if none does, delete dataset.csv.part",
                        "data/churn/2024/dataset.csv is ignored: it is in a folder inside the folder of a model; move"
                                + " it to data/churn/dataset.csv");
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
                        "data/sales/sales.CSV.GZ is ignored: rename it to dataset.csv.gz");
    }

    @Test
    void everyKindOfMisplacedTableIsFoundForItsModelUntilItIsMended() throws IOException {
        Misplaced misplaced = new Misplaced(data);
        Files.writeString(data.resolve("Sales 2024.xlsx"), "x");
        Files.createDirectories(data.resolve("sales/Data"));
        Files.writeString(data.resolve("sales/Data/Dataset.CSV"), "x");
        Files.writeString(data.resolve("sales/book.xlsx"), "x");
        Files.writeString(data.resolve("sales/dataset.csv.txt"), "x");
        Files.writeString(data.resolve("sales/dataset.json"), "x");
        Files.writeString(data.resolve("sales/dropfit.json"), "{}");
        Files.writeString(data.resolve("sales/other.json"), "{}");
        Files.writeString(data.resolve("sales/README.txt"), "x");
        Files.writeString(data.resolve("orders.json"), "[]");
        Files.writeString(data.resolve("rows.txt"), "x");
        misplaced.look();
        misplaced.look();

        assertThat(misplaced.found())
                .extracting(file -> file.model().map(ModelName::value).orElse("") + ": " + file.advice())
                .containsExactlyInAnyOrder(
                        "sales-2024: data/Sales 2024.xlsx is ignored: it is not in the folder of a model; drop it onto"
                                + " the page of the model, which reads workbooks, or save it as CSV as"
                                + " data/sales-2024/dataset.csv",
                        "orders: data/orders.json is ignored: it is not in the folder of a model; save it as CSV as"
                                + " data/orders/dataset.csv",
                        "rows: data/rows.txt is ignored: it is not in the folder of a model; move it to"
                                + " data/rows/dataset.csv",
                        "sales: data/sales/other.json is ignored: save it as CSV, with the name dataset.csv",
                        "sales: data/sales/Data/Dataset.CSV is ignored: it is in a folder inside the folder of a"
                                + " model; move it to data/sales/dataset.csv",
                        "sales: data/sales/book.xlsx is ignored: drop it onto the page of the model, which reads"
                                + " workbooks, or save it as CSV, with the name dataset.csv",
                        "sales: data/sales/dataset.csv.txt is ignored: rename it to dataset.csv",
                        "sales: data/sales/dataset.json is ignored: save it as CSV, with the name dataset.csv");

        Files.delete(data.resolve("Sales 2024.xlsx"));
        Files.delete(data.resolve("orders.json"));
        Files.delete(data.resolve("rows.txt"));
        Files.move(data.resolve("sales/Data/Dataset.CSV"), data.resolve("sales/dataset.csv"));
        Files.delete(data.resolve("sales/dataset.csv.txt"));
        Files.delete(data.resolve("sales/dataset.json"));
        misplaced.look();

        // Next to a dataset, files with other names are no mistake.
        assertThat(misplaced.found()).isEmpty();
    }

    @Test
    void anEmptyDatasetIsFoundForThePageOnly() throws IOException {
        Misplaced misplaced = new Misplaced(data);
        Files.createFile(data.resolve("churn/dataset.csv"));
        misplaced.look();

        assertThat(misplaced.look()).isEmpty();
        assertThat(misplaced.found())
                .extracting(MisplacedFile::advice)
                .containsExactly("data/churn/dataset.csv is empty; a dataset needs a header and rows");
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
                        "data/My Data.csv is ignored: it is not in the folder of a model; move it to"
                                + " data/my-data/dataset.csv",
                        "the folder data/Big Model is ignored: 'Big Model' is no model name; accepted are 1 to 63"
                                + " small letters, digits and hyphens, not beginning with a hyphen",
                        "data/churn/churn.csv is ignored: rename it to dataset.csv");
        assertThat(misplaced.look()).isEmpty();
    }

    @Test
    void partsCountOnceWhenAllAreThereAndSuccessToo() throws IOException {
        DropWatcher watcher = watcher();
        Files.createDirectory(data.resolve("churn/dataset"));
        Files.writeString(data.resolve("churn/dataset/part-0.csv"), "a,b\n");
        Files.writeString(data.resolve("churn/dataset/part-1.csv"), "a,b\n1,2\n");
        watcher.look();
        assertThat(lookAfter(watcher, 3)).isEmpty();

        Files.writeString(data.resolve("churn/dataset/_SUCCESS"), "");
        watcher.look();
        Files.writeString(data.resolve("churn/dataset/part-2.csv"), "a,b\n1,2\n");
        assertThat(lookAfter(watcher, 3)).isEmpty();
        assertThat(lookAfter(watcher, 3))
                .singleElement()
                .satisfies(drop -> assertThat(drop.object().size()).isEqualTo(20));
        assertThat(lookAfter(watcher, 5)).isEmpty();

        Files.writeString(data.resolve("churn/dataset/part-3.csv"), "a,b\n1,2\n");
        assertThat(watcher.look()).isEmpty();
        assertThat(lookAfter(watcher, 3)).extracting(Drop::file).containsExactly("dataset/_SUCCESS");
    }

    @Test
    void partsThatWaitAndFilesAmongThemThatAreNoPartsAreNamed() throws IOException {
        Files.createDirectory(data.resolve("churn/dataset"));
        Files.writeString(data.resolve("churn/dataset/part-0.csv"), "a,b\n");
        Files.writeString(data.resolve("churn/dataset/may.csv"), "a,b\n");
        Misplaced misplaced = new Misplaced(data);
        misplaced.look();

        assertThat(misplaced.look())
                .containsExactlyInAnyOrder(
                        "data/churn/dataset/ waits: when all parts are there, create the empty file _SUCCESS in it",
                        "data/churn/dataset/may.csv is ignored: rename it; accepted are part-*.csv and part-*.csv.gz");
    }
}
