package dev.dropfit.cli.up;

import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.run.Drop;
import dev.dropfit.cli.run.EndedRuns;
import dev.dropfit.core.Figures;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.DirectoryBucket;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.monitor.dashboard.Dashboard;
import dev.dropfit.monitor.dashboard.http.Login;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dropfit up}: runs the real functions under the real Functions Framework, with folders as buckets. */
@Command(
        name = "up",
        header = "Run everything on this machine.",
        description = {
            "Runs trainer, predictor and dashboard, with folders in place of buckets. Drop a dataset as"
                    + " HOME/data/{model}/dataset.csv: a model is trained, evaluated and, if it is good enough, served."
                    + " Optional settings are in dropfit.json next to the dataset. The first start drops a sample"
                    + " dataset.",
            "Drop rows to score as HOME/data/{model}/batch/{name}.csv: their predictions are in"
                    + " HOME/models/{model}/predictions/{name}.csv.",
            "Drop labels that came true as HOME/data/{model}/labels.csv: 'dropfit live' compares them with the"
                    + " predictions.",
            "Ctrl-C stops it. The next 'dropfit up' continues where it stopped, even after a crash."
        },
        footer = {"  dropfit up", "  dropfit up --home ~/models --port 9000 --no-sample"})
public final class UpCommand implements Callable<Integer> {
    private static final Logger LOGGER = Logger.getLogger(UpCommand.class.getName());
    private static final String SAMPLE = "datasets/heart-disease";
    private static final Duration MIN_PAUSE = Duration.ofMillis(250);
    private static final Duration MAX_PAUSE = Duration.ofMillis(500);
    /** A pause between two looks is so many times as long as a look, so that many models do not keep a CPU busy. */
    private static final int PAUSE_PER_LOOK = 10;

    /** The number of models that are trained at the same time. */
    private static final int WORKERS = 2;

