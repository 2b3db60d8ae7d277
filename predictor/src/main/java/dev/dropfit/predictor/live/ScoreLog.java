package dev.dropfit.predictor.live;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.live.store.Hour;
import dev.dropfit.core.live.store.LiveScores;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The ids and scores of the predictions of a version, until they are written. Each object is replaced while it grows, then the next one begins; so
 * an instance that is killed loses what came after its last write. Thread-safe.
 */
final class ScoreLog {
    /** An object has about this many characters at most: what is written each minute is bounded. */
    private static final int MAX_OBJECT = 1 << 20;

    /** With more characters that wait, predictions are left out: storage fails, or there is more traffic than one writer can store. */
    private static final int MAX_WAITING = 8 << 20;

    private static final Logger LOG = Logger.getLogger(ScoreLog.class.getName());

    private final ModelName model;
    private final Version version;
    private final String instance;
    private final StringBuilder waiting = new StringBuilder();
    private boolean isFull;

    /** Only the writing thread uses these. */
    private String content = "";

    private @Nullable Hour hour;
    private int part;
    private long generation = Bucket.ABSENT;
    private boolean uncertain;

    /** @param instance the beginning of the names of its objects; no other log has it */
    ScoreLog(ModelName model, Version version, String instance) {
        this.model = model;
        this.version = version;
        this.instance = instance;
    }

    /** @param id as in {@link dev.dropfit.core.live.PredictionId} */
    void add(long id, double[] scores) {
        synchronized (waiting) {
            if (waiting.length() < MAX_WAITING) {
                LiveScores.line(waiting, id, scores);
            } else if (!isFull) {
                isFull = true;
                LOG.log(
                        Level.WARNING,
                        "{0} {1}: more scores wait than are kept in memory; the scores of some predictions are not"
                                + " stored",
                        new Object[] {model, version});
            }
        }
    }

    boolean isWritten() {
        synchronized (waiting) {
            return waiting.isEmpty() && !uncertain;
        }
    }

    /** Writes what waits. Called by one thread at a time. */
    void write(LiveScores scores, Hour now) throws IOException {
        Hour current = hour;
        // A write that failed may have been done: its object is written again before another one begins.
        if (current == null || (!uncertain && (!now.equals(current) || content.length() >= MAX_OBJECT))) {
            current = now;
            hour = now;
            part++;
            content = "";
            generation = Bucket.ABSENT;
        }
        synchronized (waiting) {
            content += waiting;
            waiting.setLength(0);
            isFull = false;
        }
        uncertain = true;
        generation = scores.write(model, version, current, instance + "-" + part, content, generation);
        uncertain = false;
    }
}
