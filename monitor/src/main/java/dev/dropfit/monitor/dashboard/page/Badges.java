package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.registry.Verdict;
import dev.dropfit.monitor.dashboard.html.Html;

/** A verdict as a word and a shape, so that it does not depend on the colour. */
public final class Badges {
    private Badges() {}

    /** The badge of a verdict. */
    public static Html of(Verdict verdict) {
        return Html.of(
                "<span class=\"badge {}\"><span aria-hidden=\"true\">{}</span> {}</span>",
                verdict.text(),
                mark(verdict),
                verdict.text());
    }

    static String mark(Verdict verdict) {
        return switch (verdict) {
            case PROMOTED -> "●";
            case REJECTED -> "○";
            case INVALID -> "✕";
            case CANCELLED -> "–";
            case UNKNOWN, UNREADABLE -> "?";
        };
    }
}
