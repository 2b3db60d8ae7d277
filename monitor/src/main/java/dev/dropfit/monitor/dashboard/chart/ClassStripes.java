package dev.dropfit.monitor.dashboard.chart;

import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.core.registry.facts.NumberBin;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.ArrayList;
import java.util.List;

/**
 * A small picture of the classes of the label by a column's values (a spine plot): from left to right the rows in the order of the values,
 * from the bottom up the share of each class. A column that says nothing about the label has level stripes.
 */
public final class ClassStripes {
    private static final double WIDTH = 120;
    private static final double HEIGHT = 20;

    private ClassStripes() {}

    /** The picture; nothing if the shares are not known. */
    public static Html of(ColumnFacts column, ColumnProfile labels) {
        List<Double> widths = widths(column);
        List<List<Double>> shares = column.classShares();
        List<String> names = names(labels);
        if (shares.isEmpty() || widths.size() != shares.size() || names.size() < 2) {
            return Html.none();
        }
        Html svg = Html.of("<svg class=\"dist stripes\" role=\"img\"><title>{}</title>", text(column, names));
        // The most frequent class is the background, which the others cover.
        for (int k = 1; k < names.size(); k++) {
            svg.add("<path d=\"{}\"/>", stripe(widths, shares, k));
        }
        return svg.add("</svg>");
    }

    /** What the colours mean; nothing if no column has a picture. */
    public static Html legend(List<ColumnFacts> columns, ColumnProfile labels) {
        if (columns.stream().allMatch(column -> of(column, labels).isEmpty())) {
            return Html.none();
        }
        Html legend = Html.of("<p class=\"muted\">By class, from low to high values or from frequent to rare ones:");
        List<String> names = names(labels);
        for (int k = names.size() - 1; k >= 0; k--) {
            legend.add(" <span class=\"swatch class{}\" aria-hidden=\"true\"></span> <bdi>{}</bdi>", k, names.get(k));
        }
        return legend.add("</p>");
    }

    /** The classes with a stripe, the most frequent first. */
    private static List<String> names(ColumnProfile labels) {
        List<CategoryCount> counts = labels.counts();
        List<String> names = new ArrayList<>();
        counts.stream().limit(ColumnFacts.MAX_CLASSES).forEach(count -> names.add(PageText.level(count.value())));
        if (counts.size() == ColumnFacts.MAX_CLASSES + 1) {
            names.add(PageText.level(counts.get(ColumnFacts.MAX_CLASSES).value()));
        } else if (counts.size() > names.size()) {
            names.add("other classes");
        }
        return names;
    }

    private static List<Double> widths(ColumnFacts column) {
        List<Long> rows = column.kind().equals("numeric")
                ? column.profile().bins().stream().map(NumberBin::rows).toList()
                : column.profile().counts().stream().map(CategoryCount::rows).toList();
        double sum = Math.max(1, rows.stream().mapToLong(Long::longValue).sum());
        return rows.stream().map(one -> WIDTH * one / sum).toList();
    }

    /**
     * From the bottom up to the top of a class: the stripes of rarer classes cover it. Edges are at whole pixels and tops at halves, and bins with the
     * same top share a step, because a page may have hundreds of pictures.
     */
    private static String stripe(List<Double> widths, List<List<Double>> shares, int k) {
        StringBuilder path = new StringBuilder("M0 20");
        double right = 0;
        long drawn = 0;
        for (int bin = 0; bin < widths.size(); bin++) {
            right += widths.get(bin);
            double top = top(shares.get(bin), k);
            if (bin == widths.size() - 1 || top(shares.get(bin + 1), k) != top) {
                path.append('V').append(Svg.number(top)).append('h').append(Math.round(right) - drawn);
                drawn = Math.round(right);
            }
        }
        return path.append("V20Z").toString();
    }

    private static double top(List<Double> shares, int k) {
        return Math.round(2 * HEIGHT * (1 - above(shares, k))) / 2.0;
    }

    /** The share of a class and of all rarer ones; 0 for a bin without rows. */
    private static double above(List<Double> shares, int k) {
        return shares.size() < k
                ? 0
                : Math.max(
                        0,
                        1
                                - shares.subList(0, k).stream()
                                        .mapToDouble(Double::doubleValue)
                                        .sum());
    }

    private static String text(ColumnFacts column, List<String> names) {
        int last = names.size() - 1;
        double[] rarest = column.classShares().stream()
                .filter(shares -> !shares.isEmpty())
                .mapToDouble(shares -> above(shares, last))
                .toArray();
        double low = Double.NaN;
        double high = Double.NaN;
        for (double share : rarest) {
            low = Double.isNaN(low) ? share : Math.min(low, share);
            high = Double.isNaN(high) ? share : Math.max(high, share);
        }
        return names.get(last) + ": " + PageText.percent(low) + " to " + PageText.percent(high)
                + " of the rows, by value";
    }
}
