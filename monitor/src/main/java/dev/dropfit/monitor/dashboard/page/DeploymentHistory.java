package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.registry.Promotion;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.List;

/** The deployment history: changes of the served version, newest first. */
final class DeploymentHistory {
    static final int MAX_SHOWN = 20;

    private DeploymentHistory() {}

    static Html of(List<Promotion> promotions, VersionNumbers numbers) {
        if (promotions.isEmpty()) {
            return Html.none();
        }
        Html section = Html.of("""
            <section aria-labelledby="promotions"><h2 id="promotions">Deployment history</h2>
            <div class="scroll" tabindex="0" role="region" aria-label="Deployment history"><table><thead><tr><th scope="col">When (UTC)</th><th scope="col">From</th>\
            <th scope="col">To</th><th scope="col">Cause</th><th scope="col">By and reason</th></tr></thead><tbody>
            """);
        for (Promotion promotion : promotions) {
            Promotion.Reason reason = promotion.reason();
            section.add(
                    "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td><bdi>{}</bdi>{}<bdi>{}</bdi></td></tr>\n",
                    PageText.moment(promotion.time()),
                    PageText.version(numbers, promotion.from() == null ? "" : promotion.from()),
                    PageText.version(numbers, promotion.to()),
                    reason.why().text(),
                    reason.who(),
                    reason.who().isEmpty() || reason.note().isEmpty() ? "" : ": ",
                    reason.note());
        }
        return section.add("</tbody></table></div></section>");
    }
}
