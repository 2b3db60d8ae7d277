package dev.dropfit.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Console console(boolean colours) {
        return new Console(new PrintStream(out, true, StandardCharsets.UTF_8), colours, false);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void controlCharactersArePrintedAsReplacementCharactersEverywhere() {
        console(false).line("a\u001B[2Jb");
        console(false).line(Console.Colour.BAD, "a\rb");
        console(false).marked("a\tb ", Console.Colour.BAD, "c\u0007d", " e\u0000f");
        console(false).block("a\u009Bb\nc");

        assertThat(printed()).isEqualTo("a\uFFFD[2Jb\na\uFFFDb\na\uFFFDb c\uFFFDd e\uFFFDf\na\uFFFDb\nc\n");
    }

    @Test
    void directionMarksAndOverridesArePrintedAsReplacementCharacters() {
        console(false).line("a\u202Eb\u2066c\u200Fd\u061Ce\u2069f\u2028g");

        assertThat(printed()).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg\n");
    }

    @Test
    void jsonKeepsInvisibleCharactersAsEscapes() {
        console(false).json("{\n  \"a\u202Eb\u009Bc\": 1\n}");

        assertThat(printed()).isEqualTo("{\n  \"a\\u202eb\\u009bc\": 1\n}\n");
    }

    @Test
    void colouredTextCanNotAddColoursOfItsOwn() {
        console(true).line(Console.Colour.NOTABLE, "a\u001B[31mb");

        assertThat(printed()).isEqualTo("\u001B[33ma\uFFFD[31mb\u001B[0m\n");
    }

    @Test
    void onlyTheMarkIsColoured() {
        console(true).marked("head ", Console.Colour.GOOD, "mark", " rest");

        assertThat(printed()).isEqualTo("head \u001B[32mmark\u001B[0m rest\n");
    }

    @Test
    void aTableFitsIntoTheTerminalAndItsHeaderIsBold() {
        TextTable table = new TextTable("nl");
        table.header("column", "why");
        table.row("a-name-that-is-too-long-for-the-terminal", "set in dropfit.json");

        new Console(new PrintStream(out, true, StandardCharsets.UTF_8), true, false, 32).table("  ", table);

        assertThat(printed()).isEqualTo("""
            \u001B[1m  column          why\u001B[0m
              a-name-…rminal  set in
                              dropfit.json
            """);
    }

    @Test
    void charactersOutsideTheBasicPlaneAreKept() {
        assertThat(Console.printable("a\uD83D\uDE00b")).isEqualTo("a\uD83D\uDE00b");
    }

    @Test
    void linesThatBelongTogetherAreNotSeparatedByOtherThreads() throws InterruptedException {
        Console console = console(false);
        Thread other = new Thread(() -> console.line("other"));

        console.together(() -> {
            console.line("first");
            other.start();
            while (other.getState() != Thread.State.BLOCKED && other.getState() != Thread.State.TERMINATED) {
                Thread.onSpinWait();
            }
            console.line("second");
        });
        other.join();

        assertThat(printed()).isEqualTo("first\nsecond\nother\n");
    }
}
