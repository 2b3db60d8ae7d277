package dev.dropfit.core.bucket;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Detects changes of a file without reading it. The file system sets the change time on every write and rename; copying a file can't
 * restore an old one.
 *
 * @param size in bytes
 * @param modified in nanoseconds since 1970
 * @param changed in nanoseconds since 1970
 * @param file the inode number
 */
record Fingerprint(long size, long modified, long changed, String file) {
    /** The current state of a regular file; empty when there is none at this path. Does not follow links. */
    static Optional<Fingerprint> of(Path path) throws IOException {
        Map<String, Object> attributes;
        try {
            attributes = path.getFileSystem().supportedFileAttributeViews().contains("unix")
                    ? Files.readAttributes(
                            path, "unix:isRegularFile,size,lastModifiedTime,ctime,ino", LinkOption.NOFOLLOW_LINKS)
                    : Files.readAttributes(
                            path, "isRegularFile,size,lastModifiedTime,creationTime", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // A parent of this path is a file.
            if (!Files.isDirectory(path.resolveSibling(""))) {
                return Optional.empty();
            }
            throw e;
        }
        if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
            return Optional.empty();
        }
        boolean unix = attributes.containsKey("ctime");
        return Optional.of(new Fingerprint(
                (Long) requireNonNull(attributes.get("size")),
                nanos(attributes.get("lastModifiedTime")),
                nanos(attributes.get(unix ? "ctime" : "creationTime")),
                unix ? String.valueOf(attributes.get("ino")) : "-"));
    }

    private static long nanos(@Nullable Object time) {
        return ((FileTime) requireNonNull(time)).to(TimeUnit.NANOSECONDS);
    }

    /** One line, without a line break. */
    @Override
    public String toString() {
        return size + " " + modified + " " + changed + " " + file;
    }
}
