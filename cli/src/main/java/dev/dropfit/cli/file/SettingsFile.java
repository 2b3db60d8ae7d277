package dev.dropfit.cli.file;

import dev.dropfit.cli.console.Console;
import dev.dropfit.core.Figures;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings of a dataset file.
 *
 * @param path their file; empty when there are none
 * @param text their text; empty when there are none
 * @param found whether they were found next to the dataset, not given as an argument
 */
record SettingsFile(Optional<Path> path, String text, boolean found) {
    /** The given settings, else a {@code dropfit.json} next to the dataset, else none. */
    static SettingsFile find(Optional<Path> given, InputFile dataset) throws IOException {
        if (given.isPresent()) {
            return new SettingsFile(given, text(given.get()), false);
        }
        Optional<Path> sibling =
                dataset.path().map(path -> path.resolveSibling("dropfit.json")).filter(Files::isRegularFile);
        return sibling.isPresent()
                ? new SettingsFile(sibling, text(sibling.get()), true)
                : new SettingsFile(Optional.empty(), "", false);
    }

    private static String text(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(SettingsReader.MAX_BYTES + 1);
            if (content.length > SettingsReader.MAX_BYTES) {
                throw new IOException("settings " + path + " are larger than " + Figures.bytes(SettingsReader.MAX_BYTES)
                        + ", which is the maximum");
            }
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    Settings settings() throws InvalidSettingsException {
        return path.isPresent() ? SettingsReader.read(text) : Settings.NONE;
    }

    /** What is wrong with these settings: the message names their file. */
    String problem(InvalidSettingsException e) {
        return e.messageFor(path.map(Path::toString).orElse("dropfit.json"));
    }

    /** Prints which settings are used. */
    void announce(Console console) {
        path.ifPresent(file -> console.line(
                "settings: " + file + (found ? " (found next to the file; --config FILE changes it)" : "")));
    }
}
