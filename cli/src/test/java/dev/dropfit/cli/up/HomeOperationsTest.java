package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.workbook.Xlsx;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.DirectoryBucket;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeOperationsTest {
    private static final ModelName CHURN = new ModelName("churn");

    @TempDir
    private Path folder;

    private final RunsUnderWay underWay = RunsUnderWay.followed(Clock.systemUTC());

    @Test
    void anUploadedDatasetReplacesTheOneBefore() throws Exception {
        try (Home home = Home.open(folder)) {
            HomeOperations operations = operations(home);

            operations.drop(CHURN, bytes("a,b\n1,2\n"));
            operations.drop(CHURN, bytes("a,b\n3,4\n"));

            assertThat(folder.resolve("data/churn/dataset.csv")).hasContent("a,b\n3,4\n");
            assertThat(operations.progress()).containsOnlyKeys(CHURN);
        }
    }

    @Test
    void aTruncatedUploadLeavesNothing() throws Exception {
        try (Home home = Home.open(folder)) {
            HomeOperations operations = operations(home);
            operations.drop(CHURN, bytes("a,b\n1,2\n"));

            assertThatThrownBy(() -> operations.drop(CHURN, new SequenceInputStream(bytes("a,b\n"), broken())))
                    .hasMessage("gone");

            assertThat(folder.resolve("data/churn/dataset.csv")).hasContent("a,b\n1,2\n");
            try (var files = Files.list(folder)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder("data", "models", "up.lock");
            }
        }
    }

    @Test
    void aLinkedFolderIsNotWrittenThrough(@TempDir Path elsewhere) throws IOException, CommandFailure {
        try (Home home = Home.open(folder)) {
            Files.createSymbolicLink(folder.resolve("data/churn"), elsewhere);

            assertThatThrownBy(() -> operations(home).drop(CHURN, bytes("a,b\n1,2\n")))
                    .hasMessage("the folder data/churn is a symbolic link");

            assertThat(elsewhere).isEmptyDirectory();
        }
    }

    @Test
    void anUploadedWorkbookIsStoredAsCsv() throws Exception {
        Path book = new Xlsx()
                .sheet(
                        "Sales",
                        "<row><c t=\"inlineStr\"><is><t>a</t></is></c><c><v>2</v></c></row><row><c><v>1</v></c></row>")
                .write(folder.resolve("book.xlsx"));
        Path empty = new Xlsx().sheet("Sales", "").write(folder.resolve("empty.xlsx"));
        try (Home home = Home.open(folder.resolve("home"));
                InputStream content = Files.newInputStream(book);
                InputStream nothing = Files.newInputStream(empty)) {
            HomeOperations operations = operations(home);

            assertThat(operations.drop(CHURN, content))
                    .containsExactly("the rows come from the sheet 'Sales' of an Excel workbook");
            assertThatThrownBy(() -> operations.drop(CHURN, nothing))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage(
                            "The Excel workbook has no sheet with values; a dataset has a header and rows. Nothing was"
                                    + " changed.");

            assertThat(folder.resolve("home/data/churn/dataset.csv")).hasContent("a,2\n1,\n");
            try (var files = Files.list(folder.resolve("home"))) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder("data", "models", "up.lock");
            }
        }
    }

    private HomeOperations operations(Home home) throws IOException {
        Bucket data = data(home);
        Registry registry = new Registry(new DirectoryBucket(home.models(), Clock.systemUTC()));
        return new HomeOperations(
                home, data, new HomeComparisons(data, registry), underWay, List::of, Optional.empty());
    }

    private static Bucket data(Home home) throws IOException {
        return new DirectoryBucket(home.data(), Clock.systemUTC());
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream broken() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("gone");
            }
        };
    }
}
