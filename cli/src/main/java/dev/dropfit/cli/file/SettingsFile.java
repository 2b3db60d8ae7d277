package dev.dropfit.cli.file;

import dev.dropfit.cli.console.Console;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings that go with a file.
 *
 * @param path where they are; empty when there are none
 * @param text their text, empty when there are none
 * @param beside whether they were found beside the dataset, not asked for
 */
record SettingsFile(Optional<Path> path, String text, boolean beside) {
    /** Those asked for, else a {@code dropfit.json} beside the dataset, else none. */
    static SettingsFile find(Optional<Path> asked, InputFile dataset) throws IOException {
        if (asked.isPresent()) {
            return new SettingsFile(asked, text(asked.get()), false);
        }
        Optional<Path> beside =
                dataset.path().map(path -> path.resolveSibling("dropfit.json")).filter(Files::isRegularFile);
        return beside.isPresent()
                ? new SettingsFile(beside, text(beside.get()), true)
                : new SettingsFile(Optional.empty(), "", false);
    }

    private static String text(Path path) throws IOException {
        return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    }

    Settings settings() throws InvalidSettingsException {
        return path.isPresent() ? SettingsReader.read(text) : Settings.NONE;
    }

    /** Says which settings are used. */
    void announce(Console console) {
        path.ifPresent(file ->
                console.line("settings: " + file + (beside ? " (beside the file; --config FILE takes others)" : "")));
    }
}
