package dev.dropfit.cli;

import dev.dropfit.cli.bucket.BigQueryCommand;
import dev.dropfit.cli.bucket.CanaryCommand;
import dev.dropfit.cli.bucket.CancelCommand;
import dev.dropfit.cli.bucket.CardCommand;
import dev.dropfit.cli.bucket.CompareCommand;
import dev.dropfit.cli.bucket.DeleteCommand;
import dev.dropfit.cli.bucket.ExportCommand;
import dev.dropfit.cli.bucket.FeedbackCommand;
import dev.dropfit.cli.bucket.HideCommand;
import dev.dropfit.cli.bucket.LabelCommand;
import dev.dropfit.cli.bucket.LiveCommand;
import dev.dropfit.cli.bucket.ModelsCommand;
import dev.dropfit.cli.bucket.NoteCommand;
import dev.dropfit.cli.bucket.PromoteCommand;
import dev.dropfit.cli.bucket.RetrainCommand;
import dev.dropfit.cli.bucket.RollbackCommand;
import dev.dropfit.cli.bucket.ShadowCommand;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.console.PrintableLines;
import dev.dropfit.cli.console.TextTable;
import dev.dropfit.cli.file.CheckCommand;
import dev.dropfit.cli.file.PredictCommand;
import dev.dropfit.cli.file.TrainCommand;
import dev.dropfit.cli.up.OpenCommand;
import dev.dropfit.cli.up.UpCommand;
import dev.dropfit.core.Environment;
import dev.dropfit.core.Spelling;
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
import java.util.List;
import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command line: lists the commands and decides how each of them ends. */
@Command(
        name = "dropfit",
        versionProvider = Dropfit.CommandVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        header = "Trains models from CSV files and serves their predictions over HTTP.",
        description = "Start with 'dropfit up'. For details, run 'dropfit help COMMAND'.",
        commandListHeading = "%nCommands:%n",
        footer = {"  dropfit up", "  dropfit check datasets/heart-disease/dataset.csv", "  dropfit models heart-disease"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:success", "1:failure; one line on standard error says what to do", "2:wrong usage"})
public final class Dropfit {
    private static final int FAILED = 1;

    /** The library accepts no less. */
    private static final int MIN_HELP_WIDTH = 55;

    private static final int MAX_HELP_WIDTH = 80;

    /** The commands of this project, in the order of the help. */
    private static final List<String> COMMANDS = List.of(
            "up",
            "check",
            "train",
            "predict",
            "models",
            "compare",
            "note",
            "card",
            "export",
            "live",
            "shadow",
            "canary",
            "feedback",
            "bigquery",
            "rollback",
            "promote",
            "label",
            "cancel",
            "hide",
            "delete",
            "retrain",
            "open");

    Dropfit() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int status;
        try {
            status = commandLine(System.in, out, err, arguments).execute(arguments);
        } catch (OutOfMemoryError e) {
            err.println("dropfit: not enough memory; to allow 4 GB, set DROPFIT_JAVA_OPTS=-Xmx4g");
            status = FAILED;
        }
        out.flush();
        System.exit(status);
    }

    /**
     * The commands on these streams, in UTF-8.
     *
     * @param arguments that are to be executed
     */
    static CommandLine commandLine(InputStream in, PrintStream out, PrintStream err, String... arguments) {
        // Set by the script: Java can't find out whether standard error is a terminal.
        boolean terminal = Boolean.getBoolean("dropfit.terminal");
        boolean colours = terminal && Environment.find("NO_COLOR").isEmpty();
        int width = terminal ? width() : TextTable.UNLIMITED;
        Console console = new Console(out, colours, Boolean.getBoolean("dropfit.progress"), width);
        PrintStream rows = terminal ? new PrintStream(new PrintableLines(out), true, StandardCharsets.UTF_8) : out;
        Console errors = new Console(err, false, false);
        CommandLine commands = new CommandLine(new Dropfit());
        // Describing all commands takes longer than most of them run, so a known command is described alone.
        boolean alone = arguments.length > 0 && COMMANDS.contains(arguments[0]);
        for (String name : alone ? List.of(arguments[0]) : COMMANDS) {
            commands.addSubcommand(name, command(name, in, err, rows, console, errors));
        }
        if (!alone) {
            addCommandsOfLibrary(commands);
        }
        commands.getCommandSpec()
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print the version.")
                        .build());
        addHelp(commands);
        commands.setUsageHelpWidth(Math.max(MIN_HELP_WIDTH, Math.min(MAX_HELP_WIDTH, width)));
        commands.getSubcommands().values().forEach(Dropfit::addHelp);
        commands.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        commands.setColorScheme(Help.defaultColorScheme(colours ? Help.Ansi.ON : Help.Ansi.OFF));
        commands.setParameterExceptionHandler((e, given) -> {
            wrongUsage(e);
            return e.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
        });
        commands.setExecutionExceptionHandler((e, command, parsed) -> {
            err.println(Console.printable("dropfit: " + reason(e)));
            return FAILED;
        });
        return commands;
    }

    /** The width of the terminal: the variable COLUMNS, else what the script has found out, else the usual one. */
    private static int width() {
        return Environment.find("COLUMNS")
                .or(() -> Optional.ofNullable(System.getProperty("dropfit.columns")))
                .filter(text -> text.matches("[1-9][0-9]{0,3}"))
                .map(Integer::valueOf)
                .orElse(MAX_HELP_WIDTH);
    }

    private static Object command(
            String name, InputStream in, PrintStream err, PrintStream rows, Console console, Console errors) {
        return switch (name) {
            case "up" -> new UpCommand(console, err);
            case "check" -> new CheckCommand(in, console);
            case "train" -> new TrainCommand(in, console);
            case "predict" -> new PredictCommand(in, rows, console, errors, Boolean.getBoolean("dropfit.pipe"));
            case "models" -> new ModelsCommand(console);
            case "compare" -> new CompareCommand(console);
            case "note" -> new NoteCommand(console);
            case "card" -> new CardCommand(console);
            case "export" -> new ExportCommand(console);
            case "live" -> new LiveCommand(console);
            case "shadow" -> new ShadowCommand(console);
            case "canary" -> new CanaryCommand(console);
            case "feedback" -> new FeedbackCommand(console);
            case "bigquery" -> new BigQueryCommand(console);
            case "rollback" -> new RollbackCommand(console);
            case "promote" -> new PromoteCommand(console);
            case "label" -> new LabelCommand(console);
            case "cancel" -> new CancelCommand(console);
            case "hide" -> new HideCommand(console);
            case "delete" -> new DeleteCommand(in, console);
            case "retrain" -> new RetrainCommand(console);
            case "open" -> new OpenCommand(console);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static void addCommandsOfLibrary(CommandLine commands) {
        CommandLine completion = new CommandLine(new AutoComplete.GenerateCompletion()).setCommandName("completion");
        completion
                .getCommandSpec()
                .usageMessage()
                .header("Print a script that completes commands in bash or zsh.")
                .synopsisHeading("Usage: ")
                .description("Load it with 'source <(dropfit completion)', for example in ~/.bashrc.");
        CommandLine help = new CommandLine(new CommandLine.HelpCommand());
        help.getCommandSpec()
                .usageMessage()
                .header("Show the help of a command.")
                .synopsisHeading("Usage: ")
                .description();
        commands.addSubcommand("completion", completion).addSubcommand("help", help);
    }

    /** What is wrong, and how the command is used in one line; all commands if none was given. */
    private static void wrongUsage(CommandLine.ParameterException e) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        boolean ofCommand = command.getParent() != null;
        if (!ofCommand
                && e instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()) {
            String given = unmatched.getUnmatched().get(0);
            err.println(Console.printable("dropfit: there is no command '" + given + "'"
                    + Spelling.suggestion(given, command.getSubcommands().keySet())));
            err.println("For all commands, run 'dropfit --help'.");
            err.flush();
            return;
        }
        err.println(Console.printable("dropfit: " + e.getMessage()));
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        if (!ofCommand) {
            command.usage(err);
        } else {
            err.print(command.getHelp().fullSynopsis());
            err.println("For details, run '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        err.flush();
    }

    /** The line for standard error that says what failed. */
    static String reason(Exception e) {
        if (e instanceof UncheckedIOException && e.getCause() instanceof IOException cause) {
            return reason(cause);
        }
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied; check its owner and permissions";
        }
        if (e instanceof FileSystemException file) {
            return file.getFile() + ": " + (file.getReason() == null ? "can't be used" : file.getReason());
        }
        if (e instanceof CommandFailure || e instanceof IOException) {
            return String.valueOf(e.getMessage());
        }
        return "unexpected error, please report it: " + e
                + (e.getStackTrace().length > 0 ? " at " + e.getStackTrace()[0] : "");
    }

    /** Gives every command the same help option and headings. */
    private static void addHelp(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.findOption("--help") == null) {
            spec.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help.")
                    .build());
        }
        spec.usageMessage()
                .descriptionHeading("%n")
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n")
                .footerHeading(spec.usageMessage().footer().length == 0 ? "" : "%nExamples:%n");
    }

    /** The version of the jar. */
    static final class CommandVersion implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Dropfit.class.getPackage().getImplementationVersion();
            return new String[] {"dropfit " + (version == null ? "(not packaged)" : version)};
        }
    }
}
