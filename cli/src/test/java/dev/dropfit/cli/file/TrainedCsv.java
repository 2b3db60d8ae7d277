package dev.dropfit.cli.file;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.predictor.predict.CsvPrediction;
import dev.dropfit.trainer.Dataset;
import dev.dropfit.trainer.Training;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** A model of a CSV in some spelling, and its predictions for other rows in the same spelling. */
final class TrainedCsv {
    private final String spelling;
    private final Training training;

    private TrainedCsv(String spelling, Training training) {
        this.spelling = spelling;
        this.training = training;
    }

    /**
     * Trains a model.
     *
     * @param spelling its name, for the message of a failure
     */
    static TrainedCsv of(String spelling, String csv, String settings) {
        return of(spelling, csv.getBytes(StandardCharsets.UTF_8), settings);
    }

    static TrainedCsv of(String spelling, byte[] csv, String settings) {
        try {
            Dataset dataset = Dataset.read(new ByteArrayInputStream(csv), SettingsReader.read(settings));
            return new TrainedCsv(
                    spelling, Training.of(dataset, RunOrigin.ofFile(Version.of(Instant.EPOCH, spelling))));
        } catch (IOException | InvalidTableException | InvalidSettingsException e) {
            throw new AssertionError(spelling, e);
        }
    }

    /** Each column with its kind. */
    List<String> kinds() {
        return training.dataset().schema().columns().stream()
                .map(role -> role.column().name() + " " + role.kind().text())
                .toList();
    }

    /** The last column of the predictions for each row. */
    List<Double> predictions(String csv, char separator) {
        return predictions(csv.getBytes(StandardCharsets.UTF_8), separator);
    }

    List<Double> predictions(byte[] csv, char separator) {
        ByteArrayOutputStream predicted = new ByteArrayOutputStream();
        try {
            CsvPrediction.predict(training.model(), new ByteArrayInputStream(csv), predicted);
        } catch (IOException | InvalidTableException e) {
            throw new AssertionError(spelling, e);
        }
        return predicted
                .toString(StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(line -> Double.valueOf(line.substring(line.lastIndexOf(separator) + 1)))
                .toList();
    }
}
