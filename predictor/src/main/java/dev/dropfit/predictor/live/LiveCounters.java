package dev.dropfit.predictor.live;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.live.LiveCounts;
import dev.dropfit.core.live.RowBins;
import dev.dropfit.core.live.store.Hour;
import dev.dropfit.core.live.store.LiveBucket;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

    private static final long INTERVAL_MILLIS = 60_000;

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
    private final Map<Key, CountedModel> models = new HashMap<>();
    private int objects;
    private @Nullable LiveBucket bucket;
    private boolean failing;

    private record Key(ModelName model, Version version) {}

    LiveCounters(Opening opening, Clock clock, int processors, String instance) {
        this.opening = opening;
        this.clock = clock;
        this.processors = processors;
        this.instance = instance;
    }

    /**
     * Starts the thread that writes once a minute, and writes when the process stops.
     *
     * @param url of the live bucket, which is opened at the first write
     * @throws IllegalStateException when it is no URL of a bucket
     */
    public static LiveCounters start(String url) {
        if (!url.startsWith("gs://") && !url.startsWith("file:/")) {
            throw new IllegalStateException("The environment variable " + VARIABLE + " is '" + url
                    + "'; accepted are gs://name and file:///absolute/path");
        }
        LiveCounters counters = new LiveCounters(
                () -> Buckets.open(url),
                Clock.systemUTC(),
                Runtime.getRuntime().availableProcessors(),
                UUID.randomUUID().toString().substring(0, 13));
        Thread thread = new Thread(counters::writeEachMinute, "dropfit-live");
        thread.setDaemon(true);
        thread.start();
        Runtime.getRuntime().addShutdownHook(new Thread(counters::write, "dropfit-live-last"));
        return counters;
    }

    private void writeEachMinute() {
        try {
            while (true) {
                Thread.sleep(INTERVAL_MILLIS);
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
        Key key = new Key(name, new Version(model.version()));
        synchronized (models) {
            CountedModel known = models.get(key);
            if (known == null) {
                known = new CountedModel(
                        new LiveCounter(new RowBins(ModelFile.readBins(file), model.pipeline()), processors),
                        instance + "-" + ++objects);
                models.put(key, known);
            }
            return known.count(model);
        }
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
        if (!model.isWritten(total)) {
            LiveBucket open = bucket;
            if (open == null) {
                open = new LiveBucket(opening.open());
                bucket = open;
            }
            model.write(open, key.model, key.version, hour, total);
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
