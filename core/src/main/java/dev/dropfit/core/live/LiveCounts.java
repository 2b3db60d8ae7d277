package dev.dropfit.core.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * Counts of rows in the bins of one version of a model. Sums of them are exact: the counts of all instances add up to those of one that
 * would have had all rows.
 *
 * <p>A row can't be read back: a column is counted on its own, a bin has at least {@link ColumnBins#MIN_ROWS} training rows or a tenth of them,
 * and an object has counts of columns only from {@link #MIN_ROWS} rows on.
 */
public final class LiveCounts {
    /** Counts of columns of fewer rows are not written: together they would be the bins of single rows. */
    public static final int MIN_ROWS = 10;

    private static final int FORMAT = 1;

    private final TrainingBins bins;
    private final long rows;
    private final long[] slots;
    private final Traffic traffic;
    private final SortedMap<String, TrialCounts> trials;

    /** Counts of rows of a version that was not tried next to another one. */
    public LiveCounts(TrainingBins bins, long rows, long[] slots, Traffic traffic) {
        this(bins, rows, slots, traffic, Collections.emptySortedMap());
    }

    /**
     * Counts of rows.
     *
     * @param rows how many rows were predicted
     * @param slots the rows in each slot of {@link RowBins}; the array is kept
     * @param traffic the requests
     * @param trials the rows that this version was tried with, by the version that was served then
     */
    public LiveCounts(
            TrainingBins bins, long rows, long[] slots, Traffic traffic, SortedMap<String, TrialCounts> trials) {
        this.bins = bins;
        this.rows = rows;
        this.slots = slots;
        this.traffic = traffic;
        this.trials = Collections.unmodifiableSortedMap(new TreeMap<>(trials));
        if (slots.length != slots(bins)) {
            throw new IllegalArgumentException("Counts of " + slots.length + " slots do not fit these bins");
        }
    }

    /** No rows. */
    public static LiveCounts none(TrainingBins bins) {
        return new LiveCounts(bins, 0, new long[slots(bins)], Traffic.NONE);
    }

    private static int slots(TrainingBins bins) {
        return bins.all().stream().mapToInt(column -> column.bins() + 2).sum();
    }

    /** The bins in which rows are counted. */
    public TrainingBins bins() {
        return bins;
    }

    /** How many rows were predicted. */
    public long rows() {
        return rows;
    }

    /** The requests. */
    public Traffic traffic() {
        return traffic;
    }

    /** The comparisons with a served version next to which this one was tried; none if there are none. */
    public TrialCounts trial(String served) {
        return trials.getOrDefault(served, TrialCounts.none(bins));
    }

    /** How many rows are in the counts of columns: those of objects with few rows are not. */
    public long counted() {
        long most = 0;
        int first = 0;
        for (ColumnBins column : bins.all()) {
            most = Math.max(most, sum(first, column.bins() + 2));
            first += column.bins() + 2;
        }
        return most;
    }

    private long sum(int first, int count) {
        return Arrays.stream(slots, first, first + count).sum();
    }

    /** Both together. */
    public LiveCounts plus(LiveCounts other) {
        long[] sum = slots.clone();
        for (int slot = 0; slot < sum.length; slot++) {
            sum[slot] += other.slots[slot];
        }
        return new LiveCounts(
                bins, rows + other.rows, sum, traffic.plus(other.traffic), merged(other.trials, TrialCounts::plus));
    }

    /**
     * The rows that came after others were counted.
     *
     * @param before the rows and requests that are not to be in the result
     * @param columnsBefore the counts of the columns that are not to be in the result
     * @param trialsBefore the counts of trials that are not to be in the result
     */
    public LiveCounts since(LiveCounts before, LiveCounts columnsBefore, LiveCounts trialsBefore) {
        long[] rest = slots.clone();
        for (int slot = 0; slot < rest.length; slot++) {
            rest[slot] -= columnsBefore.slots[slot];
        }
        return new LiveCounts(
                bins,
                rows - before.rows,
                rest,
                traffic.minus(before.traffic),
                merged(trialsBefore.trials, TrialCounts::minus));
    }

    private SortedMap<String, TrialCounts> merged(
            SortedMap<String, TrialCounts> others, BinaryOperator<TrialCounts> operation) {
        SortedMap<String, TrialCounts> all = new TreeMap<>(trials);
        others.forEach((served, counts) -> all.put(served, operation.apply(trial(served), counts)));
        return all;
    }

    /** Whether an object of these counts has those of the columns: only if they are enough that they do not show single rows. */
    public boolean showsColumns() {
        return counted() >= MIN_ROWS;
    }

    /** Whether an object of these counts has those of trials, likewise. */
    public boolean showsTrials() {
        return trials.values().stream().anyMatch(trial -> trial.rows() >= MIN_ROWS);
    }

    /** The counts of each column and of the score, in the order of {@link TrainingBins#all}. */
    public List<BinCounts> all() {
        List<BinCounts> all = new ArrayList<>();
        int first = 0;
        for (ColumnBins column : bins.all()) {
            int end = first + column.bins();
            all.add(new BinCounts(Arrays.copyOfRange(slots, first, end), slots[end], slots[end + 1]));
            first = end + 2;
        }
        return all;
    }

    /** Whether these are the counts of as many rows in the same slots, and of the same requests. */
    public boolean same(LiveCounts other) {
        return rows == other.rows
                && Arrays.equals(slots, other.slots)
                && traffic.equals(other.traffic)
                && trials.equals(other.trials);
    }

    /** The counts as an object of the live bucket. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("rows", rows);
        json.add("traffic", traffic.toJson());
        if (showsColumns()) {
            JsonObject columns = new JsonObject();
            List<ColumnBins> all = bins.all();
            List<BinCounts> counts = all();
            for (int i = 0; i < all.size(); i++) {
                JsonObject written = json(counts.get(i));
                if (all.get(i).column().equals(TrainingBins.SCORE)) {
                    json.add("score", written);
                } else {
                    columns.add(all.get(i).column(), written);
                }
            }
            json.add("columns", columns);
        }
        if (showsTrials()) {
            JsonObject written = new JsonObject();
            trials.forEach((served, counts) -> written.add(served, counts.toJson()));
            json.add("trials", written);
        }
        return json;
    }

    private static JsonObject json(BinCounts counts) {
        JsonObject json = new JsonObject();
        JsonArray written = new JsonArray();
        for (long rows : counts.bins()) {
            written.add(rows);
        }
        json.add("bins", written);
        json.addProperty("missing", counts.missing());
        json.addProperty("unseen", counts.unseen());
        return json;
    }

    /** Reads counts; empty if they are damaged, or are counts of other bins. */
    public static Optional<LiveCounts> read(TrainingBins bins, JsonObject json) {
        try {
            if (json.get("format").getAsInt() != FORMAT) {
                return Optional.empty();
            }
            long[] slots = new long[slots(bins)];
            if (json.has("columns")) {
                int first = 0;
                for (ColumnBins column : bins.all()) {
                    JsonObject written = column.column().equals(TrainingBins.SCORE)
                            ? json.getAsJsonObject("score")
                            : json.getAsJsonObject("columns").getAsJsonObject(column.column());
                    List<JsonElement> counts = written.getAsJsonArray("bins").asList();
                    if (counts.size() != column.bins()) {
                        return Optional.empty();
                    }
                    for (JsonElement count : counts) {
                        slots[first++] = count.getAsLong();
                    }
                    slots[first++] = written.get("missing").getAsLong();
                    slots[first++] = written.get("unseen").getAsLong();
                }
            }
            SortedMap<String, TrialCounts> trials = new TreeMap<>();
            if (json.has("trials")) {
                json.getAsJsonObject("trials")
                        .asMap()
                        .forEach((served, counts) ->
                                trials.put(served, TrialCounts.read(bins, counts.getAsJsonObject())));
            }
            return Optional.of(new LiveCounts(
                    bins,
                    json.get("rows").getAsLong(),
                    slots,
                    // Earlier releases did not count requests.
                    json.has("traffic") ? Traffic.read(json.getAsJsonObject("traffic")) : Traffic.NONE,
                    trials));
        } catch (RuntimeException e) { // Gson throws several kinds.
            return Optional.empty();
        }
    }
}
