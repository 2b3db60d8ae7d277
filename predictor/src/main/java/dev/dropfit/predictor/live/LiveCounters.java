package dev.dropfit.predictor.live;

import dev.dropfit.core.Environment;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.live.LiveCounts;
import dev.dropfit.core.live.RowBins;
import dev.dropfit.core.live.store.Hour;
import dev.dropfit.core.live.store.LiveBucket;
import dev.dropfit.core.live.store.LiveScores;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import dev.dropfit.predictor.observe.Metrics;
import dev.dropfit.predictor.observe.Tally;
import java.io.IOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows of all models of this instance, and writes the counts to the live bucket. Each write replaces the instance's own object of the
 * hour, so an instance that is killed loses what came after its last write, and no row is counted twice. Thread-safe.
 */
public final class LiveCounters {
    /** The variable with the URL of the bucket. */
    public static final String VARIABLE = "DROPFIT_LIVE";

    /** The variable with the number of seconds between two writes. */
    static final String SECONDS = "DROPFIT_LIVE_SECONDS";

    /** The variable that is {@code true} if scores are stored too. */
    static final String SCORES = "DROPFIT_LIVE_SCORES";

    private static final int DEFAULT_SECONDS = 60;
    private static final int CLIENT_ERROR = 400;

    private static final Logger LOG = Logger.getLogger(LiveCounters.class.getName());

    /** Opens the live bucket. */
    @FunctionalInterface
    interface Opening {
        Bucket open() throws IOException;
    }

    private final Opening opening;
    private final Clock clock;
    private final int processors;
    private final String instance;
    private final boolean storesScores;
    private final Map<Key, CountedModel> models = new ConcurrentHashMap<>();
    private int objects;
    private @Nullable Bucket bucket;
    private boolean failing;

    private record Key(ModelName model, String version) {}

    LiveCounters(Opening opening, Clock clock, int processors, String instance, boolean storesScores) {
        this.storesScores = storesScores;
        this.opening = opening;
        this.clock = clock;
        this.processors = processors;
        this.instance = instance;
    }

    /**
     * Starts the thread that writes once a minute or as often as {@code DROPFIT_LIVE_SECONDS} says, and writes when the process stops.
     *
     * @param url of the live bucket, which is opened at the first write
     * @param metrics gets the counts too
     * @throws IllegalStateException when it is no URL of a bucket
     */
    public static LiveCounters start(String url, Metrics metrics) {
        if (!url.startsWith("gs://") && !url.startsWith("file:/")) {
            throw new IllegalStateException("The environment variable " + VARIABLE + " is '" + url
                    + "'; accepted are gs://name and file:///absolute/path");
        }
        LiveCounters counters = new LiveCounters(
                () -> Buckets.open(url),
                Clock.systemUTC(),
                Runtime.getRuntime().availableProcessors(),
                UUID.randomUUID().toString().substring(0, 13),
                Environment.flag(SCORES));
        long millis = TimeUnit.SECONDS.toMillis(Environment.number(SECONDS, DEFAULT_SECONDS, 1));
        Thread thread = new Thread(() -> counters.writeEvery(millis), "dropfit-live");
        thread.setDaemon(true);
        thread.start();
        metrics.add(counters::metrics);
        Runtime.getRuntime().addShutdownHook(new Thread(counters::write, "dropfit-live-last"));
        return counters;
    }

    private void writeEvery(long millis) {
        try {
            while (true) {
                Thread.sleep(millis);
                write();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The same model, whose predictions are counted.
     *
     * @param file its model file, which has the bins
     */
    public Model counted(ModelName name, Model model, byte[] file) {
        Key key = new Key(name, model.version());
        synchronized (models) {
            CountedModel known = models.get(key);
            if (known == null) {
                String object = instance + "-" + ++objects;
                known = new CountedModel(
                        new LiveCounter(new RowBins(ModelFile.readBins(file), model.pipeline()), processors),
                        storesScores ? new ScoreLog(name, new Version(model.version()), object) : null,
                        object);
                models.put(key, known);
            }
            return known.count(model);
        }
    }

    /** The ids of the predictions of a model that is {@link #counted}. They are stored if scores are. */
    public PredictionIds ids(ModelName name, Model model) {
        CountedModel counted = models.get(new Key(name, model.version()));
        return counted == null ? new PredictionIds(model) : counted.ids(model);
    }

    /**
     * The counter for a version that is tried next to the served one; empty if the version is not in memory.
     *
     * @param tried a model that is {@link #counted}, and predicts the same kind of label
     */
    public Optional<TrialCounter> trial(ModelName name, Model tried, Model served) {
        return Optional.ofNullable(models.get(new Key(name, tried.version()))).map(model -> model.trial(tried, served));
    }

    /**
     * Counts a request after its response: one that has predicted rows, or failed. Others, such as those for a description, are not counted.
     *
     * @param nanos its duration
     */
    public void count(int status, Tally tally, long nanos) {
        ModelName name = tally.model();
        if (name != null && (tally.rows() > 0 || status >= CLIENT_ERROR)) {
            CountedModel model = models.get(new Key(name, tally.version()));
            if (model != null) {
                model.traffic().add(status, tally, nanos);
            }
        }
    }

    /** What has been counted since the start, in the text format of Prometheus. */
    public String metrics() {
        return LiveMetrics.text(models.entrySet().stream()
                .map(entry -> new LiveMetrics.Counted(
                        entry.getKey().model,
                        entry.getKey().version,
                        entry.getValue().total()))
                .sorted(Comparator.comparing(LiveMetrics.Counted::labels))
                .toList());
    }

    /** Writes the counts that have changed. A failure is logged; the next call writes them. */
    synchronized void write() {
        List<Map.Entry<Key, CountedModel>> all;
        synchronized (models) {
            all = List.copyOf(models.entrySet());
        }
        Hour hour = new Hour(clock.instant());
        try {
            for (Map.Entry<Key, CountedModel> entry : all) {
                write(entry.getKey(), entry.getValue(), hour);
            }
            failing = false;
        } catch (IOException | RuntimeException e) {
            // Once, until it succeeds again: it would be a line each minute.
            if (!failing) {
                LOG.log(Level.WARNING, "The counts of live traffic can't be written; they are kept in memory", e);
            }
            failing = true;
        }
    }

    private void write(Key key, CountedModel model, Hour hour) throws IOException {
        boolean unloaded = model.isUnloaded();
        LiveCounts total = model.total();
        if (!model.isWritten(total) || !model.hasStoredScores()) {
            Bucket open = bucket;
            if (open == null) {
                open = opening.open();
                bucket = open;
            }
            model.writeScores(new LiveScores(open), hour);
            model.write(new LiveBucket(open), key.model, new Version(key.version), hour, total);
        }
        // Nothing counts any more, and nothing has since the total was taken.
        if (unloaded) {
            synchronized (models) {
                if (model.isUnloaded()) {
                    models.remove(key, model);
                }
            }
        }
    }
}
