package dev.dropfit.cli.file;

import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A CSV given as an argument.
 *
 * @param name a path, or {@code -} for standard input; the content may be packed
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
        return content;
    }

    /** The length of the file in bytes, if it is known before reading. */
    OptionalLong length() throws IOException {
        return path().isPresent() && Files.isRegularFile(path().get())
                ? OptionalLong.of(Files.size(path().get()))
                : OptionalLong.empty();
    }
}
