package dev.dropfit.predictor.live;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.live.TrialCounts;
import dev.dropfit.core.live.store.Hour;
import dev.dropfit.core.live.store.LiveBucket;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.predictor.TrainedModels;
import dev.dropfit.predictor.dialect.Router;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.Request;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Metrics;
import dev.dropfit.predictor.observe.Tally;
import dev.dropfit.predictor.serve.ArchivedModels;
import dev.dropfit.predictor.serve.Catalog;
import dev.dropfit.predictor.serve.ModelSource;
import dev.dropfit.predictor.serve.ServeSettings;
import dev.dropfit.predictor.serve.ServedModels;
import dev.dropfit.predictor.serve.Workers;
import dev.dropfit.predictor.trial.Answering;
import dev.dropfit.predictor.trial.Comparisons;
import dev.dropfit.predictor.trial.TriedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** An instance of the predictor for the model {@code heart}, without a server. It looks at latest and at the trial before each request. */
final class TriedPredictor {
    static final ModelName HEART = new ModelName("heart");

    private final Bucket live;
    private final Clock clock;
    final LiveCounters counters;
    private final Comparisons comparisons;

    TriedPredictor(Bucket models, Bucket live, Clock clock, String instance) {
        this(models, live, clock, instance, answering -> answering);
    }

    /** @param changed changes how requests are answered */
    TriedPredictor(Bucket models, Bucket live, Clock clock, String instance, UnaryOperator<Answering> changed) {
        this.live = live;
        this.clock = clock;
        counters = new LiveCounters(() -> live, clock, 2, instance, false);
        ModelSource source = new ModelSource(
                new Registry(models),
                ServeSettings.of(Duration.ZERO, 10),
                new Workers(Runnable::run, Runnable::run),
                System::nanoTime,
                new Metrics(),
                counters);
        Catalog catalog = new Catalog(new ServedModels(source), new ArchivedModels(source), Optional.empty());
        Limits limits = new Limits(1 << 20, 1000);
        Router router = new Router(catalog, limits, new Metrics());
        comparisons = new Comparisons(changed.apply(router::respond), counters, limits);
    }

    /** Loads the served version: the first request does not wait for the trial. */
    TriedPredictor loaded() {
        send(0);
        return this;
    }

    /** What a client gets. */
    record Answer(int status, String version, String body) {}

    /** Sends a row. Each number has a row of its own. */
    Answer send(int number) {
        return send(row(number), Map.of());
    }

    static String row(int number) {
        return "{\"age\":" + (20 + number % 60) + ",\"sex\":" + (1 + number % 2) + ",\"smoker\":" + (number % 3 == 0)
                + ",\"id\":" + number + "}";
    }

    Answer send(String body, Map<String, String> headers) {
        return send(List.of(HEART.value()), "", body, headers);
    }

    Answer send(List<String> path, String query, String body, Map<String, String> headers) {
        Tally tally = new Tally();
        TriedRequest tried = new TriedRequest(comparisons);
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        try (RequestMemory memory = RequestMemory.unlimited()) {
            Response response = tried.respond(
                    new Request("POST", path, query, "application/json", headers::get, () -> content, tally, memory));
            counters.count(response.status(), tally, 1_000_000);
            tried.compare();
            StringBuilder text = new StringBuilder();
            response.pieces().forEach(piece -> text.append(StandardCharsets.UTF_8.decode(piece.duplicate())));
            return new Answer(
                    response.status(), response.headers().getOrDefault("Dropfit-Version", ""), text.toString());
        }
    }

    /** The counts of a trial, once so many rows are compared, dropped or failed. */
    TrialCounts compared(byte[] tried, byte[] served, long rows) throws IOException {
        Model own = TrainedModels.read(tried);
        Model other = TrainedModels.read(served);
        TrialCounter counter = counters.trial(HEART, own, other).orElseThrow();
        TrialCounts counts = counter.counts();
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (counts.rows() + counts.dropped() + counts.failed() < rows) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Of " + rows + " rows only these were compared: " + counts);
            }
            LockSupport.parkNanos(1_000_000);
            counts = counter.counts();
        }
        return counts;
    }

    /** The rows that are compared, dropped or failed; 0 if the version has not been loaded. */
    long comparedSoFar(byte[] tried, byte[] served) throws IOException {
        return counters.trial(HEART, TrainedModels.read(tried), TrainedModels.read(served))
                .map(TrialCounter::counts)
                .map(counts -> counts.rows() + counts.dropped() + counts.failed())
                .orElse(0L);
    }

    /** What the live bucket has of a trial, after this instance has written its counts. */
    TrialCounts written(byte[] tried, byte[] served) throws IOException {
        counters.write();
        Hour hour = new Hour(clock.instant());
        return new LiveBucket(live)
                        .read(
                                HEART,
                                new Version(TrainedModels.read(tried).version()),
                                ModelFile.readBins(tried),
                                hour.plus(-24),
                                hour.plus(1))
                        .values()
                        .stream()
                        .map(counts -> counts.trial(version(served)))
                        .reduce(TrialCounts.none(ModelFile.readBins(tried)), TrialCounts::plus);
    }

    static String version(byte[] file) {
        try {
            return TrainedModels.read(file).version();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
