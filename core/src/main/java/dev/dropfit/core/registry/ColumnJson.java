package dev.dropfit.core.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.core.registry.facts.DistinctCount;
import dev.dropfit.core.registry.facts.NumberBin;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The JSON of columns and their profiles, a part of a run's record. */
final class ColumnJson {
    private ColumnJson() {}

    static ColumnFacts column(JsonFields json) {
        return new ColumnFacts(
                json.text("column"),
                json.text("kind"),
                json.text("why"),
                json.number("missing"),
                profile(json.object("profile")),
                classShares(json));
    }

    static JsonObject column(ColumnFacts column) {
        JsonObject json = new JsonObject();
        json.addProperty("column", column.name());
        json.addProperty("kind", column.kind());
        json.addProperty("why", column.why());
        JsonFields.addFinite(json, "missing", column.missing());
        json.add(
                "profile",
                profile(
                        column.profile(),
                        column.kind().equals("numeric"),
                        column.kind().equals("categorical")));
        if (!column.classShares().isEmpty()) {
            json.add("by_class", array(column.classShares(), shares -> array(shares, JsonPrimitive::new)));
        }
        return json;
    }

    private static <T> JsonArray array(List<T> values, Function<T, JsonElement> write) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(write.apply(value)));
        return array;
    }

    private static List<List<Double>> classShares(JsonFields json) {
        return json.array("by_class").stream()
                .map(shares -> JsonFields.elements(shares).stream()
                        .map(JsonFields::number)
                        .toList())
                .toList();
    }

    static ColumnProfile profile(JsonFields json) {
        return new ColumnProfile(
                DistinctCount.parse(json.text("distinct")),
                quantiles(json),
                bins(json),
                json.objects("counts").stream()
                        .map(count -> new CategoryCount(
                                count.text("value"), count.whole("rows").orElse(0)))
                        .toList(),
                json.text("earliest"),
                json.text("latest"));
    }

    static SortedMap<Double, Double> quantiles(JsonFields json) {
        SortedMap<Double, Double> quantiles = new TreeMap<>();
        JsonFields shares = json.object("quantiles");
        for (String share : shares.keys()) {
            try {
                quantiles.put(Double.valueOf(share), shares.number(share));
            } catch (NumberFormatException e) {
                // Not a quantile.
            }
        }
        return quantiles;
    }

    static void addQuantiles(JsonObject json, SortedMap<Double, Double> quantiles) {
        JsonObject values = new JsonObject();
        quantiles.forEach((share, value) -> JsonFields.addFinite(values, Double.toString(share), value));
        json.add("quantiles", values);
    }

    private static List<NumberBin> bins(JsonFields json) {
        List<NumberBin> bins = new ArrayList<>();
        for (JsonElement pair : json.array("bins")) {
            List<JsonElement> bin = JsonFields.elements(pair);
            if (bin.size() == 2) {
                bins.add(new NumberBin(JsonFields.number(bin.get(0)), (long) JsonFields.number(bin.get(1))));
            }
        }
        return bins;
    }

    private static JsonArray bins(List<NumberBin> bins) {
        JsonArray array = new JsonArray();
        for (NumberBin bin : bins) {
            JsonArray pair = new JsonArray();
            pair.add(bin.upTo());
            pair.add(bin.rows());
            array.add(pair);
        }
        return array;
    }

    static JsonObject profile(ColumnProfile profile, boolean numbers, boolean categories) {
        JsonObject json = new JsonObject();
        profile.distinct().ifPresent(distinct -> {
            if (distinct.exact()) {
                json.addProperty("distinct", distinct.count());
            } else {
                json.addProperty("distinct", distinct.text());
            }
        });
        if (numbers) {
            addQuantiles(json, profile.quantiles());
            if (!profile.bins().isEmpty()) {
                json.add("bins", bins(profile.bins()));
            }
        } else if (categories) {
            JsonArray counts = new JsonArray();
            for (CategoryCount count : profile.counts()) {
                JsonObject entry = new JsonObject();
                entry.addProperty("value", count.value());
                entry.addProperty("rows", count.rows());
                counts.add(entry);
            }
            json.add("counts", counts);
        }
        JsonFields.addText(json, "earliest", profile.earliest());
        JsonFields.addText(json, "latest", profile.latest());
        return json;
    }
}
