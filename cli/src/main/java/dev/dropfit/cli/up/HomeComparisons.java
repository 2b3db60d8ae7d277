package dev.dropfit.cli.up;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.dropfit.core.Figures;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import dev.dropfit.monitor.dashboard.read.SameRows;
import dev.dropfit.trainer.HoldoutPredictions;
import dev.dropfit.trainer.VersionComparison;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Versions on the holdout rows of the current datasets of a home, one question at a time. Remembers the last one, because a page that
 * updates itself asks again. Thread-safe. */
final class HomeComparisons {
    /** A larger dataset takes longer than people wait for a page. */
    static final long MAX_BYTES = 20_000_000;

    private final Bucket data;
    private final Registry registry;
    private Optional<Answer> last = Optional.empty();

    /**
     * The comparisons of a home.
     *
     * @param data the data bucket
     * @param registry of its models
     */
    HomeComparisons(Bucket data, Registry registry) {
        this.data = data;
        this.registry = registry;
    }

    /** What a comparison depends on. */
    private record Question(ModelName model, Version version, Version other, long dataset, long settings) {}

    private record Answer(Question question, SameRows rows) {}

    /** Two versions on the same rows. */
    synchronized SameRows of(ModelName model, Version version, Version other) throws IOException {
        Optional<CurrentDataset> current = CurrentDataset.find(data, model);
        if (current.isPresent() && current.get().info().size() > MAX_BYTES) {
            VersionNumbers numbers = registry.numbers(model);
            return new SameRows.Impossible("the dataset has "
                    + Figures.bytes(current.get().info().size())
                    + ", and a page waits for up to " + Figures.bytes(MAX_BYTES) + "; run 'dropfit compare " + model
                    + " " + numbers.name(version) + " " + numbers.name(other) + "'");
        }
        long settings = data.find(model.settings()).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
        Question question = new Question(
                model, version, other, current.map(CurrentDataset::generation).orElse(Bucket.ABSENT), settings);
        if (last.filter(answer -> answer.question().equals(question)).isEmpty()) {
            last = Optional.of(new Answer(question, compare(model, version, other)));
        }
        return last.orElseThrow().rows();
    }

    /**
     * A CSV of what a version predicts for the holdout rows, next to their labels.
     *
     * @throws RefusedException when there is none; the message says why
     */
    synchronized byte[] holdout(ModelName model, Version version) throws IOException, RefusedException {
        Optional<CurrentDataset> current = CurrentDataset.find(data, model);
        if (current.isPresent() && current.get().info().size() > MAX_BYTES) {
            throw new RefusedException(
                    413,
                    "Dataset too large",
                    "The dataset has " + Figures.bytes(current.get().info().size()) + ", and a page waits for up to "
                            + Figures.bytes(MAX_BYTES) + ". Score it with 'dropfit predict'.");
        }
        try {
            List<List<String>> table = HoldoutPredictions.table(
                    data, model, VersionComparison.Candidate.read(registry, model, registry.numbers(model), version));
            StringWriter csv = new StringWriter();
            try (CsvWriter writer =
                    CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(csv)) {
                table.forEach(writer::writeRecord);
            }
            return csv.toString().getBytes(StandardCharsets.UTF_8);
        } catch (InvalidModelException
                | InvalidTableException
                | InvalidSettingsException
                | VersionComparison.IncomparableException e) {
            throw new RefusedException(
                    409, "No holdout predictions", "The version can't be evaluated: " + e.getMessage() + ".");
        }
    }

    private SameRows compare(ModelName model, Version version, Version other) throws IOException {
        VersionNumbers numbers = registry.numbers(model);
        try {
            VersionComparison.Candidate first = VersionComparison.Candidate.read(registry, model, numbers, version);
            VersionComparison.Candidate second = VersionComparison.Candidate.read(registry, model, numbers, other);
            VersionComparison compared = VersionComparison.onCurrentDataset(data, model, first, second);
            return new SameRows.Evaluated(
                    compared.comparison().challenger().metrics(),
                    compared.comparison().champion().metrics(),
                    compared.rows(),
                    compared.verdict(first, second).orElse(""));
        } catch (InvalidModelException e) {
            return new SameRows.Impossible("a version " + e.getMessage());
        } catch (InvalidTableException e) {
            return new SameRows.Impossible("the dataset can't be read: " + e.getMessage());
        } catch (InvalidSettingsException | VersionComparison.IncomparableException e) {
            return new SameRows.Impossible(String.valueOf(e.getMessage()));
        }
    }
}
