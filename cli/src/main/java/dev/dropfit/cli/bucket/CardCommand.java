package dev.dropfit.cli.bucket;

import com.google.gson.JsonObject;
import dev.dropfit.cli.console.AtomicFile;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Verdict;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.dashboard.card.ModelCard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dropfit card}: writes the model card of a version. */
@Command(
        name = "card",
        header = "Write the model card of a version as one HTML file.",
        description =
                "The file can be sent, archived and printed: what the model predicts, how good it is, where it is bad,"
                        + " its data and its limits. Every figure is from the record of the run, so the same version gives"
                        + " the same file.",
        footer = {"  dropfit card churn", "  dropfit card churn v14 --out card.html"})
public final class CardCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private VersionArguments arguments = new VersionArguments();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write (default: MODEL-VERSION.html in this folder).")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** The command, which reports on this console. */
    public CardCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        ModelName name = arguments.name();
        try (Bucket bucket = arguments.models()) {
            Registry registry = new Registry(bucket);
            Version wanted = arguments.versionOrServed(registry);
            RunRecord record = registry.readRecord(name, wanted)
                    .orElseThrow(() -> new CommandFailure("model " + name + " has no version " + wanted + " in "
                            + bucket.url() + "; 'dropfit models " + name + "' lists its versions"));
            if (record.verdict() == Verdict.UNREADABLE) {
                throw new CommandFailure(
                        "the record of version " + wanted + " can't be read: " + String.join("; ", record.reasons()));
            }
            Path file = out.orElseGet(() -> Path.of(ModelCard.fileName(name, wanted)));
            AtomicFile.write(file, new ModelCard().of(name, record).toString().getBytes(StandardCharsets.UTF_8));
            if (json) {
                JsonObject written = VersionJson.of(name, wanted, registry.numbers(name));
                written.addProperty("file", file.toString());
                console.json(written);
            } else {
                console.line("wrote " + file);
            }
        }
        return 0;
    }
}
