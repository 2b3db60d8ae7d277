package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.registry.BatchSummary;
import dev.dropfit.core.registry.Batches;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.List;

/** The files of rows that were scored last, with their predictions. */
final class ScoredFiles {
    static final int MAX_SHOWN = 20;

    private static final int SHOWN_REASON = 200;

    private ScoredFiles() {}

    /** @param form uploads another file; nothing on a page that can't */
    static Html of(ModelName model, List<Batches.Scored> files, VersionNumbers numbers, Html form, String root) {
        if (files.isEmpty() && form.toString().isEmpty()) {
            return Html.none();
        }
        Html section = Html.of("<section aria-labelledby=\"scored\"><h2 id=\"scored\">Scored files</h2>{}", form);
        if (files.isEmpty()) {
            return section.add("</section>");
        }
        section.add("""
            <div class="scroll" tabindex="0" role="region" aria-label="Scored files"><table><thead><tr><th scope="col">File</th>\
            <th scope="col">When (UTC)</th><th scope="col">Version</th><th scope="col">Rows</th><th scope="col">Predictions</th>\
            <th scope="col">Rows with errors</th></tr></thead><tbody>
            """);
        for (Batches.Scored file : files) {
            BatchSummary summary = file.summary();
            section.add(
                    "<tr><td><code>{}</code></td><td>{}</td><td>{}</td>",
                    summary.object(),
                    PageText.moment(summary.finished()),
                    PageText.version(numbers, summary.version()));
            if (summary.scored()) {
                section.add(
                        "<td>{}</td><td>{}</td><td>{}{}</td></tr>\n",
                        Figures.count(summary.rows()),
                        link(model, file.file().name() + ".csv", file.file().predictions(), file.bytes(), root),
                        Figures.count(summary.errors()),
                        summary.errors() == 0
                                ? Html.none()
                                : Html.of(
                                        ": {}",
                                        link(
                                                model,
                                                file.file().name() + ".errors.csv",
                                                file.file().errors(),
                                                file.errorBytes(),
                                                root)));
            } else {
                section.add(
                        "<td colspan=\"3\">not scored: <bdi>{}</bdi></td></tr>\n",
                        Text.truncate(String.join("; ", summary.reasons()), SHOWN_REASON));
            }
        }
        return section.add("</tbody></table></div></section>");
    }

    /** A link to a file that can be sent, or where a larger one is in the model bucket. */
    private static Html link(ModelName model, String name, String object, long bytes, String root) {
        return bytes <= ScoredFileDownload.MAX_BYTES
                ? Html.of("<a href=\"{}{}/predictions/{}\">{}</a>", root, model, name, name)
                : Html.of("<code>{}</code> in the model bucket, {}", object, Figures.bytes(bytes));
    }
}
