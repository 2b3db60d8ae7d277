package dev.dropfit.cli.file;

import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.workbook.TableFile;
import dev.dropfit.cli.workbook.Workbook;
import dev.dropfit.core.csv.CsvNote;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.JoinedCsv;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.trainer.Dataset;
import dev.dropfit.trainer.LabelTrials;
import dev.dropfit.trainer.schema.LabelRule;
import dev.dropfit.trainer.schema.UnusableLabelException;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A CSV, a workbook or a folder of parts given as an argument.
 *
 * @param name a path, or {@code -} for standard input; the content may be packed
 */
record InputFile(String name) {
    /** Files of at least this many bytes get a progress bar; smaller ones are read in a moment. */
    private static final long MIN_BYTES_WITH_PROGRESS = 1 << 20;

    private static final byte[] ZIP = {'P', 'K', 3, 4};

    /** The path; empty for standard input. */
    Optional<Path> path() {
        return name.equals("-") ? Optional.empty() : Optional.of(Path.of(name));
    }

    /** The name to show to a person. */
    String title() {
        return name.equals("-") ? "standard input" : name;
    }

    /**
     * Opens the file; the caller closes it. On a terminal, a large CSV shows a progress bar.
     *
     * @throws CommandFailure when there is no such file
     * @throws InvalidTableException when it is a workbook that can't be read
     */
    TableFile open(InputStream standardInput, Console console)
            throws IOException, CommandFailure, InvalidTableException {
        if (path().isEmpty()) {
            return standardInput(new BufferedInputStream(standardInput) {
                @Override
                public void close() {
                    // Standard input belongs to the process.
                }
            });
        }
        Path path = path().get();
        if (Files.isDirectory(path)) {
            return parts(path);
        }
        if (!Files.exists(path)) {
            throw new CommandFailure("the file " + name + " does not exist");
        }
        if (!Files.isRegularFile(path)) {
            return TableFile.of(Files.newInputStream(path), OptionalLong.empty());
        }
        if (console.showsProgress() && Files.size(path) >= MIN_BYTES_WITH_PROGRESS && !Workbook.isWorkbook(path)) {
            InputStream content = ProgressBar.wrap(
                    Files.newInputStream(path),
                    new ProgressBarBuilder()
                            .setTaskName("reading")
                            .setStyle(ProgressBarStyle.ASCII)
                            .setInitialMax(Files.size(path))
                            .setUnit(" MB", 1 << 20)
                            .clearDisplayOnFinish());
            return TableFile.of(content, OptionalLong.of(Files.size(path)));
        }
        return TableFile.open(path);
    }

    /**
     * A file that was read as a dataset.
     *
     * @param notes what was read of a workbook
     */
    record Read(Dataset dataset, List<CsvNote> notes) {}

    /**
     * Reads the file as a dataset, and closes it. What can be read once only, such as standard input, is read with the first label that is guessed.
     *
     * @throws CommandFailure when there is no such file
     * @throws InvalidTableException when it can't be learned from; problems of a part name it
     */
    Read read(InputStream standardInput, Console console, Settings settings)
            throws IOException, CommandFailure, InvalidTableException, InvalidSettingsException {
        LabelRule first = Dataset.labelRule(settings);
        boolean again = path().filter(path -> Files.isRegularFile(path) || Files.isDirectory(path))
                .isPresent();
        return again
                ? LabelTrials.read(first, labels -> read(standardInput, console, settings, labels))
                : read(standardInput, console, settings, first);
    }

    private Read read(InputStream standardInput, Console console, Settings settings, LabelRule labels)
            throws IOException, CommandFailure, InvalidTableException, InvalidSettingsException {
        try (TableFile table = open(standardInput, console)) {
            try {
                return new Read(Dataset.read(table.content(), settings, labels, table.length()), table.notes());
            } catch (UnusableLabelException e) {
                throw table.content() instanceof JoinedCsv parts ? e.located(parts.located(e)) : e;
            } catch (InvalidTableException e) {
                throw table.content() instanceof JoinedCsv parts ? parts.located(e) : e;
            }
        }
    }

    /** The parts in a folder, in the order of their names. */
    private TableFile parts(Path folder) throws IOException, CommandFailure {
        List<JoinedCsv.Part> parts = new ArrayList<>();
        long length = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String part = String.valueOf(file.getFileName());
                if (ModelName.isPartFile(part)) {
                    parts.add(new JoinedCsv.Part(part, Files.size(file), () -> Files.newInputStream(file)));
                    length += Files.size(file);
                }
            }
        }
        if (parts.isEmpty()) {
            throw new CommandFailure(
                    name + " is a folder without part-*.csv or part-*.csv.gz; give a CSV file, or a folder with parts");
        }
        return TableFile.of(new JoinedCsv(parts), OptionalLong.of(length));
    }

    /** A workbook is not read in the order of its bytes, so an archive is stored first. */
    private static TableFile standardInput(BufferedInputStream in) throws IOException, InvalidTableException {
        in.mark(ZIP.length);
        boolean archive = Arrays.equals(in.readNBytes(ZIP.length), ZIP);
        in.reset();
        if (!archive) {
            return TableFile.of(in, OptionalLong.empty());
        }
        Path stored = Files.createTempFile("dropfit-", ".zip");
        stored.toFile().deleteOnExit();
        Files.copy(in, stored, StandardCopyOption.REPLACE_EXISTING);
        return TableFile.open(stored);
    }
}
