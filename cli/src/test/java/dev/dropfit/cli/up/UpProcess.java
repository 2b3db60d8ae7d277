package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.Dropfit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code dropfit up} as a process of its own, with its output in a file. */
final class UpProcess implements AutoCloseable {
    private static final int MAX_SECONDS = 120;

    private final Process process;
    private final Path output;

    private UpProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static UpProcess start(Path home, String... more) throws IOException {
        return start(home, Map.of(), more);
    }

    /** @param environment more variables */
    static UpProcess start(Path home, Map<String, String> environment, String... more) throws IOException {
        Path output = Files.createTempFile("dropfit-up", ".txt");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Dropfit.class.getName(),
                "up",
                "--home",
                home.toString());
        builder.command().addAll(more.length > 0 ? List.of(more) : List.of("--port", "0"));
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new UpProcess(process, output);
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /** Waits until the output has this; returns the match. */
    Matcher await(String pattern) throws IOException, InterruptedException {
        Pattern compiled = Pattern.compile(pattern);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_SECONDS);
        while (true) {
            boolean alive = process.isAlive();
            Matcher matcher = compiled.matcher(output());
            if (matcher.find()) {
                return matcher;
            }
            if (!alive || System.nanoTime() > end) {
                throw new AssertionError("Not found: " + pattern + "\nin the output:\n" + output());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Waits until it has ended by itself. */
    int status() throws InterruptedException {
        assertThat(process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** Ends it as Ctrl-C does. */
    void stop() {
        process.destroy();
    }

    /** Ends it as a power cut does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() throws IOException {
        kill();
        Files.deleteIfExists(output);
    }
}
