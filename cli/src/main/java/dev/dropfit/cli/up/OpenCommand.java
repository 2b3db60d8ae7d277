package dev.dropfit.cli.up;

import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dropfit open}: shows a model in the browser. */
@Command(
        name = "open",
        header = "Open the dashboard, or the page of a model, in the browser.",
        description = "Prints the address, and opens it if this machine has a browser.",
        footer = {"  dropfit open churn", "  dropfit open churn --url https://dashboard.example.com"})
public final class OpenCommand implements Callable<Integer> {
    private final Console console;
    private final List<String> browser;

    @Parameters(paramLabel = "MODEL", arity = "0..1", description = "The name of the model (default: all models).")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://localhost:8081",
            description = "The address of the dashboard (default: ${DEFAULT-VALUE}, that of 'dropfit up').")
    private URI dashboard = URI.create("http://localhost:8081");

    /** The command, which reports on this console. */
    public OpenCommand(Console console) {
        this(console, browser(System.getProperty("os.name", "")));
    }

    /** @param browser the command that opens the address that is appended to it */
    OpenCommand(Console console, List<String> browser) {
        this.console = console;
        this.browser = browser;
    }

    @Override
    public Integer call() throws CommandFailure {
        if (!List.of("http", "https").contains(String.valueOf(dashboard.getScheme()))) {
            throw new CommandFailure(
                    "--url is '" + dashboard + "'; accepted is an address that starts with http:// or https://");
        }
        String address = dashboard.toString().replaceAll("/+$", "") + "/"
                + (model.isPresent() ? name(model.get()).value() : "");
        console.line(address);
        try {
            new ProcessBuilder(
                            Stream.concat(browser.stream(), Stream.of(address)).toList())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException noBrowser) {
            console.line("Open this address in a browser; this machine has no command for it.");
        }
        return 0;
    }

    private static ModelName name(String text) throws CommandFailure {
        try {
            return new ModelName(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static List<String> browser(String system) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.contains("mac")) {
            return List.of("open");
        }
        return name.contains("windows") ? List.of("rundll32", "url.dll,FileProtocolHandler") : List.of("xdg-open");
    }
}
