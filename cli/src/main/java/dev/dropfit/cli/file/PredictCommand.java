package dev.dropfit.cli.file;

import dev.dropfit.cli.console.AtomicFile;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.core.Figures;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.predictor.predict.CsvPrediction;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dropfit predict}: a CSV in, the same CSV with predictions out. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        header = "CSV in, CSV with predictions out.",
        description = {
            "",
            "Writes every column of FILE, then the prediction and, for classes, one probability_{label} per label.",
            ""
        })
public final class PredictCommand implements Callable<Integer> {
    private final InputStream in;
    private final PrintStream out;
    private final Console console;
    private final boolean piped;

    @Parameters(index = "0", paramLabel = "MODEL.zip", description = "A model that dropfit trained.")
    private Path model = Path.of("");

    @Parameters(index = "1", paramLabel = "FILE", description = "A CSV, a .csv.gz, or - for standard input.")
    private String file = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write; standard output if not given.")
    private Optional<Path> output = Optional.empty();

    /** @param piped whether standard output is a pipe */
    public PredictCommand(InputStream in, PrintStream out, Console console, boolean piped) {
        this.piped = piped;
        this.in = in;
        this.out = out;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        InputFile input = new InputFile(file);
        Model loaded = load();
        try (InputStream csv = input.open(in, console)) {
            if (output.isEmpty()) {
                return print(loaded, csv);
            }
            try (AtomicFile target = new AtomicFile(output.get())) {
                OutputStream buffered = new BufferedOutputStream(target.stream(), 1 << 16);
                long rows = CsvPrediction.predict(loaded, csv, buffered);
                buffered.flush();
                target.finish();
                console.line(output.get() + ": " + Figures.rows(rows) + " predicted by version " + loaded.version());
            }
            return 0;
        } catch (InvalidTableException e) {
            throw new CommandFailure(input.title() + " can't be predicted: " + e.getMessage(), e);
        }
    }

    private int print(Model loaded, InputStream csv) throws IOException, InvalidTableException, CommandFailure {
        CheckedOutput checked = new CheckedOutput(out);
        OutputStream buffered = new BufferedOutputStream(checked, 1 << 16);
        try {
            CsvPrediction.predict(loaded, csv, buffered);
            buffered.flush();
        } catch (IOException e) {
            // Whoever reads a pipe may stop when they have seen enough, as head does.
            if (checked.failed() && !piped) {
                throw new CommandFailure("the predictions can't be written to standard output", e);
            } else if (!checked.failed()) {
                throw e;
            }
        }
        return 0;
    }

    /** Standard output, that fails as soon as nothing can be written any more; a {@link PrintStream} goes on in silence. */
    private static final class CheckedOutput extends OutputStream {
        private final PrintStream out;
        private boolean failed;

        CheckedOutput(PrintStream out) {
            this.out = out;
        }

        boolean failed() {
            return failed;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            failed = out.checkError();
            if (failed) {
                throw new IOException("standard output is closed");
            }
        }
    }

    private Model load() throws IOException, CommandFailure {
        if (Files.isDirectory(model)) {
            throw new CommandFailure(model + " is a folder; give a model file, as 'dropfit train' writes");
        }
        try {
            return ModelFile.read(Files.readAllBytes(model));
        } catch (InvalidModelException e) {
            throw new CommandFailure(model + " is no model that can be used: " + e.getMessage(), e);
        }
    }
}
