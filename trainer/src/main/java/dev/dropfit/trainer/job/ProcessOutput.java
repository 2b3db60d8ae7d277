package dev.dropfit.trainer.job;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Reads what a process writes, in a thread of its own, so that the process never waits. Of all of it, one line is kept: why the process
 * failed. Thread-safe.
 */
final class ProcessOutput {
    /** The characters of a line that are kept. */
    private static final int MAX_LINE = 300;
    /** The output has no end if a process that the ended one has started still has it. */
    private static final int PATIENCE_SECONDS = 2;

    private static final Pattern LOGGED_ERROR = Pattern.compile("\\S+ \\S+ ERROR |Exception in thread \"[^\"]*\" ");
    private static final Pattern SECRET = Pattern.compile(
            "(?i)((?:password|secret|token|credential|(?:access|account|private).?key)[^\\s=:]*\\s*[=:]\\s*)\\S+");
    private static final Pattern USER = Pattern.compile("://[^/\\s@]+@");

    private final FutureTask<String> cause;

    private ProcessOutput(Process process) {
        cause = new FutureTask<>(() -> {
            try (Reader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                return cause(output);
            }
        });
    }

    /** The output of a process that nobody else reads. */
    static ProcessOutput of(Process process) {
        ProcessOutput output = new ProcessOutput(process);
        Thread thread = new Thread(output.cause, "dropfit-process-output");
        thread.setDaemon(true);
        thread.start();
        return output;
    }

    /**
     * Why the process failed, after it has ended: the first error of Java, of {@code spark-submit}, or in Spark's log, with the next line if
     * it belongs to it; without one, the last line. Values that look secret are left out, and a full
     * stop at the end. Empty if the process wrote nothing.
     */
    String cause() {
        try {
            return cause.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        } catch (ExecutionException | TimeoutException e) {
            return "";
        }
    }

    private static String cause(Reader output) throws IOException {
        String error = "";
        String last = "";
        boolean follows = false;
        StringBuilder line = new StringBuilder();
        while (readLine(output, line)) {
            String text = line.toString();
            if (error.isEmpty()
                    && (text.startsWith("Error") || LOGGED_ERROR.matcher(text).lookingAt())) {
                error = LOGGED_ERROR.matcher(text).replaceFirst("");
                follows = true;
            } else if (follows) {
                // The name and the message of an exception, but neither the place where it was thrown nor the next line
                // of the log.
                error += text.matches("\\p{Alpha}.*") ? " " + text : "";
                follows = false;
            }
            last = text.isBlank() ? last : text;
        }
        String sentence = withoutSecrets(error.isEmpty() ? last : error).strip();
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /** Reads a line, of which the beginning is kept. Returns whether there was one. */
    private static boolean readLine(Reader output, StringBuilder line) throws IOException {
        line.setLength(0);
        int character = output.read();
        boolean found = character >= 0;
        while (character >= 0 && character != '\n') {
            if (line.length() < MAX_LINE && character != '\r') {
                line.append((char) character);
            }
            character = output.read();
        }
        return found;
    }

    private static String withoutSecrets(String line) {
        return USER.matcher(SECRET.matcher(line).replaceAll("$1…")).replaceAll("://…@");
    }
}
