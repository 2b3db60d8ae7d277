package dev.dropfit.core.live.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.live.ColumnComparison;
import dev.dropfit.core.live.LiveChange;
import dev.dropfit.core.live.LiveComparison;
import dev.dropfit.core.live.LiveCounts;
import dev.dropfit.core.live.TrainingBins;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The live traffic of a version in the last 24 hours, compared with training and with the week before.
 *
 * @param day the rows of the last 24 hours
 * @param week the rows of the seven days before
 * @param hours the rows of each hour, of both; without hours that have none
 * @param columns the comparison of each column, and then of the score; empty if there are too few rows
 */
public record LiveReport(
        ModelName model,
        Version version,
        LiveCounts day,
        LiveCounts week,
        NavigableMap<Hour, LiveCounts> hours,
        List<ColumnComparison> columns) {
    private static final int DAY = 24;
    private static final int WEEK = 7 * DAY;

    public LiveReport {
        hours = Collections.unmodifiableNavigableMap(new TreeMap<>(hours));
        columns = List.copyOf(columns);
    }

    /**
     * Reads and compares the counts of a version.
     *
     * @param bins of its model file
     */
    public static LiveReport read(LiveBucket bucket, ModelName model, Version version, TrainingBins bins, Instant now)
            throws IOException {
        return read(bucket, model, version, bins, now, LiveComparison.DAY_ALPHA);
    }

    /**
     * The same with another bound of chance.
     *
     * @param alpha the probability that a comparison without any change has one, for all columns together
     */
    static LiveReport read(
            LiveBucket bucket, ModelName model, Version version, TrainingBins bins, Instant now, double alpha)
            throws IOException {
        Hour end = new Hour(now).plus(1);
        Hour begin = end.plus(-DAY);
        NavigableMap<Hour, LiveCounts> hours = bucket.read(model, version, bins, begin.plus(-WEEK), end);
        LiveCounts day = sum(bins, hours.tailMap(begin, true));
        LiveCounts week = sum(bins, hours.headMap(begin, false));
        return new LiveReport(model, version, day, week, hours, LiveComparison.of(day, week, alpha));
    }

    private static LiveCounts sum(TrainingBins bins, NavigableMap<Hour, LiveCounts> hours) {
        return hours.values().stream().reduce(LiveCounts.none(bins), LiveCounts::plus);
    }

    /** What is other than in training, or than in the week before, beyond chance. */
    public List<LiveChange> changes() {
        return columns.stream().flatMap(column -> column.changes().stream()).toList();
    }

    /** The rows and requests of each day in UTC, of the last 24 hours and the seven days before: named like {@code 20261126}. */
    public NavigableMap<String, LiveCounts> days() {
        NavigableMap<String, LiveCounts> days = new TreeMap<>();
        hours.forEach((hour, counts) -> days.merge(hour.day(), counts, LiveCounts::plus));
        return days;
    }

    /** The report as JSON. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("model", model.value());
        json.addProperty("version", version.value());
        json.addProperty("rows", day.rows());
        json.addProperty("rows_week_before", week.rows());
        json.addProperty("compared_rows", day.counted());
        json.addProperty("min_rows", LiveComparison.MIN_ROWS);
        JsonArray found = new JsonArray();
        changes().forEach(change -> found.add(change.text()));
        json.add("changes", found);
        json.add("traffic", day.traffic().toReport());
        JsonObject byDay = new JsonObject();
        days().forEach((name, counts) -> {
            JsonObject written = new JsonObject();
            written.addProperty("rows", counts.rows());
            counts.traffic().toReport().entrySet().forEach(entry -> written.add(entry.getKey(), entry.getValue()));
            byDay.add(name, written);
        });
        json.add("days", byDay);
        JsonObject byHour = new JsonObject();
        hours.forEach((hour, counts) -> byHour.addProperty(hour.toString(), counts.rows()));
        json.add("rows_by_hour", byHour);
        JsonObject compared = new JsonObject();
        for (ColumnComparison column : columns) {
            if (column.bins().column().equals(TrainingBins.SCORE)) {
                json.add("score", column.toJson());
            } else {
                compared.add(column.bins().column(), column.toJson());
            }
        }
        json.add("columns", compared);
        return json;
    }
}
