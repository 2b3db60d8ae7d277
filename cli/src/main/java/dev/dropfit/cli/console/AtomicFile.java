package dev.dropfit.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/** A file that appears complete or not at all: its content is written to a temporary file, which then replaces it. */
public final class AtomicFile implements AutoCloseable {
    private final Path place;
    private final Path temporary;
    private final FileChannel channel;

    /** @throws CommandFailure when nothing can be written there */
    public AtomicFile(Path place) throws CommandFailure {
        this.place = place;
        Path folder = place.toAbsolutePath().getParent();
        if (Files.isDirectory(place) || folder == null) {
            throw new CommandFailure(place + " is a folder; give the name of a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure(
                    "can't write " + place.getFileName() + ": the folder " + folder + " does not exist");
        }
        temporary = folder.resolve("." + place.getFileName() + "."
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        try {
            channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            // Also when the process is interrupted while it writes.
            temporary.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new CommandFailure(
                    "can't write to the folder " + folder + "; check its permissions and the free space", e);
        }
    }

    public static void write(Path place, byte[] content) throws IOException, CommandFailure {
        try (AtomicFile file = new AtomicFile(place)) {
            file.stream().write(content);
            file.finish();
        }
    }

    /** Takes the content; closed with the file. */
    public OutputStream stream() {
        return Channels.newOutputStream(channel);
    }

    /** Replaces the file with what was written. */
    public void finish() throws IOException {
        channel.force(true);
        Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(temporary);
    }
}
