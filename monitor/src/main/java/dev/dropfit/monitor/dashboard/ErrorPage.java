package dev.dropfit.monitor.dashboard;

/** Pages of what went wrong. */
final class ErrorPage {
    private final Layout layout;

    ErrorPage(Layout layout) {
        this.layout = layout;
    }

    PageResponse page(RefusedException refusal, String root) {
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
