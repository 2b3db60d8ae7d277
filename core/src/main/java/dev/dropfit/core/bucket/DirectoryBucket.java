package dev.dropfit.core.bucket;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * A folder as a bucket. Objects are files. Users may also copy, edit or delete these files by hand; the next operation that finds such a
 * change assigns a new generation. {@link Generations} stores its data in the hidden folder {@code .dropfit}.
 *
 * <p>A generation is the time of its assignment in microseconds since 1970. If the clock has not advanced, it is the last generation plus
 * one.
 */
public final class DirectoryBucket implements Bucket {
    private static final int MAX_ATTEMPTS = 100;
    private static final long ONE_MILLISECOND = 1_000_000;

    private final Path root;
    private final Generations generations;

    /**
     * Opens a folder. Creates it if it does not exist.
     *
     * @throws IOException when the folder can't be created or written to
     */
    public DirectoryBucket(Path root, Clock clock) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        Path hidden = this.root.resolve(".dropfit");
        try {
            Files.createDirectories(this.root);
            if (Files.isSymbolicLink(hidden)) {
                throw new IOException(hidden + " is a symbolic link, which may leave the folder");
            }
            generations = new Generations(hidden, clock);
        } catch (IOException e) {
            throw new IOException("The folder " + this.root + " can't be created or written to: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + ", " + e.getMessage();
    }

    @Override
    public boolean mayGrow() {
        return true;
    }

    @Override
    public String url() {
        String url = root.toUri().toString();
        return url.length() > "file:///".length() && url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    @Override
    public Optional<ObjectInfo> find(String name) throws IOException {
        Path path = path(name);
        Optional<Fingerprint> fingerprint = fingerprint(path);
        if (fingerprint.isEmpty()) {
            return Optional.empty();
        }
        long known = generations.known(name, fingerprint.get());
        if (known != ABSENT) {
            return Optional.of(info(name, known, fingerprint.get()));
        }
        try (Generations.Lock lock = generations.lock()) {
            return present(name, path, lock);
        }
    }

    /** The current state of the object. Assigns a generation if it has none yet. */
    private Optional<ObjectInfo> present(String name, Path path, Generations.Lock lock) throws IOException {
        Optional<Fingerprint> fingerprint = fingerprint(path);
        if (fingerprint.isEmpty()) {
            return Optional.empty();
        }
        long known = generations.known(name, fingerprint.get());
        if (known == ABSENT) {
            known = lock.next();
            lock.remember(name, known, fingerprint.get());
        }
        return Optional.of(info(name, known, fingerprint.get()));
    }

    private static ObjectInfo info(String name, long generation, Fingerprint fingerprint) {
        return new ObjectInfo(name, generation, fingerprint.size(), Instant.EPOCH.plus(generation, ChronoUnit.MICROS));
    }

    @Override
    public Optional<StoredObject> read(String name) throws IOException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<ObjectInfo> info = find(name);
            if (info.isEmpty()) {
                return Optional.empty();
            }
            Optional<StoredObject> opened = read(name, info.get().generation());
            if (opened.isPresent()) {
                return opened;
            }
        }
        throw new IOException("Object " + name + " changes faster than it can be opened");
    }

