package dev.dropfit.core.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A column, or the score, of live rows compared with training.
 *
 * @param bins the bins, with the rows of training
 * @param rows the rows of training: of the score, those of the holdout
 * @param live the live rows
 * @param index the population stability index beyond chance
 * @param low the lower bound of its 95 % interval
 * @param high the upper bound
 * @param divergence of Jensen and Shannon, from 0 (equal) to 1
 * @param week the index compared with the week before; empty if there were too few rows
 * @param changes what is other than in training, or than in the week before, beyond chance; empty if nothing is
 */
public record ColumnComparison(
        ColumnBins bins,
        long rows,
        BinCounts live,
        double index,
        double low,
        double high,
        double divergence,
        OptionalDouble week,
        List<LiveChange> changes) {
    public ColumnComparison {
        changes = List.copyOf(changes);
    }

    /** The share of live rows without a value, from 0 to 1. */
    public double missing() {
        return share(live.missing(), live.rows());
    }

    /** The share of training rows without a value, from 0 to 1. */
    public double trainingMissing() {
        return share(bins.missing(), rows);
    }

    /** The share of live rows with a category that training has not seen. */
    public double unseen() {
        return share(live.unseen(), live.rows());
    }

    /** The share of rows that would be expected to have such a category. */
    public double expectedUnseen() {
        return share(bins.unseen(), rows);
    }

    private static double share(long part, long all) {
        return all == 0 ? 0 : (double) part / all;
    }

    /** The comparison as JSON. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("psi", index);
        JsonArray interval = new JsonArray();
        interval.add(low);
        interval.add(high);
        json.add("psi_interval", interval);
        json.addProperty("jensen_shannon", divergence);
        week.ifPresent(psi -> json.addProperty("psi_week_before", psi));
        json.addProperty("missing", missing());
        json.addProperty("training_missing", trainingMissing());
        json.addProperty("unseen", unseen());
        json.addProperty("expected_unseen", expectedUnseen());
        JsonArray distribution = new JsonArray();
        for (int bin = 0; bin < bins.bins(); bin++) {
            JsonObject written = new JsonObject();
            written.addProperty("bin", bins.name(bin));
            written.addProperty("training", share(bins.rows().get(bin), rows));
            written.addProperty("live", share(live.bins()[bin], live.rows()));
            distribution.add(written);
        }
        json.add("distribution", distribution);
        JsonArray found = new JsonArray();
        changes.forEach(change -> found.add(change.text()));
        json.add("changes", found);
        return json;
    }
}
