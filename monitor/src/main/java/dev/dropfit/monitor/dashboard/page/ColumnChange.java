package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.monitor.dashboard.html.PageText;
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

    static Change of(ColumnFacts now, ColumnFacts before) {
        if (!now.kind().equals(before.kind())) {
            return new Change("was " + before.kind(), true);
        }
        double missing = Math.abs(now.missing() - before.missing());
        if (missing >= MIN_MISSING_CHANGE) {
            return new Change(
                    "missing " + PageText.percent(before.missing()) + " → " + PageText.percent(now.missing()),
                    missing >= MISSING_NOTABLE);
        }
        return switch (now.kind()) {
            case "numeric" -> median(now.profile(), before.profile());
            case "categorical" -> share(now.profile(), before.profile());
            case "datetime" -> latest(now.profile(), before.profile());
            default -> Change.NONE;
        };
    }

    private static Change median(ColumnProfile now, ColumnProfile before) {
        double spread = before.quantile(0.75) - before.quantile(0.25);
        double median = now.quantile(0.5);
        double medianBefore = before.quantile(0.5);
        double shift = Math.abs(median - medianBefore) / (spread > 0 ? spread : Math.max(1e-9, Math.abs(medianBefore)));
        return shift >= MIN_MEDIAN_CHANGE
                ? new Change(
                        "median " + PageText.value(medianBefore) + " → " + PageText.value(median),
                        shift >= MEDIAN_NOTABLE)
                : Change.NONE;
    }

    private static Change share(ColumnProfile now, ColumnProfile before) {
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
                        "‘" + PageText.level(changed) + "’ "
                                + PageText.percent(sharesBefore.getOrDefault(changed, 0.0)) + " → "
                                + PageText.percent(shares.getOrDefault(changed, 0.0)),
                        largest >= SHARE_NOTABLE)
                : Change.NONE;
    }

    private static Change latest(ColumnProfile now, ColumnProfile before) {
        return now.latest().equals(before.latest()) ? Change.NONE : new Change("latest " + now.latest(), false);
    }

    /** The shares of the categories that the profile counts. */
    private static Map<String, Double> shares(ColumnProfile profile) {
        double sum = profile.counts().stream().mapToLong(CategoryCount::rows).sum();
        Map<String, Double> shares = new LinkedHashMap<>();
        profile.counts().forEach(count -> shares.put(count.value(), count.rows() / Math.max(1, sum)));
        return shares;
    }
}
