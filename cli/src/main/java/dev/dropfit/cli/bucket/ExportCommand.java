package dev.dropfit.cli.bucket;

import com.google.gson.JsonObject;
import dev.dropfit.cli.console.AtomicFile;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.onnx.NotExportableException;
import dev.dropfit.cli.onnx.OnnxModel;
import dev.dropfit.core.Figures;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.registry.ArchivedModel;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dropfit export}: writes a version as a file for other programs. */
@Command(
        name = "export",
        header = "Write a version as one ONNX file.",
        description =
                "The file has the whole model, from the values of a row to its prediction, for ONNX Runtime and other"
                        + " programs that read ONNX. Its inputs have the names of the columns: numbers as doubles (NaN if"
                        + " missing), dates as seconds since 1970, UTC (doubles too), categories as strings (empty if"
                        + " missing).",
        footer = {"  dropfit export churn --onnx churn.onnx", "  dropfit export churn v14 --onnx churn.onnx"})
public final class ExportCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private VersionArguments arguments = new VersionArguments();

    @Option(names = "--onnx", required = true, paramLabel = "FILE", description = "The file to write.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** The command, which reports on this console. */
    public ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        ModelName name = arguments.name();
        try (Bucket bucket = arguments.models()) {
            Registry registry = new Registry(bucket);
            Version version = arguments.versionOrServed(registry);
            Model exported = model(registry, name, version);
            byte[] graph = OnnxModel.of(name.value(), exported);
            AtomicFile.write(file, graph);
            if (json) {
                JsonObject written = VersionJson.of(name, version, registry.numbers(name));
                written.addProperty("file", file.toString());
                written.addProperty("inputs", exported.pipeline().inputs().size());
                written.addProperty("bytes", graph.length);
                console.json(written);
                return 0;
            }
            console.line("wrote %s: %s, %s"
                    .formatted(
                            file,
                            Figures.count(exported.pipeline().inputs().size(), "input", "inputs"),
                            Figures.bytes(graph.length)));
            return 0;
        } catch (NotExportableException e) {
            throw new CommandFailure("can't write " + name + " as ONNX: " + e.getMessage(), e);
        }
    }

    private static Model model(Registry registry, ModelName name, Version version) throws IOException, CommandFailure {
        try {
            return ArchivedModel.read(registry, name, version).model();
        } catch (InvalidModelException e) {
            throw new CommandFailure("version " + version + " of " + name + " " + e.getMessage(), e);
        }
    }
}
