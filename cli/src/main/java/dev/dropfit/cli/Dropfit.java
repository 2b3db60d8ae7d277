package dev.dropfit.cli;

import dev.dropfit.cli.bucket.ModelsCommand;
import dev.dropfit.cli.bucket.PromoteCommand;
import dev.dropfit.cli.bucket.RetrainCommand;
import dev.dropfit.cli.bucket.RollbackCommand;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.file.CheckCommand;
import dev.dropfit.cli.file.PredictCommand;
import dev.dropfit.cli.file.TrainCommand;
import dev.dropfit.cli.up.UpCommand;
import dev.dropfit.core.Environment;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;

/** The command line: which commands there are, and how each of them ends. */
@Command(
        name = "dropfit",
        mixinStandardHelpOptions = true,
        versionProvider = Dropfit.CommandVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        header = "Drop a CSV into a bucket; an HTTP API answers predictions from a model trained on it.",
        commandListHeading = "%nCommands:%n",
        footer = {"", "Start with 'dropfit up'; 'dropfit help COMMAND' tells more of each."},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed; one line on standard error says what to do", "2:wrong usage"})
public final class Dropfit {
    private static final int FAILED = 1;

    Dropfit() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int status;
        try {
            status = commandLine(System.in, out, err).execute(arguments);
        } catch (OutOfMemoryError e) {
            err.println("dropfit: not enough memory; DROPFIT_JAVA_OPTS=-Xmx4g, for one, lets it have 4 GB");
            status = FAILED;
        }
        out.flush();
        System.exit(status);
    }

    /** The commands on these streams, which take and give UTF-8. */
    static CommandLine commandLine(InputStream in, PrintStream out, PrintStream err) {
        // The script knows: Java can't tell whether its standard error is a terminal.
        boolean colours = Boolean.getBoolean("dropfit.terminal")
                && Environment.find("NO_COLOR").isEmpty();
        Console console = new Console(out, colours, Boolean.getBoolean("dropfit.progress"));
        CommandLine commands = new CommandLine(new Dropfit())
                .addSubcommand(new UpCommand(console, err))
                .addSubcommand(new CheckCommand(in, console))
                .addSubcommand(new TrainCommand(in, console))
                .addSubcommand(new PredictCommand(in, out, console, Boolean.getBoolean("dropfit.pipe")))
                .addSubcommand(new ModelsCommand(console))
                .addSubcommand(new RollbackCommand(console))
                .addSubcommand(new PromoteCommand(console))
                .addSubcommand(new RetrainCommand(console))
                .addSubcommand(new CommandLine.HelpCommand());
        commands.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        commands.setColorScheme(Help.defaultColorScheme(colours ? Help.Ansi.ON : Help.Ansi.OFF));
        commands.setExecutionExceptionHandler((e, command, parsed) -> {
            err.println(Console.printable("dropfit: " + reason(e)));
            return FAILED;
        });
        return commands;
    }

    private static String reason(Exception e) {
        if (e instanceof UncheckedIOException && e.getCause() instanceof IOException cause) {
            return reason(cause);
        }
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + ": there is no such file or folder";
        }
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied; look at its owner and its permissions";
        }
        if (e instanceof FileSystemException file) {
            return file.getFile() + ": " + (file.getReason() == null ? "can't be used" : file.getReason());
        }
        if (e instanceof CommandFailure || e instanceof IOException) {
            return String.valueOf(e.getMessage());
        }
        return "this should not have happened, please report it: " + e
                + (e.getStackTrace().length > 0 ? " at " + e.getStackTrace()[0] : "");
    }

    /** What the jar says of itself. */
    static final class CommandVersion implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Dropfit.class.getPackage().getImplementationVersion();
            return new String[] {"dropfit " + (version == null ? "(not packaged)" : version)};
        }
    }
}
