package dev.dropfit.cli.file;

import dev.dropfit.cli.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of commands that read a dataset: the file and its settings. */
final class DatasetArguments {
    @Parameters(
            paramLabel = "FILE",
            description =
                    "The dataset: a .csv, a .csv.gz, a .zip with one CSV, an .xlsx, a folder of part-*.csv, or - for"
                            + " standard input.")
    private String file = "";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Read settings from this file (default: dropfit.json in the folder of FILE, if it exists).")
    private Optional<Path> config = Optional.empty();

    InputFile input() {
        return new InputFile(file);
    }

    SettingsFile settings() throws IOException, CommandFailure {
        return SettingsFile.find(config, input());
    }
}
