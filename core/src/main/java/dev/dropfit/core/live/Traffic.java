package dev.dropfit.core.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;

/**
 * The requests for a version of a model. Sums are exact: the requests of all instances add up to those of one that would have had all.
 *
 * @param durations how many took up to each of {@link #BOUNDS}, and longer than all of them: one count more than bounds. Together they are all
 *     requests
 * @param nanos how long all requests took together, in nanoseconds
 * @param clientErrors the requests that were refused because of the client (4xx)
 * @param serverErrors the requests that failed (5xx)
 * @param warnings how many warnings of each kind the rows had
 */
public record Traffic(
        List<Long> durations, long nanos, long clientErrors, long serverErrors, SortedMap<String, Long> warnings) {
    /** The upper bounds of the ranges of durations, in nanoseconds, in ascending order. */
    public static final List<Long> BOUNDS = List.of(
            100_000L,
            250_000L,
            500_000L,
            1_000_000L,
            2_500_000L,
            5_000_000L,
            10_000_000L,
            25_000_000L,
            50_000_000L,
            100_000_000L,
            250_000_000L,
            500_000_000L,
            1_000_000_000L,
            2_500_000_000L,
            10_000_000_000L);

    /** No requests. */
    public static final Traffic NONE =
            new Traffic(Collections.nCopies(BOUNDS.size() + 1, 0L), 0, 0, 0, Collections.emptySortedMap());

    private static final double NANOS = 1e9;

    public Traffic {
        durations = List.copyOf(durations);
        warnings = Collections.unmodifiableSortedMap(new TreeMap<>(warnings));
        if (durations.size() != BOUNDS.size() + 1) {
            throw new IllegalArgumentException(durations.size() + " counts of durations do not fit the bounds");
        }
    }

    /** The number of requests. */
    public long requests() {
        return durations.stream().mapToLong(Long::longValue).sum();
    }

    /** The number of requests that did not succeed. */
    public long errors() {
        return clientErrors + serverErrors;
    }

    /**
     * A quantile of the duration of requests, in seconds: evenly distributed within a range. Empty without requests.
     *
     * @param share of the requests that take at most so long, from 0 to 1
     */
    public OptionalDouble seconds(double share) {
        double rank = share * requests();
        double below = 0;
        for (int range = 0; range < durations.size(); range++) {
            double count = durations.get(range);
            if (count > 0 && below + count >= rank) {
                double from = range == 0 ? 0 : BOUNDS.get(range - 1);
                // A longer duration than all bounds is only known to be longer.
                double to = range < BOUNDS.size() ? BOUNDS.get(range) : from;
                return OptionalDouble.of((from + (to - from) * (rank - below) / count) / NANOS);
            }
            below += count;
        }
        return OptionalDouble.empty();
    }

    /** Both together. */
    public Traffic plus(Traffic other) {
        return with(other, Long::sum);
    }

    /** The requests that came after others were counted. */
    public Traffic minus(Traffic before) {
        return with(before, (now, then) -> now - then);
    }

    private Traffic with(Traffic other, LongBinaryOperator operation) {
        List<Long> counts = new ArrayList<>();
        for (int range = 0; range < durations.size(); range++) {
            counts.add(operation.applyAsLong(durations.get(range), other.durations.get(range)));
        }
        SortedMap<String, Long> kinds = new TreeMap<>(warnings);
        other.warnings.forEach(
                (kind, count) -> kinds.put(kind, operation.applyAsLong(warnings.getOrDefault(kind, 0L), count)));
        return new Traffic(
                counts,
                operation.applyAsLong(nanos, other.nanos),
                operation.applyAsLong(clientErrors, other.clientErrors),
                operation.applyAsLong(serverErrors, other.serverErrors),
                kinds);
    }

    /** The counts as they are in an object of the live bucket. */
    JsonObject toJson() {
        JsonObject json = new JsonObject();
        JsonArray counts = new JsonArray();
        durations.forEach(counts::add);
        json.add("durations", counts);
        json.addProperty("nanos", nanos);
        json.addProperty("client_errors", clientErrors);
        json.addProperty("server_errors", serverErrors);
        JsonObject kinds = new JsonObject();
        warnings.forEach(kinds::addProperty);
        json.add("warnings", kinds);
        return json;
    }

    /** @throws RuntimeException when it is not as {@link #toJson} writes it */
    static Traffic read(JsonObject json) {
        SortedMap<String, Long> kinds = new TreeMap<>();
        json.getAsJsonObject("warnings")
                .entrySet()
                .forEach(warning ->
                        kinds.put(warning.getKey(), warning.getValue().getAsLong()));
        return new Traffic(
                json.getAsJsonArray("durations").asList().stream()
                        .map(count -> count.getAsLong())
                        .toList(),
                json.get("nanos").getAsLong(),
                json.get("client_errors").getAsLong(),
                json.get("server_errors").getAsLong(),
                kinds);
    }

    /** The requests in a report: how many, errors, quantiles of their duration in seconds, and warnings. */
    public JsonObject toReport() {
        JsonObject json = new JsonObject();
        json.addProperty("requests", requests());
        json.addProperty("client_errors", clientErrors);
        json.addProperty("server_errors", serverErrors);
        JsonObject seconds = new JsonObject();
        for (Map.Entry<String, Double> quantile :
                List.of(Map.entry("p50", 0.5), Map.entry("p95", 0.95), Map.entry("p99", 0.99))) {
            seconds(quantile.getValue()).ifPresent(value -> seconds.addProperty(quantile.getKey(), value));
        }
        json.add("seconds", seconds);
        JsonObject kinds = new JsonObject();
        warnings.forEach(kinds::addProperty);
        json.add("warnings", kinds);
        return json;
    }
}
