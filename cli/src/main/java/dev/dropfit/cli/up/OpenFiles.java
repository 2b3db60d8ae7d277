package dev.dropfit.cli.up;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files that processes have open, as Linux shows them in {@code /proc} (see proc(5)): those of the processes of this user. They are read once, when a
 * file is asked for first. Not thread-safe.
 */
final class OpenFiles {
    private static final Path PROCESSES = Path.of("/proc");
    private static final String ANY_PROCESS = "[0-9]*";

    private @Nullable Set<Path> open;

    /** Whether no process has the file open, as far as this is known; false on systems that do not show it. */
    boolean isClosed(Path file) {
        if (!Files.isDirectory(PROCESSES.resolve("self/fd"))) {
            return false;
        }
        @Nullable Set<Path> known = open;
        if (known == null) {
            known = read();
            open = known;
        }
        try {
            return !known.contains(file.toRealPath());
        } catch (IOException e) {
            // It was just deleted.
            return false;
        }
    }

    private static Set<Path> read() {
        Set<Path> open = new HashSet<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, ANY_PROCESS)) {
            processes.forEach(process -> addFiles(process.resolve("fd"), open));
        } catch (IOException e) {
            // What could be read counts.
        }
        return open;
    }

    private static void addFiles(Path folder, Set<Path> open) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                open.add(Files.readSymbolicLink(file));
            }
        } catch (IOException | RuntimeException e) {
            // The process has ended or belongs to another user, or the file was just closed.
        }
    }
}
