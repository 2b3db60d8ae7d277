package dev.dropfit.trainer.outcome;

import dev.dropfit.core.Figures;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.live.store.Hour;
import dev.dropfit.core.live.store.LiveScores;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Labels of predictions that are named by their ids, until their scores are read. Not thread-safe. */
final class PendingLabels {
    /** The maximum number of labels of a model: they are in memory together. */
    static final int MAX_LABELS = 1_000_000;

    private final Map<Long, Label> byId = new HashMap<>();
    private int count;

    private record Label(String text, boolean commas, long generation, boolean contradicted) {
        Label and(Label other) {
            if (generation != other.generation) {
                return generation > other.generation ? this : other;
            }
            return text.equals(other.text) ? this : new Label(text, commas, generation, true);
        }
    }

    /** The scores of a prediction, the first time that it was made. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Made(Version version, Hour hour, double[] scores) {
        Made first(Made other) {
            return other.hour.compareTo(hour) < 0 ? other : this;
        }
    }

    /**
     * Counts a label, of either kind.
     *
     * @throws InvalidTableException when there are too many
     */
    void count() throws InvalidTableException {
        if (++count > MAX_LABELS) {
            throw new InvalidTableException("the files have more than " + Figures.count(MAX_LABELS)
                    + " labels together; delete the oldest files");
        }
    }

    void add(long id, String text, boolean commas, long generation) {
        byId.merge(id, new Label(text, commas, generation, false), Label::and);
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    int size() {
        return byId.size();
    }

    /** Finds the predictions in the stored scores; returns the number of labels without one. */
    long match(LiveScores scores, ModelName model, PredictingVersions versions) throws IOException {
        Map<Long, Made> made = new HashMap<>();
        scores.read(model, (version, hour, id, values) -> {
            if (byId.containsKey(id)) {
                made.merge(id, new Made(version, hour, values), Made::first);
            }
        });
        long unmatched = (long) byId.size() - made.size();
        try {
            for (Map.Entry<Long, Made> prediction : made.entrySet()) {
                unmatched += add(prediction.getKey(), prediction.getValue(), versions) ? 0 : 1;
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return unmatched;
    }

    private boolean add(long id, Made prediction, PredictingVersions versions) throws IOException {
        @Nullable Label label = byId.get(id);
        Optional<PredictingVersion> version = versions.find(prediction.version);
        if (label == null || version.isEmpty() || !version.get().hasOutputs(prediction.scores)) {
            return false;
        }
        double value = version.get().labels().value(label.text, label.commas);
        if (Double.isNaN(value)) {
            return false;
        }
        version.get()
                .add(new Labelled(
                        id,
                        label.generation,
                        label.contradicted ? Double.NaN : value,
                        prediction.scores,
                        Labelled.day(prediction.hour.start())));
        return true;
    }
}
