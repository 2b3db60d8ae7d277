package dev.dropfit.monitor.dashboard.html;

import dev.dropfit.core.registry.ModelName;
import java.util.Optional;

/** The frame of every page: head, header and tabs. */
public final class Layout {
    private static final String ICON =
            "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M8 1C5 5 3"
                    + " 7.5 3 10a5 5 0 0 0 10 0C13 7.5 11 5 8 1z' fill='%232a6fdb'/%3E%3C/svg%3E";

    private final Assets assets;
    private final Audience audience;

    /** @param audience who sees the pages */
    public Layout(Assets assets, Audience audience) {
        this.assets = assets;
        this.audience = audience;
    }

    /** Who sees the pages, and so what they can do. */
    public enum Audience {
        /** Only people on this machine, who can change something. */
        MACHINE("on this machine"),
        /** People with the token, who can change something. */
        NETWORK("in your network, with a token"),
        /** People who can change nothing here. */
        READERS("read-only");

        private final String text;

        Audience(String text) {
            this.text = text;
        }

        /** Whether pages can change something. */
        boolean canChange() {
            return this != READERS;
        }
    }

    /** The tabs of a model. */
    public enum Tab {
        OVERVIEW,
        TRY,
        USE,
        /** Only where something can be changed. */
        SETTINGS
    }

    /**
     * A page that is not about one model.
     *
     * @param root the relative path from the page to the dashboard's root
     * @param token a text that changes with the page; empty for a page that does not reload
     */
    public Html page(String title, String root, String token, Html content) {
        return document(title, root, token, "", Html.none(), content);
    }

    /** A page about a model. */
    public Html modelPage(ModelName model, String root, Optional<Tab> tab, String token, Html content) {
        Html trail = Html.of("<span aria-hidden=\"true\">/</span> <a href=\"{}{}\">{}</a>", root, model, model);
        Html tabs = Html.of("<nav class=\"tabs\" aria-label=\"Pages of this model\">");
        tab(tabs, root + model, "Overview", tab.filter(Tab.OVERVIEW::equals).isPresent());
        tab(tabs, root + model + "/try", "Try it", tab.filter(Tab.TRY::equals).isPresent());
        tab(tabs, root + model + "/use", "Use it", tab.filter(Tab.USE::equals).isPresent());
        if (audience.canChange()) {
            tab(
                    tabs,
                    root + model + "/settings",
                    "Settings",
                    tab.filter(Tab.SETTINGS::equals).isPresent());
        }
        tabs.add("</nav>");
        Html body = tab.isPresent() ? Html.of("{}{}", tabs, content) : content;
        return document(model.value(), root, token, model.value(), trail, body);
    }

    private static void tab(Html tabs, String target, String name, boolean current) {
        if (current) {
            tabs.add("<a href=\"{}\" aria-current=\"page\">{}</a>", target, name);
        } else {
            tabs.add("<a href=\"{}\">{}</a>", target, name);
        }
    }

    private Html document(String title, String root, String token, String model, Html trail, Html content) {
        return Html.of(
                """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>{} · Dropfit</title>
                <link rel="icon" href="{}">
                {}</head>
                <body data-root="{}" data-token="{}" data-model="{}" data-local="{}">
                <a class="skip" href="#main">Skip to content</a>
                <header class="top"><div class="bar"><a class="brand" href="{}">Dropfit</a> {}<span class="mode">{}</span></div></header>
                <main id="main" tabindex="-1">
                {}
                </main>
                <p id="live" class="visually-hidden" role="status"></p>
                </body>
                </html>
                """,
                title,
                ICON,
                assets.head(root),
                root,
                token,
                model,
                audience.canChange(),
                root,
                trail,
                audience.text,
                content);
    }
}
