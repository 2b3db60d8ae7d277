package dev.dropfit.cli.bucket;

import com.google.gson.JsonObject;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.core.Figures;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.csv.CsvParser;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.PackedCsv;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.LabelFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dropfit feedback}: appends labelled rows to the dataset of a model. */
@Command(
        name = "feedback",
        header = "Append labelled rows to the dataset of a model.",
        description =
                "Reads the files of labels of a model, MODEL/labels.csv and MODEL/labels/*.csv, and appends their rows"
                        + " to its dataset, which starts a run. A file needs the columns of the model and the label. Rows"
                        + " that the dataset has already are left out. Without --to-dataset, only says how many rows there"
                        + " are.",
        footer = {"  dropfit feedback churn", "  dropfit feedback churn --to-dataset"})
public final class FeedbackCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ModelArguments arguments = new ModelArguments();

    @Option(names = "--to-dataset", description = "Write the dataset, as a new generation.")
    private boolean toDataset;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** The command, which reports on this console. */
    public FeedbackCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        ModelName name = arguments.name();
        try (Bucket models = arguments.models();
                Bucket data = arguments.data()) {
            Pipeline pipeline = pipeline(new Registry(models), name);
            Optional<CurrentDataset> found = CurrentDataset.find(data, name);
            if (found.isEmpty()) {
                throw BucketArguments.noDataset(data, name);
            }
            CurrentDataset current = found.get();
            if (current.isInParts()) {
                throw new CommandFailure(
                        "the dataset of " + name + " is in parts, to which nothing is appended; write the"
                                + " rows as one more part into " + name.partsFolder());
            }
            ObjectInfo dataset = current.info();
            byte[] csv = content(data, dataset);
            DatasetRows before = rows(csv, pipeline.label(), dataset.name());
            LabelledRows labelled = labelled(data, name, pipeline, before);
            List<List<String>> rows =
                    labelled.rows().stream().filter(row -> !before.has(row)).toList();
            int present = labelled.rows().size() - rows.size();
            if (json) {
                JsonObject result = new JsonObject();
                result.addProperty("model", name.value());
                result.addProperty("new_rows", rows.size());
                result.addProperty("rows_in_dataset", present);
                result.addProperty("unusable_rows", labelled.unusable());
                if (toDataset && !rows.isEmpty()) {
                    result.addProperty("object", dataset.name());
                    // As a string: not every reader of JSON has whole numbers of this size.
                    result.addProperty("generation", Long.toString(append(data, pipeline, dataset, csv, before, rows)));
                }
                console.json(result);
                return 0;
            }
            if (labelled.unusable() > 0) {
                console.line(
                        Console.Colour.NOTABLE,
                        Figures.count(labelled.unusable(), "row of the labels", "rows of the labels")
                                + " can't be used; 'dropfit live " + name + "' says why");
            }
            String known = Figures.count(present, "row is", "rows are") + " in the dataset already";
            if (rows.isEmpty() || !toDataset) {
                console.line(name + "  " + Figures.rows(rows.size()) + " can be appended; " + known
                        + (rows.isEmpty() ? "" : "; --to-dataset appends them"));
                return 0;
            }
            long written = append(data, pipeline, dataset, csv, before, rows);
            console.line(name + "  " + Figures.rows(rows.size()) + " appended to " + dataset.name() + ", as generation "
                    + written + "; " + known);
            return 0;
        } catch (PreconditionFailedException e) {
            throw new CommandFailure(
                    "the dataset of " + name + " was changed at the same time; nothing was written. Try again", e);
        }
    }

    private static Pipeline pipeline(Registry registry, ModelName name) throws IOException, CommandFailure {
        Optional<StoredObject> latest = registry.readLatest(name);
        if (latest.isEmpty()) {
            throw BucketArguments.notServed(registry, name);
        }
        try (StoredObject object = latest.get()) {
            return ModelFile.readToPredict(ModelFile.bytes(object)).pipeline();
        }
    }

    private static byte[] content(Bucket data, ObjectInfo dataset) throws IOException, CommandFailure {
        Optional<StoredObject> stored = data.read(dataset.name(), dataset.generation());
        try (StoredObject object = stored.orElseThrow(
                        () -> new PreconditionFailedException(dataset.name(), dataset.generation()));
                InputStream csv = PackedCsv.open(object.content()).csv()) {
            return csv.readAllBytes();
        } catch (InvalidTableException e) {
            throw new CommandFailure(dataset.name() + " can't be read: " + e.getMessage(), e);
        }
    }

    private static DatasetRows rows(byte[] csv, String label, String object) throws IOException, CommandFailure {
        try {
            return DatasetRows.read(csv, label);
        } catch (InvalidTableException e) {
            throw new CommandFailure(object + " can't be read: " + e.getMessage(), e);
        }
    }

    /** The labelled rows of all files that have the columns. */
    private LabelledRows labelled(Bucket data, ModelName name, Pipeline pipeline, DatasetRows dataset)
            throws IOException, CommandFailure {
        LabelledRows rows = new LabelledRows(pipeline, dataset.names());
        List<ObjectInfo> files = LabelFile.list(data, name);
        if (files.isEmpty()) {
            throw new CommandFailure("model " + name + " has no labels; drop them as " + LabelFile.plain(name));
        }
        for (ObjectInfo file : files) {
            Optional<StoredObject> stored = data.read(file.name());
            if (stored.isEmpty()) {
                continue;
            }
            try (StoredObject object = stored.get();
                    InputStream csv = PackedCsv.open(object.content()).csv()) {
                CsvParser.parse(csv, rows);
            } catch (InvalidTableException e) {
                if (!json) {
                    console.line(Console.Colour.NOTABLE, file.name() + " is left out: " + e.getMessage());
                }
            }
        }
        return rows;
    }

    /** Writes the dataset with more rows; returns its generation. */
    private static long append(
            Bucket data, Pipeline pipeline, ObjectInfo dataset, byte[] csv, DatasetRows before, List<List<String>> rows)
            throws IOException, CommandFailure {
        byte[] appended = appended(csv, before, rows, pipeline.label(), dataset.name());
        return data.write(
                        dataset.name(),
                        dataset.name().endsWith(".gz") ? packed(appended) : appended,
                        dataset.generation())
                .generation();
    }

    /** The dataset with more rows, its own bytes unchanged. */
    private static byte[] appended(byte[] csv, DatasetRows before, List<List<String>> rows, String label, String object)
            throws IOException, CommandFailure {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(csv);
        if (csv.length > 0 && csv[csv.length - 1] != '\n' && csv[csv.length - 1] != '\r') {
            out.write('\n');
        }
        CsvWriter writer = CsvWriter.builder()
                .fieldSeparator(before.separator())
                .lineDelimiter(LineDelimiter.LF)
                .build(out);
        rows.forEach(writer::writeRecord);
        writer.flush();
        // Lists with frames, other encodings and comments at the end are read too, but nothing can be appended to them
        // so.
        try {
            if (DatasetRows.read(out.toByteArray(), label).continues(before, rows)) {
                return out.toByteArray();
            }
        } catch (InvalidTableException e) {
            // Said below.
        }
        throw new CommandFailure("rows can't be appended to " + object
                + " as it is written; save it as a plain CSV in UTF-8, then try again");
    }

    private static byte[] packed(byte[] csv) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(csv);
        }
        return packed.toByteArray();
    }
}
