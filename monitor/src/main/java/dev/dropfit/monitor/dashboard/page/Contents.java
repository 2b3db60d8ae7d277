package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.monitor.dashboard.html.Html;

/** The sections of a long page, with links to them. */
final class Contents {
    private final Html links = Html.of("<nav class=\"contents pills\" aria-label=\"On this page\">");
    private final Html sections = new Html();

    /**
     * Adds a link to a part of the section that was added last.
     *
     * @param id of its heading
     * @param name of the link
     */
    void link(String id, String name) {
        links.add("<a href=\"#{}\">{}</a>", id, name);
    }

    /**
     * Adds a section; nothing if it is empty.
     *
     * @param id of its heading
     * @param name of the link
     */
    void add(String id, String name, Html section) {
        if (!section.isEmpty()) {
            link(id, name);
            sections.add("{}", section);
        }
    }

    /** The links and the sections. */
    Html html() {
        return Html.of("{}</nav>{}", links, sections);
    }
}
