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
        ProcessBuilder builder = new ProcessBuilder(arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        try {
            return new Started(builder.start());
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

    private record Started(Process process) implements Execution {
        @Override
        public String name() {
            return ProcessLauncher.name(process.toHandle());
        }

        @Override
        public void await() throws IOException {
            try {
                int status = process.waitFor();
                if (status != 0) {
                    throw new IOException("The process that trains larger datasets ended with exit status " + status);
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new IOException("The process that trains larger datasets was interrupted", e);
            }
        }
    }
}
