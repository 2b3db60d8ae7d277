package dev.dropfit.trainer;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.trainer.read.FileLength;
import dev.dropfit.trainer.read.HeapBudget;
import dev.dropfit.trainer.read.TableReader;
import dev.dropfit.trainer.schema.LabelRule;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import dev.dropfit.trainer.table.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tables from texts. */
public final class Tables {
    private Tables() {}

    /** Reads a CSV. */
    public static Table read(String csv) throws InvalidTableException {
        return read(csv, Optional.empty());
    }

    /** Reads a CSV whose label has this name. */
    public static Table read(String csv, Optional<String> label) throws InvalidTableException {
        try {
            return TableReader.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), label);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Table read(String csv, Settings settings) throws InvalidTableException {
        try {
            return TableReader.read(
                    new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                    new LabelRule(settings.label(), Optional.empty()),
                    settings.values(),
                    FileLength.UNKNOWN,
                    HeapBudget.Fitting.NONE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What is inferred of a CSV under these settings, a JSON object. */
    public static Schema schema(String csv, String settings) throws InvalidTableException, InvalidSettingsException {
        var said = SettingsReader.read(settings);
        return SchemaInference.infer(read(csv, said), said);
    }

    /** A CSV of this header and as many rows. */
    public static String csv(String header, int rows, IntFunction<String> row) {
        return header + "\n" + IntStream.range(0, rows).mapToObj(row).collect(Collectors.joining("\n")) + "\n";
    }

    /** A CSV with its rows, not its header, in another order or number. */
    public static String withRows(String csv, UnaryOperator<List<String>> change) {
        List<String> lines = csv.lines().toList();
        return lines.get(0) + "\n" + String.join("\n", change.apply(lines.subList(1, lines.size()))) + "\n";
    }

    /** A table of ages and the classes 0 and 1, most of which follow from the age; the first rows of any two are equal. */
    public static String ages(int rows) {
        SplittableRandom random = new SplittableRandom(1);
        return csv("age,target", rows, row -> {
            int age = random.nextInt(20, 80);
            return age + "," + (age + random.nextInt(-5, 6) > 50 ? 1 : 0);
        });
    }
}
