package dev.dropfit.monitor.dashboard.page;

import com.google.gson.JsonObject;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.read.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a column differs from the same column of an earlier version, in a few words. */
final class ColumnChange {
    /** Smaller differences of the missing share are ignored. */
    private static final double MIN_MISSING_CHANGE = 0.01;
    /** Smaller differences of a category's share are ignored. */
    private static final double MIN_SHARE_CHANGE = 0.02;
    /** Smaller differences of the median, relative to the interquartile range, are ignored. */
    private static final double MIN_MEDIAN_CHANGE = 0.1;

    /** From here on a change is highlighted. */
    private static final double MISSING_NOTABLE = 0.1;

    private static final double SHARE_NOTABLE = 0.1;
    private static final double MEDIAN_NOTABLE = 0.5;

    private ColumnChange() {}

    /**
     * What changed.
     *
     * @param text empty when nothing changed, or too little
     * @param notable whether to highlight the change
     */
    record Change(String text, boolean notable) {
        private static final Change NONE = new Change("", false);
    }

    static Change of(JsonObject now, JsonObject before) {
        String kind = Json.text(now, "kind");
        if (!kind.equals(Json.text(before, "kind"))) {
            return new Change("was " + Json.text(before, "kind"), true);
        }
        double missing = Json.number(now, "missing");
        double missingBefore = Json.number(before, "missing");
        if (Math.abs(missing - missingBefore) >= MIN_MISSING_CHANGE) {
            return new Change(
                    "missing " + PageText.percent(missingBefore) + " → " + PageText.percent(missing),
                    Math.abs(missing - missingBefore) >= MISSING_NOTABLE);
        }
        JsonObject profile = Json.object(now, "profile");
        JsonObject profileBefore = Json.object(before, "profile");
        return switch (kind) {
            case "numeric" -> median(Json.object(profile, "quantiles"), Json.object(profileBefore, "quantiles"));
            case "categorical" -> share(profile, profileBefore);
            case "datetime" -> latest(profile, profileBefore);
            default -> Change.NONE;
        };
    }

    private static Change median(JsonObject now, JsonObject before) {
        double spread = Json.number(before, "0.75") - Json.number(before, "0.25");
        double median = Json.number(now, "0.5");
        double medianBefore = Json.number(before, "0.5");
        double shift = Math.abs(median - medianBefore) / (spread > 0 ? spread : Math.max(1e-9, Math.abs(medianBefore)));
        return shift >= MIN_MEDIAN_CHANGE
                ? new Change(
                        "median " + PageText.value(medianBefore) + " → " + PageText.value(median),
                        shift >= MEDIAN_NOTABLE)
                : Change.NONE;
    }

    private static Change share(JsonObject now, JsonObject before) {
        Map<String, Double> shares = shares(now);
        Map<String, Double> sharesBefore = shares(before);
        String changed = "";
        double largest = 0;
        for (String level : shares.keySet()) {
            double change = Math.abs(shares.get(level) - sharesBefore.getOrDefault(level, 0.0));
            if (change > largest) {
                largest = change;
                changed = level;
            }
        }
        return largest >= MIN_SHARE_CHANGE
                ? new Change(
                        "‘" + PageText.level(changed) + "’ " + PageText.percent(sharesBefore.getOrDefault(changed, 0.0))
                                + " → " + PageText.percent(shares.getOrDefault(changed, 0.0)),
                        largest >= SHARE_NOTABLE)
                : Change.NONE;
    }

    private static Change latest(JsonObject now, JsonObject before) {
        String latest = Json.text(now, "latest");
        return latest.equals(Json.text(before, "latest")) ? Change.NONE : new Change("latest " + latest, false);
    }

    /** The shares of the categories that the profile counts. */
    private static Map<String, Double> shares(JsonObject profile) {
        Map<String, Double> shares = new LinkedHashMap<>();
        double sum = 0;
        for (JsonObject count : Json.objects(profile, "counts")) {
            double rows = Json.number(count, "rows");
            if (Double.isFinite(rows)) {
                shares.put(Json.text(count, "value"), rows);
                sum += rows;
            }
        }
        double all = Math.max(1, sum);
        shares.replaceAll((level, rows) -> rows / all);
        return shares;
    }
}
