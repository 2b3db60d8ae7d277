package dev.dropfit.monitor.dashboard.chart;

import dev.dropfit.monitor.dashboard.html.Html;

/** Bars as wide as their cell. Hidden from screen readers, because the next cell has the number. */
public final class Bars {
    private static final double HALF = 100;

    private Bars() {}

    /** A bar from the left, for a share from 0 to 1. */
    public static Html share(double share) {
        return Html.of(
                "<svg class=\"barline\" viewBox=\"0 0 200 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                        + "<rect class=\"track\" width=\"200\" height=\"10\"/><rect class=\"plain\" width=\"{}\" height=\"10\"/></svg>",
                Svg.number(2 * HALF * clamp(share)));
    }

    /** A bar from the middle, for a share from -1 to 1; positive shares point right. */
    public static Html signed(double share) {
        double length = HALF * clamp(Math.abs(share));
        return Html.of(
                "<svg class=\"barline\" viewBox=\"0 0 200 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                        + "<rect class=\"track\" width=\"200\" height=\"10\"/><rect class=\"{}\" x=\"{}\" width=\"{}\" height=\"10\"/>"
                        + "<path class=\"zero\" d=\"M100 0V10\"/></svg>",
                share < 0 ? "down" : "up",
                Svg.number(share < 0 ? HALF - length : HALF),
                Svg.number(length));
    }

    private static double clamp(double share) {
        return Double.isFinite(share) ? Math.max(0, Math.min(1, share)) : 0;
    }
}
