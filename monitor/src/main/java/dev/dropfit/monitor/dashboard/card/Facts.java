package dev.dropfit.monitor.dashboard.card;

import dev.dropfit.monitor.dashboard.html.Html;

/** Names and values, one a line. Not thread-safe. */
final class Facts {
    private final Html lines = new Html();

    /** Adds a line, unless the record does not have the value. */
    void add(String name, String value) {
        if (!value.isEmpty()) {
            lines.add("<dt>{}</dt><dd><bdi>{}</bdi></dd>", name, value);
        }
    }

    Html html() {
        return lines.isEmpty() ? Html.none() : Html.of("<dl class=\"facts\">{}</dl>", lines);
    }
}
