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

/** A file that is written beside its place and put there whole, or not at all. */
public final class AtomicFile implements AutoCloseable {
    private final Path place;
    private final Path temporary;
    private final FileChannel channel;

    /** @throws CommandFailure when nothing can be written there */
    public AtomicFile(Path place) throws CommandFailure {
        this.place = place;
        Path folder = place.toAbsolutePath().getParent();
        if (Files.isDirectory(place) || folder == null) {
            throw new CommandFailure(place + " is a folder; give a file's name");
        }
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure(folder + ": there is no such folder to write " + place.getFileName() + " to");
        }
        temporary = folder.resolve("." + place.getFileName() + "."
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        try {
            channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new CommandFailure(folder + " can't be written to; look at its permissions and the space left", e);
        }
    }

    public static void write(Path place, byte[] content) throws IOException, CommandFailure {
        try (AtomicFile file = new AtomicFile(place)) {
            file.stream().write(content);
            file.finish();
        }
    }

    /** Where the content goes; closed with the file. */
    public OutputStream stream() {
        return Channels.newOutputStream(channel);
    }

    /** All is written: puts the file in its place. */
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
