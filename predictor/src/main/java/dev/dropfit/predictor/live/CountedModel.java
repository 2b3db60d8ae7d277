package dev.dropfit.predictor.live;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.live.LiveCounts;
import dev.dropfit.core.live.TrialCounts;
import dev.dropfit.core.live.store.Hour;
import dev.dropfit.core.live.store.LiveBucket;
import dev.dropfit.core.live.store.LiveScores;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A version of a model whose rows are counted, and which of them are written. The counter never goes back: an hour has what came after the last
 * write of the hour before.
 */
final class CountedModel {
    private final LiveCounter counter;
    private final TrafficCounter traffic = new TrafficCounter();
    private final Map<String, TrialCounter> trials = new ConcurrentHashMap<>();
    private final @Nullable ScoreLog log;
    private final String instance;
    /** The last scorer that counts; it is gone when no request can use the model. */
    private WeakReference<CountedScorer> scorer = new WeakReference<>(null);

    private @Nullable Hour hour;
    private long generation = Bucket.ABSENT;
    /** Whether the last write failed. */
    private boolean uncertain;
    /** The rows and requests that the objects of earlier hours have. */
    private LiveCounts before;
    /** The counts of columns that the objects of earlier hours have. */
    private LiveCounts columnsBefore;
    /** The counts of trials that the objects of earlier hours have. */
    private LiveCounts trialsBefore;
    /** The rows that were counted at the last write. */
    private LiveCounts written;

    /**
     * A version that is counted.
     *
     * @param log gets the scores; null if they are not stored
     * @param instance the name of the objects; no other counter has it
     */
    CountedModel(LiveCounter counter, @Nullable ScoreLog log, String instance) {
        this.log = log;
        this.counter = counter;
        this.instance = instance;
        before = total();
        columnsBefore = before;
        trialsBefore = before;
        written = before;
    }

    /** The same model, counted here. */
    synchronized Model count(Model model) {
        CountedScorer counting = new CountedScorer(model.scorer(), counter);
        scorer = new WeakReference<>(counting);
        return new Model(model.pipeline(), counting, model.metrics());
    }

    /** The ids of its predictions. */
    PredictionIds ids(Model model) {
        return new PredictionIds(model, log);
    }

    /** Whether no request can use the model any more. */
    synchronized boolean isUnloaded() {
        return scorer.get() == null;
    }

    /** The requests for the model. */
    TrafficCounter traffic() {
        return traffic;
    }

    /** Counts the rows that this version is tried with next to a served one. */
    TrialCounter trial(Model tried, Model served) {
        return trials.computeIfAbsent(served.version(), version -> new TrialCounter(counter.bins(), tried, served));
    }

    /** The rows and requests that have been counted. */
    LiveCounts total() {
        SortedMap<String, TrialCounts> tried = new TreeMap<>();
        trials.forEach((version, counts) -> tried.put(version, counts.counts()));
        return counter.counts(traffic, tried);
    }

    /** Whether all these rows are in an object. */
    boolean isWritten(LiveCounts total) {
        return total.same(written);
    }

    /** Writes the scores that wait. */
    void writeScores(LiveScores scores, Hour now) throws IOException {
        if (log != null && !log.isWritten()) {
            log.write(scores, now);
        }
    }

    /** Whether all scores are in an object. */
    boolean hasStoredScores() {
        return log == null || log.isWritten();
    }

    /** Writes the counts of the hour. */
    void write(LiveBucket bucket, ModelName model, Version version, Hour now, LiveCounts total) throws IOException {
        // A write that failed may have been done. Its object is written again before another one can have the same
        // rows.
        Hour current = hour;
        if (current == null || (!uncertain && !now.equals(current))) {
            current = now;
            before = written;
            LiveCounts last = written.since(before, columnsBefore, trialsBefore);
            if (last.showsColumns()) {
                columnsBefore = written;
            }
            if (last.showsTrials()) {
                trialsBefore = written;
            }
            hour = now;
            generation = Bucket.ABSENT;
        }
        uncertain = true;
        generation = bucket.write(
                LiveBucket.name(model, version, current, instance),
                total.since(before, columnsBefore, trialsBefore),
                generation);
        uncertain = false;
        written = total;
    }
}
