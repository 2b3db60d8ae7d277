package dev.dropfit.core.bucket;

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
 * A folder as a bucket. Objects are files that anybody may also copy in, edit or delete by hand; such a file gets a new generation from
 * whoever looks first. What {@link Generations} remembers is in the hidden folder {@code .dropfit}.
 *
 * <p>Generations are the microseconds since 1970 at which they were given, moved on where the clock would repeat itself or go back.
 */
public final class DirectoryBucket implements Bucket {
    private static final int ATTEMPTS = 100;
    private static final long ONE_MILLISECOND = 1_000_000;

    private final Path root;
    private final Generations generations;

    /**
     * Opens a folder; makes it if need be.
     *
     * @throws IOException when it can't be made or written to
     */
    public DirectoryBucket(Path root, Clock clock) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        try {
            Files.createDirectories(this.root);
            generations = new Generations(this.root.resolve(".dropfit"), clock);
        } catch (IOException e) {
            throw new IOException("The folder " + this.root + " can't be made or written to: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + ", " + e.getMessage();
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

    /** What is there now, given a generation if it has none yet. */
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
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
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
        // What was opened is this generation if the path still leads to it.
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
        Path path = path(name);
        Path temporary = generations.temporary(content);
        try (Generations.Lock lock = generations.lock()) {
            checkExpected(name, path, expected, lock);
            long generation = lock.next();
            place(name, temporary, path);
            Fingerprint fingerprint = Fingerprint.of(path)
                    .orElseThrow(() -> new IOException("Object " + name + " was taken away while it was written"));
            lock.remember(name, generation, fingerprint);
            return info(name, generation, fingerprint);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void place(String name, Path temporary, Path path) throws IOException {
        if (leadsAway(path) || Files.isSymbolicLink(path)) {
            throw new IOException(
                    "Can't write object " + name + ": a link is in its way, which would lead out of " + root);
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

    /** Looks at no file, so that files copied in by the thousand need no generations for it. */
    @Override
    public List<String> names(String prefix) throws IOException {
        int end = prefix.lastIndexOf('/');
        if (end >= 0 && !ObjectName.fits(prefix.substring(0, end))) {
            return List.of();
        }
        Path folder = end < 0 ? root : root.resolve(prefix.substring(0, end));
        if (leadsAway(folder.resolve("."))) {
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

    /** Where an object is. A folder that is a link leads out of the bucket: there is nothing behind it. */
    private Path path(String name) {
        return root.resolve(ObjectName.check(name));
    }

    private boolean leadsAway(Path path) {
        for (Path folder = path.getParent(); folder != null && !folder.equals(root); folder = folder.getParent()) {
            if (Files.isSymbolicLink(folder)) {
                return true;
            }
        }
        return false;
    }

    private Optional<Fingerprint> fingerprint(Path path) throws IOException {
        return leadsAway(path) ? Optional.empty() : Fingerprint.of(path);
    }

    private String name(Path path) {
        return root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    @Override
    public void close() {
        // Nothing is held open between calls.
    }

    /** A file's content that fails at its end if the file was written to meanwhile, rather than pass a mixture off as one generation. */
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
         * Whether nobody wrote to the file. Another one at this path is a later generation; the one that is open stays as it was. While it
         * is being replaced the system moves its change time shortly before the path leads elsewhere: then a moment tells.
         */
        private boolean isWhole() throws IOException {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
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
