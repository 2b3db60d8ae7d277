package dev.dropfit.cli.file;

import dev.dropfit.cli.console.AtomicFile;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.workbook.TableFile;
import dev.dropfit.core.Figures;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.PackedCsv;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
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
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dropfit predict}: reads a CSV and writes it with predictions appended as columns. */
@Command(
        name = "predict",
        header = "Add predictions to a CSV.",
        description =
                "Writes the columns of FILE and appends the prediction and, for classification, one probability_{label}"
                        + " column per label.",
        footer = {
            "  dropfit predict model.zip customers.csv --out predicted.csv",
            "  zcat customers.csv.gz | dropfit predict model.zip - | head"
        })
public final class PredictCommand implements Callable<Integer> {
    private final InputStream in;
    private final PrintStream out;
    private final Console console;
    private final Console notes;
    private final boolean piped;

    @Parameters(index = "0", paramLabel = "MODEL.zip", description = "A model file, from 'dropfit train' or a bucket.")
    private Path model = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description =
                    "The rows to predict: a .csv, a .csv.gz, a .zip with one CSV, an .xlsx, or - for standard input.")
    private String file = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Write to this file (default: standard output).")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--on-error",
            paramLabel = "fail|row",
            description =
                    "What to do with a row that can't be used: fail (default), or keep the row and say why in a last"
                            + " column, error.")
    private OnError onError = OnError.fail;

    @Option(
            names = "--warnings",
            description =
                    "Append a column, warnings: how a row differs from the training rows, such as a missing value.")
    private boolean warnings;

    /** What happens to a row that can't be used. The names are those of the command line. */
    private enum OnError {
        fail,
        row
    }

    /**
     * The command.
     *
     * @param notes takes what is said about the rows if they are written to standard output
     * @param piped whether standard output is a pipe
     */
    public PredictCommand(InputStream in, PrintStream out, Console console, Console notes, boolean piped) {
        this.notes = notes;
        this.piped = piped;
        this.in = in;
        this.out = out;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        InputFile input = new InputFile(file);
        Model loaded = load();
        try (TableFile table = input.open(in, console);
                InputStream csv = PackedCsv.open(table.content()).csv()) {
            if (output.isEmpty()) {
                return print(loaded, table, csv);
            }
            try (AtomicFile target = new AtomicFile(output.get())) {
                OutputStream buffered = new BufferedOutputStream(target.stream(), 1 << 16);
                CsvPrediction.Predicted predicted = predict(loaded, csv, buffered);
                buffered.flush();
                target.finish();
                console.line(output.get() + ": " + Figures.rows(predicted.read().rows() - predicted.bad())
                        + " predicted by version " + loaded.version());
                threshold(loaded).ifPresent(console::line);
                report(table, predicted, console);
            }
            return 0;
        } catch (InvalidTableException e) {
            boolean onlyRows = onError != OnError.row && e.problems().stream().allMatch(problem -> problem.line() > 1);
            throw new CommandFailure(
                    "can't predict " + input.title() + ": " + e.getMessage()
                            + (onlyRows ? ". To predict the other rows, add --on-error row" : ""),
                    e);
        }
    }

    /** Why the less likely of two classes may be predicted. */
    private static Optional<String> threshold(Model loaded) {
        return loaded.pipeline().threshold().isPresent() && loaded.pipeline().target() instanceof Target.Classes classes
                ? Optional.of("'" + classes.name(1) + "' is predicted from a probability of "
                        + Figures.ratio(loaded.pipeline().threshold().getAsDouble()) + " on")
                : Optional.empty();
    }

    private CsvPrediction.Predicted predict(Model loaded, InputStream csv, OutputStream target)
            throws IOException, InvalidTableException {
        return CsvPrediction.predict(
                loaded, csv, target, new CsvPrediction.Columns(false, warnings, onError == OnError.row));
    }

    /** Says how many rows have no prediction, and how the file was read. */
    private static void report(TableFile table, CsvPrediction.Predicted predicted, Console target) {
        if (predicted.bad() > 0) {
            target.marked(
                    "",
                    Console.Colour.NOTABLE,
                    Figures.rows(predicted.bad()) + " could not be predicted",
                    "; the column error says why");
        }
        Stream.concat(table.notes().stream(), predicted.read().notes().stream())
                .forEach(note -> target.marked("", Console.Colour.NOTABLE, note.name() + ": ", note.message()));
    }

    private int print(Model loaded, TableFile table, InputStream csv)
            throws IOException, InvalidTableException, CommandFailure {
        CheckedOutput checked = new CheckedOutput(out);
        try {
            CsvPrediction.Predicted predicted =
                    onError == OnError.row ? printAtOnce(loaded, csv, checked) : printWhole(loaded, csv, checked);
            report(table, predicted, notes);
        } catch (IOException e) {
            // The reader of a pipe may stop early, as head does.
            if (checked.failed() && !piped) {
                throw new CommandFailure("can't write the predictions to standard output", e);
            } else if (!checked.failed()) {
                throw e;
            }
        }
        return 0;
    }

    /** No row can fail the others, so each is printed when it is predicted. */
    private CsvPrediction.Predicted printAtOnce(Model loaded, InputStream csv, OutputStream target)
            throws IOException, InvalidTableException {
        OutputStream buffered = new BufferedOutputStream(target, 1 << 16);
        CsvPrediction.Predicted predicted = predict(loaded, csv, buffered);
        buffered.flush();
        return predicted;
    }

    /** Prints all rows, or nothing if a row can't be used: like a file, standard output is never a part of the result. */
    private CsvPrediction.Predicted printWhole(Model loaded, InputStream csv, OutputStream target)
            throws IOException, InvalidTableException {
        Path whole = Files.createTempFile("dropfit", ".csv");
        whole.toFile().deleteOnExit();
        try {
            CsvPrediction.Predicted predicted;
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(whole), 1 << 16)) {
                predicted = predict(loaded, csv, file);
            }
            Files.copy(whole, target);
            return predicted;
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** Standard output that throws when a write fails; a {@link PrintStream} ignores it. */
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
            throw new CommandFailure(model + " is a folder; give a model file, as written by 'dropfit train'");
        }
        try {
            return ModelFile.readToPredict(Files.readAllBytes(model));
        } catch (InvalidModelException e) {
            throw new CommandFailure(
                    "can't use " + model + " as a model: " + e.getMessage()
                            + ". Give the model file that 'dropfit train' wrote, then the CSV",
                    e);
        }
    }
}
