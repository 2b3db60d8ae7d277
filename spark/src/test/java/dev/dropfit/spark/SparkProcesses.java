package dev.dropfit.spark;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;

/** A cluster on this machine, of Spark's own jars: a master and two workers with one CPU each, as processes. */
final class SparkProcesses implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path home;
    private final int port;
    private final List<Process> processes = new ArrayList<>();

    private SparkProcesses(Path home, int port) {
        this.home = home;
        this.port = port;
    }

    /** @param home an empty folder for logs and the files of executors */
    static SparkProcesses start(Path home) throws IOException, InterruptedException {
        // Workers look for Spark's installation; the class path has its jars.
        Files.createDirectories(home.resolve("jars"));
        SparkProcesses cluster = new SparkProcesses(home, freePort());
        cluster.processes.add(cluster.start(
                "master",
                List.of("-Xmx128m"),
                List.of(
                        "org.apache.spark.deploy.master.Master",
                        "--host",
                        HOST,
                        "--port",
                        String.valueOf(cluster.port),
                        "--webui-port",
                        "0"),
                Map.of()));
        cluster.awaitMaster();
        for (int worker = 1; worker <= 2; worker++) {
            cluster.processes.add(cluster.start(
                    "worker" + worker,
                    List.of("-Xmx128m"),
                    List.of(
                            "org.apache.spark.deploy.worker.Worker",
                            "--host",
                            HOST,
                            "--webui-port",
                            "0",
                            "--cores",
                            "1",
                            "--memory",
                            "2G",
                            "--work-dir",
                            home.resolve("work" + worker).toString(),
                            cluster.url()),
                    Map.of()));
        }
        return cluster;
    }

    String url() {
        return "spark://" + HOST + ":" + port;
    }

    /** The settings of an application on this cluster. */
    Map<String, String> settings() {
        return Map.of(
                "spark.master",
                url(),
                "spark.driver.host",
                HOST,
                "spark.ui.enabled",
                "false",
                "spark.cores.max",
                "2",
                "spark.executor.cores",
                "1",
                "spark.executor.memory",
                "480m",
                "spark.executor.extraClassPath",
                classPath(),
                "spark.local.dir",
                home.toString());
    }

    /** Submits a run as {@code spark-submit} in client mode does. */
    Process submit(String name, Path data, Path models, String model, long generation) throws IOException {
        List<String> options = new ArrayList<>(List.of("-Xmx480m", "-XX:TieredStopAtLevel=1"));
        settings().forEach((key, value) -> options.add("-D" + key + "=" + value));
        return start(
                name,
                options,
                List.of(SparkJob.class.getName(), model, String.valueOf(generation)),
                Map.of(
                        "DROPFIT_DATA",
                        data.toUri().toString(),
                        "DROPFIT_MODELS",
                        models.toUri().toString()));
    }

    /** The executors that are at work. */
    List<ProcessHandle> executors() {
        return processes.stream()
                .flatMap(process -> process.toHandle().children())
                .filter(child -> child.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                .toList();
    }

    private Process start(String name, List<String> options, List<String> command, Map<String, String> environment)
            throws IOException {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(List.of(JavaModuleOptions.defaultModuleOptions().strip().split(" +", -1)));
        all.addAll(options);
        all.add("-XX:+UseSerialGC");
        all.add("-cp");
        all.add(classPath());
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
        builder.redirectOutput(home.resolve(name + ".log").toFile());
        builder.environment().putAll(environment);
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", HOST);
        return builder.start();
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private void awaitMaster() throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end) && processes.get(0).isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return;
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        throw new AssertionError("The master does not start; see " + new File(home.toFile(), "master.log"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        for (Process process : processes) {
            process.toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
