package dev.dropfit.trainer.job;

import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts the job as a process on this machine, with the code of this process. The process ends with this one. */
public final class ProcessLauncher implements Launcher {
    /** The system property that names the process with which the job ends. */
    public static final String PARENT = "dropfit.parent";

    private final String main;
    private final List<String> options;
    private final Map<String, String> environment;

    /**
     * A job of a class.
     *
     * @param main the name of the class; its arguments are the model and the generation
     * @param options of the virtual machine
     * @param environment variables in addition to those of this process
     */
    public ProcessLauncher(String main, List<String> options, Map<String, String> environment) {
        this.main = main;
        this.options = List.copyOf(options);
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Execution launch(ModelName model, long generation) throws LaunchRefusedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-D" + PARENT + "=" + ProcessHandle.current().pid());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main);
        command.add(model.toString());
        command.add(Long.toString(generation));
        ProcessBuilder builder = new ProcessBuilder(command)
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
