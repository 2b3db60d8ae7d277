package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.monitor.dashboard.html.Html;
import java.util.List;

/**
 * A long list in pages.
 *
 * @param size of the list
 * @param perPage the number of items on a page
 * @param page from 1; a number beyond the last page is the last page
 */
record Paging(int size, int perPage, int page) {
    Paging {
        page = Math.max(1, Math.min(page, (size + perPage - 1) / perPage));
    }

    <T> List<T> slice(List<T> list) {
        return list.subList(Math.min(size, (page - 1) * perPage), Math.min(size, page * perPage));
    }

    /**
     * Links to the previous and the next page; none when there is only one page.
     *
     * @param fields the fields of the query to keep, each followed by {@code &}
     * @param anchor the target on the page, with its {@code #}
     */
    Html links(String fields, Html anchor) {
        int last = (size + perPage - 1) / perPage;
        if (last <= 1) {
            return Html.none();
        }
        Html links = Html.of("<nav class=\"paging\" aria-label=\"Pages of the list\">");
        if (page > 1) {
            links.add("<a rel=\"prev\" href=\"?{}page={}{}\">← Previous</a>", fields, page - 1, anchor);
        }
        links.add("<span>{} of {}</span>", page, last);
        if (page < last) {
            links.add("<a rel=\"next\" href=\"?{}page={}{}\">Next →</a>", fields, page + 1, anchor);
        }
        return links.add("</nav>");
    }
}
