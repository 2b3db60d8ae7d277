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
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

/** {@code dropfit up}: the real functions under the real Functions Framework, and a folder in the buckets' place. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        header = "Everything on this machine.",
        description = {
            "",
            "Serves predictions, and trains whatever is dropped as HOME/data/{model}/dataset.csv, with optional"
                + " settings in dropfit.json beside it. The first time it drops a sample dataset itself. Ctrl-C ends"
                + " it; it may be killed at any moment, the next 'up' goes on where it was.",
            ""
        })
public final class UpCommand implements Callable<Integer> {
    private static final Logger LOGGER = Logger.getLogger(UpCommand.class.getName());
    private static final String SAMPLE = "datasets/heart-disease";
    private static final long POLL_MILLIS = 500;
    /** How many models are trained at once. */
    private static final int WORKERS = 2;

    private final Console console;
    private final PrintStream err;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "dropfit-home",
            description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
    private Path homeFolder = Path.of("dropfit-home");

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Where predictions are served, 0 for any free port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--dashboard-port",
            paramLabel = "N",
            description = "Where the dashboard is, for this machine only, 0 for any free port (default: the one after"
                    + " --port).")
    private Optional<Integer> dashboardPort = Optional.empty();

    @Option(names = "--no-sample", description = "Do not drop the sample dataset into an empty home.")
    private boolean noSample;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show the functions' whole logs, with stack traces.")
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
        try (Home home = Home.open(homeFolder)) {
            LogLines.install(err, verbose);
            int predictorPort = FunctionServer.requireFree(port, "--port");
            int dashboardPortFound = FunctionServer.requireFree(dashboardAt, "--dashboard-port");
            int trainerPort = FunctionServer.freePort();
            sample(home);
            setEnvironment(home);
            FunctionServer predictor =
                    FunctionServer.start(predictorPort, "dev.dropfit.predictor.PredictFunction", "http");
            FunctionServer.start(trainerPort, "dev.dropfit.trainer.TrainFunction", "cloudevent");
            // The framework may have put handlers of its own in place.
            LogLines.install(err, verbose);
            endWithSuccess(predictor);
            watch(home, "http://localhost:" + predictorPort, trainerPort, dashboardPortFound);
            return 0;
        }
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
            console.line("A sample dataset is dropped as data/" + sample.get().getFileName()
                    + "/dataset.csv (--no-sample leaves it out).");
        }
    }

    private static void setEnvironment(Home home) {
        System.setProperty("DROPFIT_DATA", home.data().toUri().toString());
        System.setProperty("DROPFIT_MODELS", home.models().toUri().toString());
        System.setProperty("DROPFIT_REFRESH_SECONDS", "1");
    }

    /** Being stopped is how this command ends well: Ctrl-C and SIGTERM give 0. */
    private void endWithSuccess(FunctionServer predictor) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            Thread stopping = new Thread(() -> {
                try {
                    predictor.stop();
                } catch (Exception e) { // The framework's own signature; it ends in any case.
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
            console.line("Stopped; 'dropfit up' goes on from here.");
            // A run that is under way is cut short here; its dataset is delivered again by the next start.
            Runtime.getRuntime().halt(0);
        }));
    }

    private void watch(Home home, String predictor, int trainerPort, int dashboardAt)
            throws IOException, CommandFailure, InterruptedException {
        Bucket data = new DirectoryBucket(home.data(), Clock.systemUTC());
        Bucket models = new DirectoryBucket(home.models(), Clock.systemUTC());
        Registry registry = new Registry(models);
        EndedRuns runs = new EndedRuns(registry);
        RunsUnderWay underWay = RunsUnderWay.followed();
        EventSender trainer = new EventSender(URI.create("http://localhost:" + trainerPort + "/"), "data");
        DropDeliveries deliveries = new DropDeliveries(
                new FollowedReceiver(new TrainerReceiver(trainer, data, runs, predictor, console), underWay),
                Executors.newScheduledThreadPool(WORKERS),
                Clock.systemUTC());
        Dashboard dashboard =
                new Dashboard(registry, Optional.of(new HomeOperations(home, underWay)), Clock.systemUTC());
        DashboardServer.start(dashboardAt, dashboard);
        ready(home, predictor, "http://localhost:" + dashboardAt);
        DropWatcher watcher = new DropWatcher(data);
        Misplaced misplaced = new Misplaced(home.data());
        Set<String> complaints = new HashSet<>();
        while (true) {
            try {
                for (Drop drop : watcher.look()) {
                    announce(drop, runs);
                    deliveries.offer(drop);
                }
                misplaced.look().forEach(advice -> console.line(Console.Colour.NOTABLE, advice));
                complaints.clear();
            } catch (IOException e) {
                if (complaints.add(String.valueOf(e.getMessage()))) {
                    err.println(Console.printable("warning: the data folder can't be looked at: " + e.getMessage()));
                }
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** Says what is news. Whatever the model bucket answers, the drop is delivered: deliveries are what is tried again. */
    private void announce(Drop drop, EndedRuns runs) {
        try {
            if (runs.hasRun(drop)) {
                return;
            }
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "The runs of " + drop.model() + " can't be read", e);
        }
        console.line(drop.model() + "  dropped: " + drop.file() + ", "
                + Figures.bytes(drop.object().size()));
    }

    private void ready(Home home, String predictor, String dashboard) {
        console.line(Console.Colour.STRONG, "Dropfit is up. Ctrl-C ends it.");
        List.of(
                        "  drop datasets at     " + home.data() + "/{model}/dataset.csv",
                        "  get predictions from " + predictor + "/{model}",
                        "  see models at        " + dashboard)
                .forEach(console::line);
    }
}
