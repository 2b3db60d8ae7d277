package dev.dropfit.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;

    @Test
    void aFileIsReplacedOnlyWhenItIsFinished() throws IOException, CommandFailure {
        Path place = Files.writeString(folder.resolve("file"), "old");
        try (AtomicFile file = new AtomicFile(place)) {
            file.stream().write("new".getBytes(StandardCharsets.UTF_8));
            assertThat(place).hasContent("old");

            file.finish();
        }

        assertThat(place).hasContent("new");
        assertThat(folder).isDirectoryContaining(file -> file.equals(place));
    }

    @Test
    void aFileThatIsNotFinishedLeavesNothing() throws IOException, CommandFailure {
        try (AtomicFile file = new AtomicFile(folder.resolve("file"))) {
            file.stream().write(1);
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileCanBeWrittenToTheCurrentFolder() throws IOException, CommandFailure {
        Path relative =
                Path.of("").toAbsolutePath().relativize(folder.toRealPath().resolve("file"));

        AtomicFile.write(relative, new byte[] {65});

        assertThat(folder.resolve("file")).hasContent("A");
    }

    @Test
    void aFolderIsNoFile() {
        assertThatThrownBy(() -> AtomicFile.write(folder, new byte[0]))
                .isInstanceOf(CommandFailure.class)
                .hasMessage(folder + " is a folder; give the name of a file");
    }

    @Test
    void aFolderThatIsAFileCanNotBeWrittenTo() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> AtomicFile.write(file.resolve("inner"), new byte[0]))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("can't write inner: the folder " + file + " does not exist");
    }
}
