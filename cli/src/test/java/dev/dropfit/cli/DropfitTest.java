package dev.dropfit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.console.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropfitTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
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
                "open"
            })
    void everyCommandHasImperativeHelpWithExamples(String command) {
        CommandRun asked = CommandRun.of(command, "--help");

        assertThat(asked.status()).isZero();
        assertThat(asked.err()).isEmpty();
        assertThat(asked.out())
                .containsPattern("^[A-Z][a-z]+ .*\\.\nUsage: dropfit " + command + " ")
                .contains("\nOptions:\n", "\nExamples:\n  dropfit " + command);
        assertThat(asked.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(CommandRun.of("help", command).out()).isEqualTo(asked.out());
        assertThat(CommandRun.of("--help").out()).contains("\n  " + command + " ");
    }

    /** These run until they are stopped, open a browser, or print a CSV or a script. */
    private static final Set<String> WITHOUT_JSON = Set.of("up", "predict", "bigquery", "open", "completion", "help");

    @Test
    void everyCommandThatPrintsDataCanPrintJson() {
        Dropfit.commandLine(InputStream.nullInputStream(), System.out, System.err)
                .getSubcommands()
                .forEach((name, command) -> assertThat(command.getCommandSpec().findOption("--json") != null)
                        .as(name)
                        .isEqualTo(!WITHOUT_JSON.contains(name)));
    }

    @Test
    void theVersionIsPrintedByDropfitItself() {
        assertThat(CommandRun.of("--version").out()).startsWith("dropfit ");
        assertThat(CommandRun.of("models", "--version").status()).isEqualTo(2);
    }

    @Test
    void aMissingArgumentIsAnsweredWithTheUsageInShort() {
        CommandRun run = CommandRun.of("check");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("""
            dropfit: Missing required parameter: 'FILE'
            Usage: dropfit check [-h] [--json] [--config=FILE] FILE
            For details, run 'dropfit check --help'.
            """);
    }

    @Test
    void aMistypedCommandIsAnsweredWithTheOneThatWasProbablyMeant() {
        CommandRun run = CommandRun.of("modles", "churn", "--json");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("""
            dropfit: there is no command 'modles'; did you mean 'models'?
            For all commands, run 'dropfit --help'.
            """);
        assertThat(CommandRun.of("serve").err()).startsWith("dropfit: there is no command 'serve'\n");
    }

    @Test
    void dropfitAloneShowsTheCommands() {
        CommandRun run = CommandRun.of();

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("Missing required subcommand", "Commands:", "models");
    }

    @Test
    void anUnknownOptionIsAnsweredWithSimilarOnes() {
        CommandRun run = CommandRun.of("train", "a.csv", "--metric", "m.json");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("dropfit: Unknown option").contains("--metrics");
    }

    @Test
    void controlCharactersOfAnArgumentAreNotPrinted() {
        assertThat(CommandRun.of("check", "a\u001B[2J.csv").err())
                .contains("a\uFFFD[2J.csv")
                .doesNotContain("\u001B");
        assertThat(CommandRun.of("a\u001B[2J").err()).doesNotContain("\u001B");
    }

    @Test
    void errorsOfTheFileSystemNameTheFileAndSayWhatToDo() {
        assertThat(Dropfit.reason(new NoSuchFileException("a.csv"))).isEqualTo("a.csv does not exist");
        assertThat(Dropfit.reason(new AccessDeniedException("a.csv")))
                .isEqualTo("a.csv: permission denied; check its owner and permissions");
        assertThat(Dropfit.reason(new FileSystemException("a.csv", null, "Too many open files")))
                .isEqualTo("a.csv: Too many open files");
        assertThat(Dropfit.reason(new FileSystemException("a.csv"))).isEqualTo("a.csv: can't be used");
        assertThat(Dropfit.reason(new UncheckedIOException(new NoSuchFileException("b.csv"))))
                .isEqualTo("b.csv does not exist");
    }

    @Test
    void theCompletionKnowsEveryCommand() {
        CommandRun run = CommandRun.of("completion");

        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith("#!/usr/bin/env bash").contains("rollback", "--fail-on");
    }

    @Test
    void expectedFailuresPrintTheirMessageAndOthersAskForAReport() {
        assertThat(Dropfit.reason(new CommandFailure("do this"))).isEqualTo("do this");
        assertThat(Dropfit.reason(new IOException("disk full"))).isEqualTo("disk full");
        assertThat(Dropfit.reason(new IllegalStateException("boom")))
                .startsWith("unexpected error, please report it: java.lang.IllegalStateException: boom at ");
    }
}
