package dev.dropfit.cli.file;

import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A CSV that a command was given.
 *
 * @param name a path, one that ends in {@code .gz} for a compressed file, or {@code -} for standard input
 */
record InputFile(String name) {
    /** What is read in a moment needs no progress bar, in bytes. */
    private static final long LARGE = 20 << 20;

    /** Where it is; empty for standard input. */
    Optional<Path> path() {
        return name.equals("-") ? Optional.empty() : Optional.of(Path.of(name));
    }

    /** What to call it. */
    String title() {
        return name.equals("-") ? "standard input" : name;
    }

    /**
     * Opens it; the caller closes it. A large file shows how far it is read, on a terminal.
     *
     * @throws CommandFailure when there is nothing to be read
     */
    InputStream open(InputStream standardInput, Console console) throws IOException, CommandFailure {
        if (path().isEmpty()) {
            return new FilterInputStream(standardInput) {
                @Override
                public void close() {
                    // Standard input is not ours to close.
                }
            };
        }
        Path path = path().get();
        if (Files.isDirectory(path)) {
            throw new CommandFailure(name + " is a folder; give the CSV file in it");
        }
        if (!Files.exists(path)) {
            throw new CommandFailure(name + ": there is no such file");
        }
        InputStream content = Files.newInputStream(path);
        if (console.showsProgress() && Files.size(path) >= LARGE) {
            content = ProgressBar.wrap(
                    content,
                    new ProgressBarBuilder()
                            .setTaskName("reading")
                            .setStyle(ProgressBarStyle.ASCII)
                            .setInitialMax(Files.size(path))
                            .setUnit(" MB", 1 << 20)
                            .clearDisplayOnFinish());
        }
        return isCompressed() ? unpacked(content) : content;
    }

    private boolean isCompressed() {
        return name.toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    /** How many bytes of CSV there are, if that can be told without reading them. */
    OptionalLong length() throws IOException {
        return path().isPresent() && !isCompressed() && Files.isRegularFile(path().get())
                ? OptionalLong.of(Files.size(path().get()))
                : OptionalLong.empty();
    }

    private InputStream unpacked(InputStream content) throws IOException {
        try {
            return new Unpacked(new GZIPInputStream(content, 1 << 16), name);
        } catch (ZipException | EOFException e) {
            content.close();
            throw damaged(name, e);
        }
    }

    private static IOException damaged(String name, IOException e) {
        return new IOException(
                name + " is not a whole gzip file (" + e.getMessage() + "); pack it again, or give the CSV itself", e);
    }

    private static final class Unpacked extends FilterInputStream {
        private final String name;

        Unpacked(InputStream in, String name) {
            super(in);
            this.name = name;
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (ZipException | EOFException e) {
                throw damaged(name, e);
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (ZipException | EOFException e) {
                throw damaged(name, e);
            }
        }
    }
}
