package dev.dropfit.monitor.dashboard.chart;

import java.util.Locale;

/** Formats numbers for SVG. */
final class Svg {
    private Svg() {}

    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
