package dev.dropfit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManPagesTest {
    /** The macros of man(7) that the pages use. Another line that begins with a dot would be lost. */
    private static final String KNOWN_LINE = "\\.(TH \"|SH [A-Z ]+$|PP$|TP$|nf$|fi$).*|[^.'].*";

    @TempDir
    private Path folder;

    @Test
    void everyCommandHasAPage() throws IOException {
        ManPages.main(new String[] {folder.resolve("man1").toString(), "0.1.0"});

        List<String> commands = CommandRun.of("--help")
                .out()
                .lines()
                .dropWhile(line -> !line.equals("Commands:"))
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.startsWith("  ") && line.charAt(2) != ' ')
                .map(line -> "dropfit-" + line.strip().split(" ", 2)[0] + ".1")
                .toList();
        try (Stream<Path> files = Files.list(folder.resolve("man1"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .hasSizeGreaterThan(20)
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(Stream.of("dropfit.1"), commands.stream())
                            .toList());
        }
    }

    @Test
    void aPageHasTheTextsOfTheHelp() throws IOException {
        ManPages.main(new String[] {folder.toString(), "0.1.0"});

        assertThat(Files.readString(folder.resolve("dropfit-check.1")))
                .startsWith("""
                    .TH "DROPFIT-CHECK" "1" "" "dropfit 0.1.0" "Dropfit"
                    .SH NAME
                    dropfit\\-check \\- Check whether a CSV or an Excel sheet can be trained on
                    .SH SYNOPSIS
                    dropfit check [\\-h] [\\-\\-json] [\\-\\-config=FILE] FILE
                    """)
                .contains("""
                    .TP
                    \\fB\\-\\-config\\fR=\\fIFILE\\fR
                    Read settings from this file (default: dropfit.json in the folder of FILE, if it exists).
                    """, """
                    .SH EXAMPLES
                    .nf
                      dropfit check datasets/heart\\-disease/dataset.csv
                    """, """
                    .SH EXIT STATUS
                    .TP
                    0
                    success
                    """);
        assertThat(Files.readString(folder.resolve("dropfit-canary.1"))).contains("1 to 100 (default: 5).");
        assertThat(Files.readString(folder.resolve("dropfit.1"))).contains("\\fBdropfit\\-train\\fR(1)");
    }

    @Test
    void noTextIsTakenForAMacro() throws IOException {
        ManPages.main(new String[] {folder.toString(), "0.1.0"});

        try (Stream<Path> pages = Files.list(folder)) {
            for (Path page : pages.toList()) {
                assertThat(Files.readAllLines(page)).allMatch(line -> line.matches(KNOWN_LINE));
            }
        }
    }
}
