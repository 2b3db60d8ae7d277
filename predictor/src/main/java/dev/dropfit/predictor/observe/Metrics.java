package dev.dropfit.predictor.observe;

import dev.dropfit.core.live.Traffic;
import dev.dropfit.core.registry.ModelName;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this instance has done since it started, in the text format of Prometheus. Names of models are labels, so there are as many series
 * as models that exist. Thread-safe; counting takes no lock.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition formats</a>
 */
public final class Metrics {
    /** The outcome of a check of latest that found something new, or failed. */
    public enum Reload {
        LOADED,
        REFUSED,
        FAILED,
        UNLOADED;

        private final String text = name().toLowerCase(Locale.ROOT);
    }

    public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** The upper bounds of the histogram's buckets, in nanoseconds; one more counts all. */
    private static final long[] BOUNDS = bounds();

    private static final int CLIENT_ERROR = 400;
    /** Statuses are below. */
    private static final int STATUSES = 600;

    private final Map<String, Requests> requests = new ConcurrentHashMap<>();
    private final Map<ModelName, OfModel> models = new ConcurrentHashMap<>();
    private final Map<WarningKey, LongAdder> warnings = new ConcurrentHashMap<>();
    private final Map<ReloadKey, LongAdder> reloads = new ConcurrentHashMap<>();

    private volatile Supplier<String> more = () -> "";

    private record WarningKey(ModelName model, Tally.Warning kind) {
        String labels() {
            return label(model) + ",kind=\"" + kind.text() + "\"";
        }
    }

    private record ReloadKey(ModelName model, Reload result) {
        String labels() {
            return label(model) + ",result=\"" + result.text + "\"";
        }

        // By hand: the first prediction comes after a reload, and a record makes these two of method handles at run
        // time.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ReloadKey key && result == key.result && model.equals(key.model);
        }

