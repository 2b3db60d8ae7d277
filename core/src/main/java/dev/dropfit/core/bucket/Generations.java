package dev.dropfit.core.bucket;

import java.io.IOException;
import java.io.InputStream;
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
 * The generations of the objects in a folder: the highest generation so far, and for each object its generation and the fingerprint of
 * the file.
 *
 * <pre>
 * lock         locked while a generation is assigned; the system releases it when the process dies
 * mark         the highest generation so far
 * known/       generation and fingerprint of each object; the file name is a digest of the object's name
 * new/         files that are not complete yet
 * </pre>
 *
 * <p>A process may die between any two steps. The mark is written before a generation is used, so no generation is assigned twice. A file
 * with an unknown fingerprint counts as new.
 */
final class Generations {
    /** The number of bytes to copy at a time. */
    private static final int PIECE = 1 << 16;

    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

    /**
     * One lock per folder for the threads of this process, even if they use different buckets. File locks belong to the process, and closing
     * any channel of a file releases all its locks, so only one channel of a lock file may be open at a time.
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
        FileTime limit = FileTime.from(Instant.now().minus(ABANDONED_AFTER));
        try (var files = Files.newDirectoryStream(folder.resolve("new"))) {
            for (Path file : files) {
                try {
                    if (Files.getLastModifiedTime(file).compareTo(limit) < 0) {
                        Files.deleteIfExists(file);
                    }
                } catch (NoSuchFileException e) {
                    // Another process has deleted the file or finished its write.
                }
            }
        }
    }

    /** The generation of an object with this fingerprint; {@link Bucket#ABSENT} when the fingerprint is unknown. Needs no lock. */
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

    /** Writes the content to a new file and flushes it to the disk. */
    Path temporary(InputStream content) throws IOException {
        Path file = newFile();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] piece = new byte[PIECE];
            for (int length = content.read(piece); length >= 0; length = content.read(piece)) {
                ByteBuffer buffer = ByteBuffer.wrap(piece, 0, length);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
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

    /** Replaces a file by another one, atomically. */
    void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The file name is a digest: an object's name may be too long for a file name, or be the folder of another object. */
    private Path sidecar(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return folder.resolve("known").resolve(HexFormat.of().formatHex(digest, 0, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Waits until no other thread or process has the lock. */
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
                // A second class loader in this process has the lock; file locks only separate processes.
                try {
                    TimeUnit.MILLISECONDS.sleep(1);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new IOException("Interrupted while waiting for another writer", interrupted);
                }
            }
        }
    }

    /** The right to assign generations. */
    final class Lock implements AutoCloseable {
        private final FileChannel channel;
        private final FileLock lock;

        private Lock(FileChannel channel, FileLock lock) {
            this.channel = channel;
            this.lock = lock;
        }

        /** A new generation, higher than all before. */
        long next() throws IOException {
            Path mark = folder.resolve("mark");
            long highest = 0;
            try {
                highest = Long.parseLong(Files.readString(mark).trim());
            } catch (NoSuchFileException e) {
                // There is no generation yet.
            } catch (NumberFormatException e) {
                throw new IOException(
                        "The file " + mark + " is damaged; it must contain one number, the highest generation so far",
                        e);
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
                // Last, because no other thread may open the file before this channel is closed.
                threads.unlock();
            }
        }
    }
}
