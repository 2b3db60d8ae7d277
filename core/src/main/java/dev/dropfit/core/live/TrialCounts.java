package dev.dropfit.core.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The rows that a version was tried with next to the served one: how often both predict the same, how far apart their scores are, and how the scores of both are
 * distributed. Sums are exact, in any order.
 *
 * @param requests that both versions were given
 * @param failed the requests that the served version has answered, and the tried one could not
 * @param rows that both have scored
 * @param dropped the rows that were not compared because the predictor had more to do
 * @param agreed the rows of which both predict the same class; of numbers, those whose difference is at most the unit
 * @param difference the sum of the differences of the scores, in millionths: of classes half of the sum of the absolute differences of their probabilities, so
 *     from 0 to 1; of numbers in the unit, which is the mean absolute error of the served version on its holdout
 * @param scores the rows in each bin of the score of the tried version, by its own scores; empty if it has no bins
 * @param servedScores likewise by the scores of the served version
 */
public record TrialCounts(
        long requests,
        long failed,
        long rows,
        long dropped,
        long agreed,
        long difference,
        List<Long> scores,
        List<Long> servedScores) {
    /** The sum of differences counts in this part of the unit. */
    public static final double MILLIONTH = 1e-6;

    public TrialCounts {
        scores = List.copyOf(scores);
        servedScores = List.copyOf(servedScores);
    }

    /** No rows. */
    public static TrialCounts none(TrainingBins bins) {
        List<Long> empty =
                bins.score().map(score -> Collections.nCopies(score.bins(), 0L)).orElse(List.of());
        return new TrialCounts(0, 0, 0, 0, 0, 0, empty, empty);
    }

    /** Both together. */
    public TrialCounts plus(TrialCounts other) {
        return with(other, 1);
    }

    /** The rows that came after others were counted. */
    TrialCounts minus(TrialCounts before) {
        return with(before, -1);
    }

    private TrialCounts with(TrialCounts other, int sign) {
        return new TrialCounts(
                requests + sign * other.requests,
                failed + sign * other.failed,
                rows + sign * other.rows,
                dropped + sign * other.dropped,
                agreed + sign * other.agreed,
                difference + sign * other.difference,
                sum(scores, other.scores, sign),
                sum(servedScores, other.servedScores, sign));
    }

    private static List<Long> sum(List<Long> first, List<Long> second, int sign) {
        List<Long> sum = new ArrayList<>();
        for (int bin = 0; bin < first.size(); bin++) {
            sum.add(first.get(bin) + sign * second.get(bin));
        }
        return sum;
    }

    /** The share of rows of which both predict the same; NaN without rows. */
    public double agreement() {
        return (double) agreed / rows;
    }

    /** The mean difference of the scores; NaN without rows. */
    public double meanDifference() {
        return difference * MILLIONTH / rows;
    }

    /** The counts as they are in an object of the live bucket. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("requests", requests);
        json.addProperty("failed", failed);
        json.addProperty("rows", rows);
        json.addProperty("dropped", dropped);
        json.addProperty("agreed", agreed);
        json.addProperty("difference", difference);
        json.add("scores", array(scores));
        json.add("served_scores", array(servedScores));
        return json;
    }

    private static JsonArray array(List<Long> counts) {
        JsonArray array = new JsonArray();
        counts.forEach(array::add);
        return array;
    }

    /** @throws RuntimeException when it is not as {@link #toJson} writes it, or has other bins */
    static TrialCounts read(TrainingBins bins, JsonObject json) {
        TrialCounts read = new TrialCounts(
                json.get("requests").getAsLong(),
                json.get("failed").getAsLong(),
                json.get("rows").getAsLong(),
                json.get("dropped").getAsLong(),
                json.get("agreed").getAsLong(),
                json.get("difference").getAsLong(),
                list(json, "scores"),
                list(json, "served_scores"));
        int expected = none(bins).scores.size();
        if (bins.equals(TrainingBins.NONE)) {
            return new TrialCounts(
                    read.requests,
                    read.failed,
                    read.rows,
                    read.dropped,
                    read.agreed,
                    read.difference,
                    List.of(),
                    List.of());
        }
        if (read.scores.size() != expected || read.servedScores.size() != expected) {
            throw new IllegalArgumentException("Counts of a trial do not fit these bins");
        }
        return read;
    }

    private static List<Long> list(JsonObject json, String key) {
        return json.getAsJsonArray(key).asList().stream()
                .map(JsonElement::getAsLong)
                .toList();
    }
}
