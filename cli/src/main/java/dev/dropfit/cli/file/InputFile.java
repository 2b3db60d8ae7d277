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
 * A CSV given as an argument.
 *
 * @param name a path, which ends in {@code .gz} for a compressed file, or {@code -} for standard input
 */
record InputFile(String name) {
    /** Files of at least this many bytes get a progress bar; smaller ones are read in a moment. */
    private static final long MIN_BYTES_WITH_PROGRESS = 20 << 20;

    /** The path; empty for standard input. */
    Optional<Path> path() {
        return name.equals("-") ? Optional.empty() : Optional.of(Path.of(name));
    }

    /** The name to show to a person. */
    String title() {
        return name.equals("-") ? "standard input" : name;
    }

    /**
     * Opens the file; the caller closes it. On a terminal, a large file shows a progress bar.
     *
     * @throws CommandFailure when there is no such file
     */
    InputStream open(InputStream standardInput, Console console) throws IOException, CommandFailure {
        if (path().isEmpty()) {
            return new FilterInputStream(standardInput) {
                @Override
                public void close() {
                    // Standard input belongs to the process.
                }
            };
        }
        Path path = path().get();
        if (Files.isDirectory(path)) {
            throw new CommandFailure(name + " is a folder; give a CSV file");
        }
        if (!Files.exists(path)) {
            throw new CommandFailure("the file " + name + " does not exist");
        }
        InputStream content = Files.newInputStream(path);
        if (console.showsProgress() && Files.size(path) >= MIN_BYTES_WITH_PROGRESS) {
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

    /** The length of the CSV in bytes, if it is known before reading. */
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
                name + " is damaged or no gzip file (" + e.getMessage()
                        + "); compress it again, or give the uncompressed CSV",
                e);
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
