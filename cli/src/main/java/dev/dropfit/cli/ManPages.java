package dev.dropfit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Writes a manual page of each command, for the archives of a release: {@code ManPages FOLDER VERSION}. The format is roff with the macros of man(7);
 * the texts are those of the help.
 */
public final class ManPages {
    private final String version;

    ManPages(String version) {
        this.version = version;
    }

    /**
     * Writes the pages.
     *
     * @param arguments the folder, which is made if it does not exist, and the version of the release
     * @throws IOException if the pages can't be written
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        ManPages pages = new ManPages(arguments[1]);
        for (CommandLine command : commands(Dropfit.commandLine(InputStream.nullInputStream(), nowhere, nowhere))) {
            Files.writeString(folder.resolve(name(command) + ".1"), pages.page(command));
        }
    }

    /** The command itself and those below it. */
    static List<CommandLine> commands(CommandLine dropfit) {
        return Stream.concat(Stream.of(dropfit), dropfit.getSubcommands().values().stream())
                .toList();
    }

    /** The name of the page, such as {@code dropfit-train}. */
    static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName("-");
    }

    /** The page of a command. */
    String page(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        UsageMessageSpec usage = spec.usageMessage();
        List<String> lines = new ArrayList<>();
        lines.add(".TH \"%s\" \"1\" \"\" \"dropfit %s\" \"Dropfit\""
                .formatted(name(command).toUpperCase(Locale.ROOT), version));
        lines.add(".SH NAME");
        lines.add(text(name(command)) + " \\- " + text(withoutPeriod(String.join(" ", usage.header()))));
        lines.add(".SH SYNOPSIS");
        lines.add(text(command.getHelp().synopsis(0).replaceAll("\\s+", " ").strip()));
        lines.add(".SH DESCRIPTION");
        Stream.concat(Stream.of(usage.header()), Stream.of(usage.description()))
                .forEach(paragraph -> lines.addAll(List.of(".PP", text(paragraph))));
        section(lines, "ARGUMENTS", spec.positionalParameters());
        section(lines, "OPTIONS", spec.options());
        if (!command.getSubcommands().isEmpty()) {
            lines.add(".SH COMMANDS");
            command.getSubcommands().values().forEach(sub -> {
                String header =
                        String.join(" ", sub.getCommandSpec().usageMessage().header());
                lines.addAll(List.of(".TP", bold(name(sub)) + "(1)", text(header)));
            });
        }
        if (usage.footer().length > 0) {
            lines.addAll(List.of(".SH EXAMPLES", ".nf"));
            Stream.of(usage.footer()).map(ManPages::text).forEach(lines::add);
            lines.add(".fi");
        }
        lines.add(".SH EXIT STATUS");
        exitStatus(command).forEach(line -> lines.addAll(List.of(".TP", line[0], text(line[1]))));
        if (command.getParent() != null) {
            lines.addAll(List.of(".SH SEE ALSO", bold(name(command.getParent())) + "(1)"));
        }
        return String.join("\n", lines) + "\n";
    }

    /** The exit statuses, which are those of dropfit for every command. */
    private static Stream<String[]> exitStatus(CommandLine command) {
        CommandLine dropfit = command.getParent() == null ? command : command.getParent();
        return dropfit.getCommandSpec().usageMessage().exitCodeList().entrySet().stream()
                .map(status -> new String[] {status.getKey(), status.getValue()});
    }

    private static void section(List<String> lines, String title, List<? extends ArgSpec> arguments) {
        List<? extends ArgSpec> shown =
                arguments.stream().filter(argument -> !argument.hidden()).toList();
        if (!shown.isEmpty()) {
            lines.add(".SH " + title);
        }
        for (ArgSpec argument : shown) {
            lines.addAll(List.of(".TP", term(argument), text(String.join(" ", argument.description()))));
        }
    }

    /** An option with its names and its value, or the name of an argument. */
    private static String term(ArgSpec argument) {
        String value = "\\fI" + text(argument.paramLabel()) + "\\fR";
        if (argument instanceof CommandLine.Model.OptionSpec option) {
            String names = Stream.of(option.names()).map(ManPages::bold).collect(Collectors.joining(", "));
            return option.arity().max() == 0 ? names : names + "=" + value;
        }
        return value;
    }

    private static String bold(String name) {
        return "\\fB" + text(name) + "\\fR";
    }

    private static String withoutPeriod(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /** Text of one line that roff does not interpret: no escape, no macro at its beginning, a minus that can be copied into a shell. */
    private static String text(String written) {
        String line = written.replace("%n", " ").replace("%%", "%").replaceAll("\\s*\\R\\s*", " ");
        String escaped = line.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
