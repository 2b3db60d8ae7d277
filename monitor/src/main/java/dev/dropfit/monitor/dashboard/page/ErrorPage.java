package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.Layout;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.RefusedException;

/** Makes the page for a refused or failed request. */
public final class ErrorPage {
    private final Layout layout;

    public ErrorPage(Layout layout) {
        this.layout = layout;
    }

    public PageResponse of(RefusedException refusal, String root) {
        Html content = Html.of("""
                <section class="empty">
                <p class="code">{}</p>
                <h1>{}</h1>
                <p>{}</p>
                <p><a class="button" href="{}">All models</a></p>
                </section>""", refusal.status(), refusal.title(), refusal.message(), root);
        return PageResponse.html(refusal.status(), layout.page(refusal.title(), root, "", content));
    }
}