        @Override
        public int hashCode() {
            return 31 * model.hashCode() + result.hashCode();
        }
    }

    /**
     * The predictions of a model.
     *
     * @param rows that were predicted
     * @param requests with at least one predicted row
     * @param nanos the sum of their durations
     * @param failures requests for the model with an error
     * @param failureNanos the sum of their durations
     */
    public record Predictions(long rows, long requests, long nanos, long failures, long failureNanos) {}

    private static final class OfModel {
        private final LongAdder rows = new LongAdder();
        private final LongAdder requests = new LongAdder();
        private final LongAdder nanos = new LongAdder();
        private final LongAdder failures = new LongAdder();
        private final LongAdder failureNanos = new LongAdder();
    }

    /** The requests of a dialect. */
    private static final class Requests {
        private final AtomicReferenceArray<@Nullable LongAdder> statuses = new AtomicReferenceArray<>(STATUSES);
        private final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];
        private final LongAdder nanos = new LongAdder();

        Requests() {
            for (int i = 0; i < buckets.length; i++) {
                buckets[i] = new LongAdder();
            }
        }

        void add(int status, long duration) {
            LongAdder count = statuses.get(status);
            if (count == null) {
                statuses.compareAndSet(status, null, new LongAdder());
                count = Objects.requireNonNull(statuses.get(status));
            }
            count.increment();
            int bucket = 0;
            while (bucket < BOUNDS.length && duration > BOUNDS[bucket]) {
                bucket++;
            }
            buckets[bucket].increment();
            nanos.add(duration);
        }
    }

    // A loop: streams of numbers would be 25 more classes of a cold start.
    private static long[] bounds() {
        long[] bounds = new long[Traffic.BOUNDS.size()];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = Traffic.BOUNDS.get(i);
        }
        return bounds;
    }

    /**
     * Counts a request after its response.
     *
     * @param nanos its duration
     */
    public void count(int status, Tally tally, long nanos) {
        Requests series = requests.get(tally.dialect());
        if (series == null) {
            series = requests.computeIfAbsent(tally.dialect(), key -> new Requests());
        }
        series.add(status, nanos);
        ModelName model = tally.model();
        if (model != null) {
            count(model, status, tally.rows(), nanos);
        }
        if (model != null && status < CLIENT_ERROR && tally.hasWarnings()) {
            tally.warnings().forEach((kind, count) -> add(warnings, new WarningKey(model, kind), count));
        }
    }

    private void count(ModelName model, int status, long predicted, long nanos) {
        boolean failed = status >= CLIENT_ERROR;
        if (!failed && predicted == 0) {
            return;
        }
        OfModel counts = models.get(model);
        if (counts == null) {
            counts = models.computeIfAbsent(model, made -> new OfModel());
        }
        if (!failed) {
            counts.rows.add(predicted);
        }
        (failed ? counts.failures : counts.requests).increment();
        (failed ? counts.failureNanos : counts.nanos).add(nanos);
    }

    /** The predictions of a model by this instance; all 0 for one that nobody has asked for. */
    public Predictions predictions(ModelName model) {
        OfModel counts = models.getOrDefault(model, new OfModel());
        return new Predictions(
                counts.rows.sum(),
                counts.requests.sum(),
                counts.nanos.sum(),
                counts.failures.sum(),
                counts.failureNanos.sum());
    }

    /** Adds metrics of another part to the text: complete lines, of other names. */
    public void add(Supplier<String> other) {
        more = other;
    }

    public void count(ModelName model, Reload result) {
        add(reloads, new ReloadKey(model, result), 1);
    }

    private static <K> void add(Map<K, LongAdder> counters, K key, long count) {
        LongAdder counter = counters.get(key);
        if (counter == null) {
            counter = counters.computeIfAbsent(key, made -> new LongAdder());
        }
        counter.add(count);
    }

    /**
     * All metrics in the Prometheus text format.
     *
     * @param loaded the models in memory
     */
    public String text(Collection<LoadedModel> loaded) {
        StringBuilder out = new StringBuilder();
        requests(out);
        latency(out);
        Map<ModelName, LongAdder> rows = new HashMap<>();
        models.forEach((model, counts) -> rows.put(model, counts.rows));
        counter(out, "dropfit_rows_total", "Rows predicted", rows, Metrics::label);
        counter(
                out,
                "dropfit_warnings_total",
                "Values of predicted rows that were not as in training",
                warnings,
                WarningKey::labels);
        counter(
                out,
                "dropfit_reloads_total",
                "Looks at latest that changed something, or failed",
                reloads,
                ReloadKey::labels);
        List<LoadedModel> inMemory =
                loaded.stream().sorted(Comparator.comparing(LoadedModel::name)).toList();
        head(out, "dropfit_model_info", "gauge", "The version in memory of each model");
        for (LoadedModel model : inMemory) {
            line(out, "dropfit_model_info", label(model.name()) + ",version=\"" + model.version() + "\"", "1");
        }
        head(out, "dropfit_model_promoted_timestamp_seconds", "gauge", "When that version became latest");
        for (LoadedModel model : inMemory) {
            model.promoted()
                    .ifPresent(time -> line(
                            out,
                            "dropfit_model_promoted_timestamp_seconds",
                            label(model.name()),
                            Long.toString(time.getEpochSecond())));
        }
        return out.append(more.get()).toString();
    }

    private static <K> void counter(
            StringBuilder out, String name, String help, Map<K, LongAdder> counters, Function<K, String> labels) {
        head(out, name, "counter", help);
        counters.entrySet().stream()
                .map(entry -> Map.entry(labels.apply(entry.getKey()), entry.getValue()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> line(
                        out,
                        name,
                        entry.getKey(),
                        Long.toString(entry.getValue().sum())));
    }

    private void requests(StringBuilder out) {
        String name = "dropfit_requests_total";
        head(out, name, "counter", "Requests with a response");
        new TreeMap<>(requests).forEach((dialect, series) -> {
            for (int status = 0; status < STATUSES; status++) {
                LongAdder count = series.statuses.get(status);
                if (count != null) {
                    String labels = "dialect=\"" + dialect + "\",status=\"" + status + "\"";
                    line(out, name, labels, Long.toString(count.sum()));
                }
            }
        });
    }

    private void latency(StringBuilder out) {
        String name = "dropfit_request_duration_seconds";
        head(out, name, "histogram", "Duration of requests, from their head to the end of the response");
        new TreeMap<>(requests).forEach((dialect, latency) -> {
            String label = "dialect=\"" + dialect + "\"";
            long count = 0;
            for (int i = 0; i < BOUNDS.length; i++) {
                count += latency.buckets[i].sum();
                line(out, name + "_bucket", label + ",le=\"" + seconds(BOUNDS[i]) + "\"", Long.toString(count));
            }
            count += latency.buckets[BOUNDS.length].sum();
            line(out, name + "_bucket", label + ",le=\"+Inf\"", Long.toString(count));
            line(out, name + "_sum", label, seconds(latency.nanos.sum()));
            line(out, name + "_count", label, Long.toString(count));
        });
    }

    private static String seconds(long nanos) {
        return Double.toString((double) nanos / TimeUnit.SECONDS.toNanos(1));
    }

    private static String label(ModelName model) {
        return "model=\"" + model + "\"";
    }

    private static void head(StringBuilder out, String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void line(StringBuilder out, String name, String labels, String value) {
        out.append(name).append('{').append(labels).append("} ").append(value).append('\n');
    }
}
