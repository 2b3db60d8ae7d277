package dev.dropfit.cli.bucket;

import com.google.gson.JsonObject;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.registry.Author;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Notebook;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNotes;
import dev.dropfit.core.registry.VersionNumbers;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dropfit note}: writes or shows the notes and tags of a version. */
@Command(
        name = "note",
        header = "Write or show the notes and tags of a version.",
        description =
                "Records the time and your user name. The page of the model and 'dropfit models MODEL' show the tags."
                        + " Without TEXT, --tag and --untag, shows what is written.",
        footer = {
            "  dropfit note churn v14 \"trained without the spring campaign\"",
            "  dropfit note churn v14 --tag before-easter",
            "  dropfit note churn v14"
        })
public final class NoteCommand implements Callable<Integer> {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private final Console console;

    @Mixin
    private ModelArguments arguments = new ModelArguments();

    @Parameters(
            index = "1",
            paramLabel = "VERSION",
            description = "The version. 'dropfit models MODEL' lists the versions.")
    private String version = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "TEXT", description = "The note, at most 500 characters.")
    private Optional<String> text = Optional.empty();

    @Option(names = "--tag", paramLabel = "TAG", description = "Add this tag, such as before-easter.")
    private List<String> tags = List.of();

    @Option(names = "--untag", paramLabel = "TAG", description = "Remove this tag.")
    private List<String> removed = List.of();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** The command, which reports on this console. */
    public NoteCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        ModelName name = arguments.name();
        try (Bucket bucket = arguments.models()) {
            Registry registry = new Registry(bucket);
            VersionNumbers numbers = registry.numbers(name);
            Version wanted = BucketArguments.version(registry, name, numbers, version);
            if (registry.readRecord(name, wanted).isEmpty()) {
                throw new CommandFailure("model " + name + " has no version " + version + " in " + bucket.url()
                        + "; 'dropfit models " + name + "' lists its versions");
            }
            Notebook notebook = registry.notebook(name);
            write(notebook, wanted);
            VersionNotes notes = notebook.read().getOrDefault(wanted, VersionNotes.NONE);
            if (json) {
                JsonObject written = VersionJson.of(name, wanted, numbers);
                Notebook.json(notes).entrySet().forEach(field -> written.add(field.getKey(), field.getValue()));
                console.json(written);
            } else {
                show(notes);
            }
            return 0;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage() + "; nothing more was written", e);
        }
    }

    private void write(Notebook notebook, Version wanted) throws IOException {
        Instant now = Instant.now();
        String who = Author.name();
        if (text.isPresent()) {
            notebook.add(wanted, new VersionNotes.Note(now, who, text.get()));
        }
        for (String tag : tags) {
            notebook.tag(wanted, new VersionNotes.Tag(tag, now, who));
        }
        for (String tag : removed) {
            notebook.untag(wanted, tag);
        }
    }

    private void show(VersionNotes notes) {
        if (notes.equals(VersionNotes.NONE)) {
            console.line("no notes and no tags");
        }
        notes.tags().forEach(tag -> console.line(line(tag.time(), tag.who(), "tag " + tag.name())));
        notes.notes().forEach(note -> console.line(line(note.time(), note.who(), note.text())));
    }

    private static String line(Instant time, String who, String text) {
        return WHEN.format(time) + "  " + (who.isEmpty() ? "" : who + ": ") + text;
    }
}
