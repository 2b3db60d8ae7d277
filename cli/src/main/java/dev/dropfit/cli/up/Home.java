package dev.dropfit.cli.up;

import dev.dropfit.cli.console.CommandFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which {@code up} keeps everything: the two buckets and a lock that only one process holds. The operating system releases the
 * lock when that process ends, even after a crash.
 */
final class Home implements AutoCloseable {
    private final Path folder;
    private final FileChannel channel;

    private Home(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Opens a home; creates it if it does not exist.
     *
     * @throws CommandFailure when it can't be created or written to, or when another process uses it
     */
    static Home open(Path path) throws CommandFailure {
        Path folder = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder.resolve("data"));
            Files.createDirectories(folder.resolve("models"));
            Files.delete(Files.createTempFile(folder, ".probe", null));
            FileChannel channel =
                    FileChannel.open(folder.resolve("up.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new CommandFailure(
                        "another 'dropfit up' uses " + folder + "; stop it, or choose another folder with --home");
            }
            return new Home(folder, channel);
        } catch (IOException e) {
            throw new CommandFailure(
                    "can't create or write to the folder " + folder + "; choose another with --home", e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path folder() {
        return folder;
    }

    /** The data bucket. */
    Path data() {
        return folder.resolve("data");
    }

    /** The model bucket. */
    Path models() {
        return folder.resolve("models");
    }

    /** The bucket of counts of live traffic. */
    Path live() {
        return folder.resolve("live");
    }

    /** Whether the data bucket is still empty. */
    boolean isUnused() throws IOException {
        try (var entries = Files.newDirectoryStream(data(), entry -> !isHidden(entry))) {
            return !entries.iterator().hasNext();
        }
    }

    private static boolean isHidden(Path entry) {
        return String.valueOf(entry.getFileName()).startsWith(".");
    }

    /** Drops a sample with all its files at once: copies its folder under another name, then moves it. */
    void drop(Path sample) throws IOException {
        Path copy = folder.resolve(".sample");
        delete(copy);
        Files.createDirectory(copy);
        try (var files = Files.newDirectoryStream(sample)) {
            for (Path file : files) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        Files.move(copy, data().resolve(sample.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void delete(Path tree) throws IOException {
        if (Files.notExists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
