package dev.dropfit.trainer.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Trains on a {@link Shape} in a process of its own, with the collector of the deployed function. */
final class ShapeProcess {
    /** The heap of the deployed function: 70 % of 2 GiB. */
    static final int DEPLOYED_MEGABYTES = 1434;

    private ShapeProcess() {}

    /** Trains with this maximum heap; returns what {@link ShapeTrainer} prints. The process must not end otherwise. */
    static String train(int megabytes, String shape) throws IOException, InterruptedException {
        return run(shape, List.of("-Xmx" + megabytes + "m"));
    }

    /** The same with the deployed heap; the collector runs whenever the heap in use has grown by a tenth. */
    static String live(String shape) throws IOException, InterruptedException {
        return run(
                shape,
                List.of(
                        "-Xmx" + DEPLOYED_MEGABYTES + "m",
                        "-Xms10m",
                        "-Xmn8m",
                        "-XX:MinHeapFreeRatio=10",
                        "-XX:MaxHeapFreeRatio=15"));
    }

    private static String run(String shape, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ActiveProcessorCount=2",
                "-cp",
                System.getProperty("java.class.path"),
                ShapeTrainer.class.getName(),
                shape));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", shape, output).isZero();
        return output;
    }
}
