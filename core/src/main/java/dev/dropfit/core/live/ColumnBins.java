package dev.dropfit.core.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.dropfit.core.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The bins of a column or of the score, and the training rows in each.
 *
 * @param column its name
 * @param kind what a bin is
 * @param bounds of numbers, in ascending order: a number that is below all training rows, then the upper bound of each bin, inclusive. The first bin is
 *     below the first bound, the last one above the last bound; they are out of the range of training. Empty for other kinds
 * @param levels of categories: those that have a bin of their own. One more bin has all others. Empty for other kinds
 * @param rows the training rows in each bin
 * @param missing the training rows without a value
 * @param unseen the rows that a category that no other row has would be expected to have, of as many rows as training has
 */
public record ColumnBins(
        String column,
        Kind kind,
        List<Double> bounds,
        List<String> levels,
        List<Long> rows,
        long missing,
        long unseen) {
    /** What the bins of a column are. */
    public enum Kind {
        /** Ranges of numbers. */
        NUMBERS,
        /** Categories, the frequent ones each in its own bin. */
        CATEGORIES,
        /** One bin for every value: only whether there is a value is counted. */
        PRESENCE;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A bin of numbers has about this share of the training rows. */
    public static final double SHARE = 0.1;

    /** The minimum number of training rows in a bin of one level: rarer levels are counted together. So no count is that of a rare value. */
    public static final int MIN_ROWS = 20;

    /** The maximum number of levels of a column that have a bin of their own. */
    public static final int MAX_LEVELS = 20;

    public ColumnBins {
        bounds = List.copyOf(bounds);
        levels = List.copyOf(levels);
        rows = List.copyOf(rows);
        int bins = switch (kind) {
            case NUMBERS -> bounds.size() + 1;
            case CATEGORIES -> levels.size() + 1;
            case PRESENCE -> 1;
        };
        if (rows.size() != bins) {
            throw new IllegalArgumentException(
                    "'" + column + "' has counts of " + rows.size() + " bins, but " + bins + " bins");
        }
    }

    /**
     * The bins of numbers.
     *
     * @param min the lowest number of the training rows
     * @param upTo the upper bound of each bin, in ascending order
     * @param rows the training rows in each bin
     */
    public static ColumnBins numbers(String column, double min, List<Double> upTo, List<Long> rows, long missing) {
        List<Double> bounds = new ArrayList<>();
        List<Long> all = new ArrayList<>();
        bounds.add(Math.nextDown(min));
        bounds.addAll(upTo);
        all.add(0L);
        all.addAll(rows);
        all.add(0L);
        return new ColumnBins(column, Kind.NUMBERS, bounds, List.of(), all, missing, 0);
    }

    /** A column of which only is counted whether it has a value. */
    public static ColumnBins presence(String column, long rows, long missing) {
        return new ColumnBins(column, Kind.PRESENCE, List.of(), List.of(), List.of(rows), missing, 0);
    }

    /** The number of bins, without those of missing and unseen values. */
    public int bins() {
        return rows.size();
    }

    /** The name of a bin, for people. */
    public String name(int bin) {
        return switch (kind) {
            case NUMBERS -> range(bin);
            case CATEGORIES -> bin < levels.size() ? levels.get(bin) : "(other)";
            case PRESENCE -> "(a value)";
        };
    }

    private String range(int bin) {
        if (bin == 0) {
            return "below " + Figures.number(Math.nextUp(bounds.get(0)));
        }
        if (bin == bounds.size()) {
            return "above " + Figures.number(bounds.get(bin - 1));
        }
        double from = bin == 1 ? Math.nextUp(bounds.get(0)) : bounds.get(bin - 1);
        return from == bounds.get(bin)
                ? Figures.number(from)
                : Figures.number(from) + " to " + Figures.number(bounds.get(bin));
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("column", column);
        json.addProperty("kind", kind.text());
        if (kind == Kind.NUMBERS) {
            JsonArray written = new JsonArray();
            bounds.forEach(written::add);
            json.add("bounds", written);
        }
        if (kind == Kind.CATEGORIES) {
            JsonArray written = new JsonArray();
            levels.forEach(written::add);
            json.add("levels", written);
        }
        JsonArray counts = new JsonArray();
        rows.forEach(counts::add);
        json.add("rows", counts);
        json.addProperty("missing", missing);
        json.addProperty("unseen", unseen);
        return json;
    }

    /** @throws RuntimeException when it is not as {@link #toJson} writes it */
    static ColumnBins read(JsonObject json) {
        return new ColumnBins(
                json.get("column").getAsString(),
                Kind.valueOf(json.get("kind").getAsString().toUpperCase(Locale.ROOT)),
                array(json, "bounds").stream().map(JsonElement::getAsDouble).toList(),
                array(json, "levels").stream().map(JsonElement::getAsString).toList(),
                array(json, "rows").stream().map(JsonElement::getAsLong).toList(),
                json.get("missing").getAsLong(),
                json.get("unseen").getAsLong());
    }

    private static List<JsonElement> array(JsonObject json, String key) {
        return json.get(key) instanceof JsonArray array ? array.asList() : List.of();
    }
}
