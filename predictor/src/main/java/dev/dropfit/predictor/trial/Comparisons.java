package dev.dropfit.predictor.trial;

import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.Request;
import dev.dropfit.predictor.http.RequestBody;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.live.LiveCounters;
import dev.dropfit.predictor.live.TrialCounter;
import dev.dropfit.predictor.memory.ExplanationBudget;
import dev.dropfit.predictor.memory.MemoryBudget;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Tally;
import dev.dropfit.predictor.serve.ServedModel;
import dev.dropfit.predictor.serve.TriedModel;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Answers requests a second time by the other version, in one background thread, and counts how far apart both versions are. The thread rests now and then ({@link PacedScorer}).
 * What waits is bounded; rows beyond that are dropped and counted. Thread-safe.
 */
public final class Comparisons {
    private static final Logger LOG = Logger.getLogger(Comparisons.class.getName());

    private static final int MAX_WAITING = 256;
    private static final long MAX_BYTES = 8 << 20;
    private static final int ERROR = 400;
    private static final int LOOK_MILLIS = 2;
    private static final int MAX_LOOKS = 1000;

    private final Answering answering;
    private final LiveCounters live;
    private final Limits limits;
    private final MemoryBudget memory = new MemoryBudget(4 * MAX_BYTES);
    private final ExplanationBudget explanations = new ExplanationBudget(0);
    private final BlockingQueue<Comparison> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean isStarted = new AtomicBoolean();

    /**
     * A request whose rows one version has scored.
     *
     * @param isTried whether that was the tried version
     * @param other the version that scores them now
     */
    private record Comparison(
            Request request,
            ServedModel other,
            boolean isTried,
            RecordedScorer recorded,
            TrialCounter counter,
            long size) {}

    /**
     * @param answering responds to requests
     * @param live counts the rows
     */
    public Comparisons(Answering answering, LiveCounters live, Limits limits) {
        this.answering = answering;
        this.live = live;
        this.limits = limits;
    }

    Answering answering() {
        return answering;
    }

    Optional<TrialCounter> counter(ServedModel served, TriedModel tried) {
        return live.trial(served.name(), tried.model().model(), served.model());
    }

    /** Adds a request, unless too many wait. */
    void add(Request request, ServedModel other, boolean isTried, RecordedScorer recorded, TrialCounter counter) {
        long size;
        try {
            size = request.body().read().length + (long) Double.BYTES * recorded.size();
        } catch (RequestException e) {
            return;
        }
        Comparison comparison = new Comparison(request, other, isTried, recorded, counter, size);
        if (!recorded.isWhole() || bytes.addAndGet(size) > MAX_BYTES) {
            drop(comparison, recorded.isWhole() ? size : 0);
        } else if (!waiting.offer(comparison)) {
            drop(comparison, size);
        } else if (isStarted.compareAndSet(false, true)) {
            Thread thread = new Thread(this::run, "dropfit-compare");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void drop(Comparison comparison, long counted) {
        bytes.addAndGet(-counted);
        comparison.counter.dropped(comparison.recorded.rows());
    }

    private void run() {
        try {
            while (true) {
                Comparison next = next();
                PacedScorer scorer = new PacedScorer(next.other.model().scorer().withoutCounting());
                compare(next, scorer);
                bytes.addAndGet(-next.size);
                scorer.rest();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a request. Looks now and then, as long as requests come: a request then does not have to wake this thread. */
    private Comparison next() throws InterruptedException {
        for (int looks = 0; looks < MAX_LOOKS; looks++) {
            Comparison next = waiting.poll();
            if (next != null) {
                return next;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return waiting.take();
    }

    private void compare(Comparison comparison, PacedScorer scorer) {
        try (RequestMemory own = new RequestMemory(memory, explanations, limits.responseBytes())) {
            RecordedScorer second = new RecordedScorer(scorer);
            Response response = answering.respond(
                    again(comparison.request, own),
                    served -> second.recorded(
                            comparison.other.with(comparison.other.ids().withoutStoring())));
            boolean answered = response.status() < ERROR && second.isWhole();
            double[] first = comparison.recorded.scores();
            double[] other = second.scores();
            boolean counted = answered
                    && comparison.counter.compared(
                            comparison.isTried ? first : other, comparison.isTried ? other : first);
            if (!counted && !comparison.isTried) {
                comparison.counter.failed();
            }
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(Level.WARNING, "A request can''t be compared: {0}", e.toString());
        }
    }

    private static Request again(Request request, RequestMemory memory) {
        byte[] content;
        try {
            content = request.body().read();
        } catch (RequestException e) {
            throw new IllegalStateException("The body was read before", e);
        }
        RequestBody body = () -> content;
        return new Request(
                request.method(),
                request.path(),
                withoutExplanations(request.query()),
                request.type(),
                request.headers(),
                body,
                new Tally(),
                memory);
    }

    /** Contributions are not compared. */
    private static String withoutExplanations(String query) {
        return query.contains("expl")
                ? Arrays.stream(query.split("&", -1))
                        .filter(parameter -> !parameter.startsWith("expl"))
                        .collect(Collectors.joining("&"))
                : query;
    }
}