    private final Console console;
    private final PrintStream err;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "dropfit-home",
            description = "Keep datasets and models in this folder (default: ${DEFAULT-VALUE}).")
    private Path homeFolder = Path.of("dropfit-home");

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = FunctionServer.LOOPBACK,
            description = "Serve predictions and the dashboard at this address or name of the machine; 0.0.0.0 is all"
                    + " addresses. Everyone who reaches it may get predictions; the dashboard asks for a token,"
                    + " which is printed. The trainer stays on this machine (default: ${DEFAULT-VALUE}).")
    private String host = FunctionServer.LOOPBACK;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Serve predictions on this port; 0 chooses a free port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--dashboard-port",
            paramLabel = "N",
            description = "Serve the dashboard on this port; 0 chooses a free port (default: the port after --port).")
    private Optional<Integer> dashboardPort = Optional.empty();

    @Option(names = "--no-sample", description = "Do not drop the sample dataset into a new home.")
    private boolean noSample;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print the full logs of the functions, with stack traces.")
    private boolean verbose;

    public UpCommand(Console console, PrintStream err) {
        this.console = console;
        this.err = err;
    }

    @Override
    public Integer call() throws IOException, CommandFailure, InterruptedException {
        int dashboardAt = dashboardPort.orElse(port == 0 ? 0 : port + 1);
        requirePort("--port", port);
        requirePort("--dashboard-port", dashboardAt);
        InetAddress address = requireAddress();
        try (Home home = Home.open(homeFolder)) {
            LogLines.install(err, verbose);
            int predictorPort = FunctionServer.requireFree(address.getHostAddress(), port, "--port");
            int dashboardPortFound =
                    FunctionServer.requireFree(address.getHostAddress(), dashboardAt, "--dashboard-port");
            sample(home);
            setEnvironment(home);
            FunctionServer predictor = FunctionServer.start(
                    address.getHostAddress(),
                    predictorPort,
                    AcceptedHosts.of(host, address),
                    "dev.dropfit.predictor.PredictFunction",
                    FunctionServer.Signature.HTTP);
            FunctionServer trainer = FunctionServer.onLoopback(
                    "dev.dropfit.trainer.TrainFunction", FunctionServer.Signature.CLOUD_EVENT);
            // The framework may have installed log handlers of its own.
            LogLines.install(err, verbose);
            endWithSuccess(predictor);
            watch(home, address, predictorPort, trainer.port(), dashboardPortFound);
            return 0;
        }
    }

    private InetAddress requireAddress() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--host is " + host + ", which is not known; accepted are addresses and names of this machine",
                    e);
        }
    }

    /** The host in the URLs that are printed. */
    private String shownHost(InetAddress address) {
        if (address.getHostAddress().equals(FunctionServer.LOOPBACK) || address.isAnyLocalAddress()) {
            return "localhost";
        }
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    private void requirePort(String option, int number) {
        if (number < 0 || number > 65_535) {
            throw new ParameterException(spec.commandLine(), option + " is " + number + "; accepted are 0 to 65535");
        }
    }

    private void sample(Home home) throws IOException {
        Optional<Path> sample = Optional.ofNullable(System.getProperty("dropfit.root"))
                .map(root -> Path.of(root).resolve(SAMPLE))
                .filter(Files::isDirectory);
        if (!noSample && sample.isPresent() && home.isUnused()) {
            home.drop(sample.get());
            console.line("A sample dataset was dropped as data/" + sample.get().getFileName()
                    + "/dataset.csv (--no-sample omits it).");
        }
    }

    private static void setEnvironment(Home home) {
        System.setProperty("DROPFIT_DATA", home.data().toUri().toString());
        System.setProperty("DROPFIT_MODELS", home.models().toUri().toString());
        System.setProperty("DROPFIT_LIVE", home.live().toUri().toString());
        System.setProperty("DROPFIT_LIVE_SECONDS", "1");
        System.setProperty("DROPFIT_REFRESH_SECONDS", "0.2");
        // What is too large for this process is trained in one of its own.
        System.setProperty("DROPFIT_JOB", "process");
    }

    /** Stopping is the normal end of this command: Ctrl-C and SIGTERM give exit status 0. */
    private void endWithSuccess(FunctionServer predictor) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            Thread stopping = new Thread(() -> {
                try {
                    predictor.stop();
                } catch (Exception e) { // The signature of the framework; the process ends in any case.
                    LOGGER.log(Level.FINE, "The predictor did not stop", e);
                }
            });
            stopping.setDaemon(true);
            stopping.start();
            try {
                stopping.join(TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            console.line("");
            console.line("Stopped. The next 'dropfit up' continues from here.");
            // This interrupts a run in progress; the next start delivers its dataset again.
            Runtime.getRuntime().halt(0);
        }));
    }

    private void watch(Home home, InetAddress address, int predictorPort, int trainerPort, int dashboardAt)
            throws IOException, CommandFailure, InterruptedException {
        String predictor = "http://" + shownHost(address) + ":" + predictorPort;
        Optional<Login> login = address.isLoopbackAddress() ? Optional.empty() : Optional.of(new Login(dashboardAt));
        Bucket data = new DirectoryBucket(home.data(), Clock.systemUTC());
        Bucket models = new DirectoryBucket(home.models(), Clock.systemUTC());
        Bucket live = new DirectoryBucket(home.live(), Clock.systemUTC());
        Registry registry = new Registry(models);
        EndedRuns runs = new EndedRuns(registry);
        RunsUnderWay underWay = RunsUnderWay.followed(Clock.systemUTC());
        EventSender trainer =
                new EventSender(URI.create("http://" + FunctionServer.LOOPBACK + ":" + trainerPort + "/"), "data");
        TrainerReceiver receiver = new TrainerReceiver(trainer, data, runs, predictor, console);
        DropDeliveries deliveries = new DropDeliveries(
                new FollowedReceiver(receiver, underWay), Executors.newScheduledThreadPool(WORKERS), Clock.systemUTC());
        BatchReceiver batches = new BatchReceiver(trainer, registry, console);
        DropDeliveries scoring =
                new DropDeliveries(batches, Executors.newSingleThreadScheduledExecutor(), Clock.systemUTC());
        LabelReceiver labels = new LabelReceiver(trainer, registry, console);
        DropDeliveries labelling =
                new DropDeliveries(labels, Executors.newSingleThreadScheduledExecutor(), Clock.systemUTC());
        Misplaced misplaced = new Misplaced(home.data());
        Dashboard dashboard = new Dashboard(
                registry,
                Optional.of(live),
                Optional.of(new HomeOperations(
                        home, data, new HomeComparisons(data, registry), underWay, misplaced::found, login)),
                predictor,
                Clock.systemUTC());
        DashboardServer.start(address, dashboardAt, dashboard);
        String pages = "http://" + shownHost(address) + ":" + dashboardAt;
        ready(home, predictor, login.map(asked -> asked.address(pages)).orElse(pages));
        DropWatcher watcher = new DropWatcher(data, home.data(), Clock.systemUTC());
        DeletedFolders deleted = new DeletedFolders(List.of(home.data(), home.models()));
        LiveChecks liveChecks = new LiveChecks(models, live, Clock.systemUTC(), console);
        Complaints complaints = new Complaints(err);
        while (true) {
            long start = System.nanoTime();
            complaints.about("can't create a deleted folder again", () -> {
                for (Path folder : deleted.look()) {
                    console.line(
                            Console.Colour.NOTABLE,
                            folder + " was deleted and is created again; "
                                    + (folder.equals(home.data())
                                            ? "drop your datasets again"
                                            : "every dataset is trained again"));
                    watcher.forget();
                    receiver.forget();
                }
            });
            complaints.about("can't read the data folder", () -> {
                for (Drop drop : watcher.look()) {
                    announce(drop, runs, batches, labels);
                    // A file that waits for the first model of its dataset must not hold up the dataset.
                    (drop.hasLabels() ? labelling : drop.batch().isPresent() ? scoring : deliveries).offer(drop);
                }
                misplaced.look().forEach(advice -> console.line(Console.Colour.NOTABLE, advice));
            });
            complaints.about("can't check live traffic", liveChecks::look);
            pause(Duration.ofNanos(System.nanoTime() - start).multipliedBy(PAUSE_PER_LOOK));
        }
    }

    private static void pause(Duration wanted) throws InterruptedException {
        Duration least = wanted.compareTo(MIN_PAUSE) < 0 ? MIN_PAUSE : wanted;
        TimeUnit.MILLISECONDS.sleep((least.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : least).toMillis());
    }

    /** Reports a new drop. Errors are ignored here: the delivery that follows is what is repeated. */
    private void announce(Drop drop, EndedRuns runs, BatchReceiver batches, LabelReceiver labels) {
        try {
            if (drop.hasLabels()
                    ? labels.isDone(drop)
                    : drop.batch().isPresent() ? batches.isDone(drop) : runs.hasRun(drop)) {
                return;
            }
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "Can't read the runs of " + drop.model(), e);
        }
        console.line(drop.model() + "  dropped: " + drop.file() + ", "
                + Figures.bytes(drop.object().size()));
    }

    private void ready(Home home, String predictor, String dashboard) {
        console.line(Console.Colour.STRONG, "Dropfit is up. Press Ctrl-C to stop it.");
        List.of(
                        "  drop datasets at     " + home.data() + "/{model}/dataset.csv",
                        "  get predictions from " + predictor + "/{model}",
                        "  score files at       " + home.data() + "/{model}/batch/{name}.csv",
                        "  see models at        " + dashboard)
                .forEach(console::line);
    }
}
