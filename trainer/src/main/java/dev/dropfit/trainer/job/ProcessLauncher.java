package dev.dropfit.trainer.job;

import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts the job as a process on this machine. The process ends with this one. */
public final class ProcessLauncher implements Launcher {
    /** The system property that names the process with which the job ends. */
    public static final String PARENT = "dropfit.parent";

    /** The exit status of a job that is to be started again: EX_TEMPFAIL of {@code sysexits.h}, which no other program uses for wrong settings. */
    public static final int AGAIN = 75;

    /** A process that is ended by a signal has this exit status or a higher one. */
    private static final int KILLED = 128;

    private final List<String> command;
    private final Map<String, String> environment;

    private ProcessLauncher(List<String> command, Map<String, String> environment) {
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
    }

    /**
     * A job with the code of this process.
     *
     * @param main the name of the class; its arguments are the model and the generation
     * @param options of the virtual machine
     * @param environment variables in addition to those of this process
     */
    public static ProcessLauncher java(String main, List<String> options, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add(parent());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        return new ProcessLauncher(command, environment);
    }

    /**
     * A job with Spark.
     *
     * @param submit the program {@code spark-submit}
     * @param jar {@code spark-job.jar}
     * @param environment variables in addition to those of this process
     */
    public static ProcessLauncher spark(String submit, String jar, Map<String, String> environment) {
        return new ProcessLauncher(
                List.of(submit, "--driver-java-options", parent(), "--class", "dev.dropfit.spark.SparkJob", jar),
                environment);
    }

    private static String parent() {
        return "-D" + PARENT + "=" + ProcessHandle.current().pid();
    }

    @Override
    public Execution launch(ModelName model, long generation) throws LaunchRefusedException {
        List<String> arguments = new ArrayList<>(command);
        arguments.add(model.toString());
        arguments.add(Long.toString(generation));
        ProcessBuilder builder = new ProcessBuilder(arguments).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            return new Started(program(command), process, ProcessOutput.of(process));
        } catch (IOException e) {
            throw new LaunchRefusedException("no process can be started on this machine: " + e.getMessage());
        }
    }

    @Override
    public boolean hasEnded(String execution) {
        return ProcessHandle.current()
                .children()
                .noneMatch(process -> name(process).equals(execution));
    }

    private static String name(ProcessHandle process) {
        return "process " + process.pid();
    }

    /** A name for the program in a message. */
    private static String program(List<String> command) {
        return Path.of(command.get(0)).getFileName().toString();
    }

    private record Started(String program, Process process, ProcessOutput output) implements Execution {
        @Override
        public String name() {
            return ProcessLauncher.name(process.toHandle());
        }

        @Override
        public void await() throws IOException, LaunchRefusedException {
            int status;
            try {
                status = process.waitFor();
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new IOException("The process that trains larger datasets was interrupted", e);
            }
            if (status == 0) {
                return;
            }
            String ended = program + " ended with exit status " + status;
            if (status >= KILLED) {
                throw new IOException("The process that trains larger datasets was killed: " + ended);
            }
            String cause = output.cause();
            String message = ended + (cause.isEmpty() ? ", and wrote nothing" : ": " + cause);
            if (status == AGAIN) {
                throw new IOException("The process that trains larger datasets failed: " + message);
            }
            throw new LaunchRefusedException(message);
        }
    }
}
