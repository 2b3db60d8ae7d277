package dev.dropfit.predictor.trial;

import dev.dropfit.core.live.ClientId;
import dev.dropfit.core.live.PredictionId;
import dev.dropfit.core.registry.Trial;
import dev.dropfit.predictor.http.Request;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.live.TrialCounter;
import dev.dropfit.predictor.serve.ServedModel;
import dev.dropfit.predictor.serve.TriedModel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that may be answered by a version that is tried. The same content, or the same {@code X-Prediction-Id}, always gets the same version in a step of a
 * trial, and keeps the tried version in the steps after it. If the tried version can't answer, the served one does. Not thread-safe.
 */
public final class TriedRequest implements VersionChoice {
    private static final int ERROR = 400;
    private static final int UNAVAILABLE = 503;
    private static final String LINES = "application/x-ndjson";

    private final Comparisons comparisons;
    private @Nullable Request request;
    private @Nullable Trying trying;

    /** @param comparisons compares the request after its response */
    public TriedRequest(Comparisons comparisons) {
        this.comparisons = comparisons;
    }

    /**
     * A choice that was made.
     *
     * @param isTried whether the tried version answers
     * @param memory what the request had reserved before
     */
    private record Trying(
            ServedModel served,
            TriedModel tried,
            TrialCounter counter,
            boolean isTried,
            RecordedScorer recorded,
            long memory) {}

    /** Responds to a request. Never throws. */
    public Response respond(Request sent) {
        Request kept = sent.with(new KeptBody(sent.body()));
        request = kept;
        Response response = comparisons.answering().respond(kept, this);
        Trying chosen = trying;
        if (chosen == null || !chosen.isTried || response.status() < ERROR) {
            return response;
        }
        // What was reserved for the first response is garbage.
        kept.memory().release(Math.max(0, kept.memory().used() - chosen.memory));
        kept.tally().restart();
        Response second = comparisons.answering().respond(kept, served -> chosen.served);
        if (second.status() < ERROR && response.status() != UNAVAILABLE) {
            chosen.counter.failed();
        }
        trying = null;
        return second;
    }

    @Override
    public ServedModel choose(ServedModel served) throws RequestException {
        Request asked = request;
        TriedModel tried = served.tried();
        if (tried == null
                || asked == null
                || asked.arrivesInChunks()
                || asked.type().equals(LINES)) {
            return served;
        }
        Optional<TrialCounter> counter = comparisons.counter(served, tried);
        if (counter.isEmpty()) {
            return served;
        }
        boolean isTried = isAnsweredBy(tried.trial(), asked);
        ServedModel chosen = isTried ? tried.model() : served;
        RecordedScorer recorded = new RecordedScorer(chosen.model().scorer());
        trying = new Trying(
                served, tried, counter.get(), isTried, recorded, asked.memory().used());
        return recorded.recorded(chosen);
    }

    private static boolean isAnsweredBy(Trial trial, Request asked) throws RequestException {
        if (trial.current().share() == 0) {
            // The hash of a large body takes a twentieth of the time of its predictions.
            return false;
        }
        ClientId id = asked.clientId().orElse(null);
        long seed = PredictionId.seed(trial.version().value());
        return trial.answers(
                id == null ? PredictionId.of(seed, asked.body().read()) : PredictionId.of(seed, id.value()));
    }

    /** Has the other version predict the same rows, after the response was sent. */
    public void compare() {
        Trying chosen = trying;
        Request asked = request;
        if (chosen == null || asked == null || chosen.recorded.rows() == 0) {
            return;
        }
        comparisons.add(
                asked,
                chosen.isTried ? chosen.served : chosen.tried.model(),
                chosen.isTried,
                chosen.recorded,
                chosen.counter);
    }
}