    @Override
    public Optional<StoredObject> read(String name, long generation) throws IOException {
        Path path = path(name);
        Optional<ObjectInfo> before = find(name);
        if (before.isEmpty() || before.get().generation() != generation) {
            return Optional.empty();
        }
        Optional<Fingerprint> fingerprint = Fingerprint.of(path);
        InputStream content;
        try {
            content = Files.newInputStream(path);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        // The opened file is this generation if the path still points to it.
        if (fingerprint.isEmpty()
                || generations.known(name, fingerprint.get()) != generation
                || !Fingerprint.of(path).equals(fingerprint)) {
            content.close();
            return Optional.empty();
        }
        return Optional.of(new StoredObject(before.get(), new WholeFile(content, name, path, fingerprint.get())));
    }

    @Override
    public ObjectInfo write(String name, byte[] content, long expected) throws IOException {
        return write(name, new ByteArrayInputStream(content), expected);
    }

    @Override
    public ObjectInfo write(String name, InputStream content, long expected) throws IOException {
        Path path = path(name);
        Path temporary = generations.temporary(content);
        try (Generations.Lock lock = generations.lock()) {
            checkExpected(name, path, expected, lock);
            long generation = lock.next();
            place(name, temporary, path);
            Fingerprint fingerprint = Fingerprint.of(path)
                    .orElseThrow(() -> new IOException("Object " + name + " was deleted while it was written"));
            lock.remember(name, generation, fingerprint);
            return info(name, generation, fingerprint);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void place(String name, Path temporary, Path path) throws IOException {
        if (leavesBucket(path) || Files.isSymbolicLink(path)) {
            throw new IOException(
                    "Can't write object " + name + ": its path contains a symbolic link that may leave " + root);
        }
        try {
            Files.createDirectories(path.getParent());
            generations.move(temporary, path);
        } catch (IOException e) {
            throw new IOException("Can't write object " + name + " in " + root + ": " + reason(e), e);
        }
    }

    private void checkExpected(String name, Path path, long expected, Generations.Lock lock) throws IOException {
        long present = present(name, path, lock).map(ObjectInfo::generation).orElse(ABSENT);
        if (present != expected) {
            throw new PreconditionFailedException(name, expected);
        }
    }

    @Override
    public void delete(String name, long expected) throws IOException {
        Path path = path(name);
        try (Generations.Lock lock = generations.lock()) {
            if (fingerprint(path).isPresent()) {
                checkExpected(name, path, expected, lock);
                Files.deleteIfExists(path);
            }
            lock.forget(name);
        }
    }

    @Override
    public List<ObjectInfo> list(String prefix) throws IOException {
        List<ObjectInfo> objects = new ArrayList<>();
        for (String name : names(prefix)) {
            find(name).ifPresent(objects::add);
        }
        return objects;
    }

    /** Does not open files: a listing of names does not have to assign generations to thousands of copied files. */
    @Override
    public List<String> names(String prefix) throws IOException {
        int end = prefix.lastIndexOf('/');
        if (end >= 0 && !ObjectName.fits(prefix.substring(0, end))) {
            return List.of();
        }
        Path folder = end < 0 ? root : root.resolve(prefix.substring(0, end));
        if (leavesBucket(folder.resolve("."))) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return directory.equals(folder)
                                    || (ObjectName.fits(name(directory)) && mayHold(name(directory), prefix))
                            ? FileVisitResult.CONTINUE
                            : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = name(file);
                    if (attributes.isRegularFile() && name.startsWith(prefix) && ObjectName.fits(name)) {
                        names.add(name);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }
            });
        } catch (NoSuchFileException e) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    private static boolean mayHold(String folder, String prefix) {
        String inside = folder + "/";
        return inside.startsWith(prefix) || prefix.startsWith(inside);
    }

    @Override
    public List<String> folders() throws IOException {
        TreeSet<String> folders = new TreeSet<>();
        try (var entries =
                Files.newDirectoryStream(root, entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))) {
            for (Path entry : entries) {
                String folder = name(entry);
                if (ObjectName.fitsSegment(folder) && holdsObjects(entry)) {
                    folders.add(folder);
                }
            }
        }
        return List.copyOf(folders);
    }

    private boolean holdsObjects(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.anyMatch(
                    file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && ObjectName.fits(name(file)));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** The path of an object. */
    private Path path(String name) {
        return root.resolve(ObjectName.check(name));
    }

    /** Whether a folder of the path is a symbolic link, which may leave the bucket. Such objects do not exist. */
    private boolean leavesBucket(Path path) {
        for (Path folder = path.getParent(); folder != null && !folder.equals(root); folder = folder.getParent()) {
            if (Files.isSymbolicLink(folder)) {
                return true;
            }
        }
        return false;
    }

    private Optional<Fingerprint> fingerprint(Path path) throws IOException {
        return leavesBucket(path) ? Optional.empty() : Fingerprint.of(path);
    }

    private String name(Path path) {
        return root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    @Override
    public void close() {
        // Nothing stays open between calls.
    }

    /** The content of a file. Fails at the end if the file was changed during the read: the bytes could be a mixture of two generations. */
    private static final class WholeFile extends FilterInputStream {
        private final String name;
        private final Path path;
        private final Fingerprint opened;

        WholeFile(InputStream content, String name, Path path, Fingerprint opened) {
            super(content);
            this.name = name;
            this.path = path;
            this.opened = opened;
        }

        @Override
        public int read() throws IOException {
            return checked(super.read());
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return checked(super.read(buffer, offset, length));
        }

        private int checked(int result) throws IOException {
            if (result < 0 && !isWhole()) {
                throw new StorageUnavailableException("Object " + name + " was changed while it was read");
            }
            return result;
        }

        /**
         * Whether the open file was not changed. Another file at this path is a later generation and does not affect the open one. When
         * the file is replaced, its change time moves shortly before the path points to the new file: waiting a moment shows which case it
         * is.
         */
        private boolean isWhole() throws IOException {
            for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
                Optional<Fingerprint> now = Fingerprint.of(path);
                if (now.isEmpty()
                        || !now.get().file().equals(opened.file())
                        || now.get().equals(opened)) {
                    return true;
                }
                if (now.get().size() != opened.size() || now.get().modified() != opened.modified()) {
                    return false;
                }
                LockSupport.parkNanos(ONE_MILLISECOND);
            }
            return false;
        }
    }
}
