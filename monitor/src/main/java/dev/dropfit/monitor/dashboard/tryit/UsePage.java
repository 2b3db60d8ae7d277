package dev.dropfit.monitor.dashboard.tryit;

import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.use.Snippet;
import dev.dropfit.core.use.Snippets;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.Layout;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import dev.dropfit.monitor.dashboard.read.Records;
import java.io.IOException;
import java.util.Optional;

/** How to use the served model: the address, and requests to copy. */
public final class UsePage {
    private final Records records;
    private final Layout layout;
    /** Empty if the dashboard does not know it. */
    private final String predictor;

    /** @param predictor the URL of the predictor, without a slash at its end; empty if it is not known */
    public UsePage(Records records, Layout layout, String predictor) {
        this.records = records;
        this.layout = layout;
        this.predictor = predictor;
    }

    public PageResponse respond(ModelName name, String root, String token) throws IOException, RefusedException {
        String url = predictor.isEmpty() ? Snippets.PLACEHOLDER : predictor;
        Html content = Html.of("""
            <div class="title"><h1>Use {}</h1><p class="muted">Send a POST request with the columns of a row to this address. The requests below have an example row.</p></div>
            <pre>{}/{}</pre>
            """, name, url, name);
        if (predictor.isEmpty()) {
            content.add(
                    "<p class=\"notable\">Replace {} by the address of your predictor, or set DROPFIT_PREDICTOR_URL"
                            + " for the dashboard.</p>",
                    Snippets.PLACEHOLDER);
        } else {
            content.add("<p><a href=\"{}/{}/openapi.json\">OpenAPI description</a></p>", url, name);
        }
        for (Snippet snippet :
                Snippets.of(url, name, TryPage.served(records, name).pipeline())) {
            content.add("<section><h2>{}</h2><pre>{}</pre></section>\n", snippet.title(), snippet.text());
        }
        content.add("""
            <p class="muted">If the predictor is private, add the header <code>Authorization: Bearer TOKEN</code>. The command <code>gcloud auth print-identity-token</code> prints a token.</p>\
            """);
        return PageResponse.html(200, layout.modelPage(name, root, Optional.of(Layout.Tab.USE), token, content));
    }
}
