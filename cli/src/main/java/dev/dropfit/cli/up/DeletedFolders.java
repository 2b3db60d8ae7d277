package dev.dropfit.cli.up;

import dev.dropfit.core.bucket.DirectoryBucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Creates the folders of buckets again when they were deleted while they are in use. A folder counts as deleted when two looks in a row do
 * not find it: a folder that is moved away and back at once is not deleted. Not thread-safe.
 */
final class DeletedFolders {
    /** Where a folder keeps the generations of its objects. Without it, the folder can't be used. */
    private static final String GENERATIONS = ".dropfit";

    private final List<Path> folders;
    private final Set<Path> missing = new HashSet<>();

    DeletedFolders(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** Looks once: returns the folders that were created again. */
    List<Path> look() throws IOException {
        List<Path> created = new ArrayList<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder.resolve(GENERATIONS))) {
                missing.remove(folder);
            } else if (!missing.add(folder)) {
                new DirectoryBucket(folder, Clock.systemUTC()).close();
                missing.remove(folder);
                created.add(folder);
            }
        }
        return created;
    }
}
