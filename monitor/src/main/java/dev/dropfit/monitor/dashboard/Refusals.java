package dev.dropfit.monitor.dashboard;

/** Pages of what went wrong. */
final class Refusals {
    private final Layout layout;

    Refusals(Layout layout) {
        this.layout = layout;
    }

    Answer page(Refusal refusal, String root) {
        Html content = Html.of("""
                <section class="empty">
                <p class="code">{}</p>
                <h1>{}</h1>
                <p>{}</p>
                <p><a class="button" href="{}">All models</a></p>
                </section>""", refusal.status(), refusal.title(), refusal.message(), root);
        return Answer.html(refusal.status(), layout.page(refusal.title(), root, "", content));
    }
}
