package dev.dropfit.core.bucket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a folder remembers of its objects' generations: the highest ever given, and for each object the generation of the state in which
 * its file was last seen.
 *
 * <pre>
 * lock         held by who gives a generation; released by the system when its process dies
 * mark         the highest generation ever given
 * known/       for each object, by a digest of its name, generation and fingerprint
 * new/         files on their way
 * </pre>
 *
 * <p>A process may die between any two steps: the mark moves before a generation is used, so none is given twice, and a file whose
 * fingerprint is not known counts as new.
 */
final class Generations {
    private static final Duration ABANDONED = Duration.ofHours(1);

    /**
     * One lock per folder for this process's threads, whichever bucket they use: the system's file locks are the process's, and closing
     * any channel on a file gives up all of them, so no two channels on one lock file may be open at once.
     */
    private static final ConcurrentHashMap<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Path folder;
    private final Clock clock;
    private final ReentrantLock threads;

    Generations(Path folder, Clock clock) throws IOException {
        this.folder = folder;
        this.clock = clock;
        Files.createDirectories(folder.resolve("known"));
        Files.createDirectories(folder.resolve("new"));
        threads = LOCKS.computeIfAbsent(folder.toRealPath(), path -> new ReentrantLock());
        lock().close();
        deleteAbandoned();
    }

    private FileChannel openLockFile() throws IOException {
        return FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private void deleteAbandoned() throws IOException {
        FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
        try (var files = Files.newDirectoryStream(folder.resolve("new"))) {
            for (Path file : files) {
                try {
                    if (Files.getLastModifiedTime(file).compareTo(limit) < 0) {
                        Files.deleteIfExists(file);
                    }
                } catch (NoSuchFileException e) {
                    // Another process has tidied up or finished its write.
                }
            }
        }
    }

    /** The generation of an object in this state; {@link Bucket#ABSENT} when the state is not known. Needs no lock. */
    long known(String name, Fingerprint fingerprint) throws IOException {
        String line;
        try {
            line = Files.readString(sidecar(name));
        } catch (NoSuchFileException e) {
            return Bucket.ABSENT;
        }
        int space = line.indexOf(' ');
        if (space < 0 || !line.substring(space + 1).equals(fingerprint.toString())) {
            return Bucket.ABSENT;
        }
        try {
            return Long.parseLong(line, 0, space, 10);
        } catch (NumberFormatException e) {
            return Bucket.ABSENT;
        }
    }

    /** Writes content to a new file of its own, through to the disk. */
    Path temporary(byte[] content) throws IOException {
        Path file = newFile();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return file;
    }

    private Path newFile() {
        return folder.resolve("new")
                .resolve(Long.toHexString(ThreadLocalRandom.current().nextLong()));
    }

    /** Puts a file in another's place at once. */
    void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A name of its own length may be too long with anything added, and one name may be another's folder: so a digest. */
    private Path sidecar(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return folder.resolve("known").resolve(HexFormat.of().formatHex(digest, 0, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Waits until no one else, in this process or another, has the lock. */
    Lock lock() throws IOException {
        threads.lock();
        try {
            FileChannel channel = openLockFile();
            try {
                return new Lock(channel, fileLock(channel));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            threads.unlock();
            throw e;
        }
    }

    private static FileLock fileLock(FileChannel channel) throws IOException {
        while (true) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException e) {
                // This class, loaded a second time in this process; the system only keeps processes apart.
                try {
                    TimeUnit.MILLISECONDS.sleep(1);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new IOException("Interrupted while waiting for another writer", interrupted);
                }
            }
        }
    }

    /** The right to give generations. */
    final class Lock implements AutoCloseable {
        private final FileChannel channel;
        private final FileLock lock;

        private Lock(FileChannel channel, FileLock lock) {
            this.channel = channel;
            this.lock = lock;
        }

        /** A generation larger than all before it. */
        long next() throws IOException {
            Path mark = folder.resolve("mark");
            long highest = 0;
            try {
                highest = Long.parseLong(Files.readString(mark).trim());
            } catch (NoSuchFileException e) {
                // The first one.
            } catch (NumberFormatException e) {
                throw new IOException(
                        "The file " + mark + " is damaged; it holds one number, the highest generation given", e);
            }
            long next = Math.max(highest + 1, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
            replace(mark, next + "\n");
            return next;
        }

        void remember(String name, long generation, Fingerprint fingerprint) throws IOException {
            replace(sidecar(name), generation + " " + fingerprint);
        }

        void forget(String name) throws IOException {
            Files.deleteIfExists(sidecar(name));
        }

        private void replace(Path file, String content) throws IOException {
            Path next = newFile();
            Files.write(next, content.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
            move(next, file);
        }

        @Override
        public void close() throws IOException {
            try (channel) {
                lock.release();
            } finally {
                // Only now: no other thread may open the file before this channel is closed.
                threads.unlock();
            }
        }
    }
}
