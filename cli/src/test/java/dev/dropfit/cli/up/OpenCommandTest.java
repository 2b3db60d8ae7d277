package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class OpenCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int open(String browser, String... arguments) {
        Console console = new Console(new PrintStream(out, true, StandardCharsets.UTF_8), false, false);
        return new CommandLine(new OpenCommand(console, List.of(browser)))
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    console.line(String.valueOf(e.getMessage()));
                    return 1;
                })
                .execute(arguments);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"churn, http://localhost:8081/churn", "--url=https://dash.example.com/, https://dash.example.com/"})
    void theAddressIsPrintedAndOpened(String argument, String address) {
        assertThat(open("true", argument)).isZero();
        assertThat(printed()).isEqualTo(address + "\n");
    }

    @Test
    void withoutABrowserTheAddressIsForAnotherMachine() {
        assertThat(open("no-such-browser")).isZero();
        assertThat(printed()).startsWith("http://localhost:8081/\nOpen this address in a browser");
    }

    @Test
    void otherAddressesAndNamesAreRefused() {
        assertThat(open("true", "--url", "file:///etc/passwd")).isOne();
        assertThat(open("true", "../x")).isOne();
        assertThat(printed())
                .contains("accepted is an address that starts with http:// or https://")
                .doesNotContain("/../x");
    }
}
