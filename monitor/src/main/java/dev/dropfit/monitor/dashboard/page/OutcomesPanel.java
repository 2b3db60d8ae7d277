package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.Outcomes;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.core.registry.facts.MetricValues;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.List;
import java.util.Optional;

/** How good predictions were whose labels have come true, next to what the holdout promised, by version and day. */
final class OutcomesPanel {
    /** The number of the newest days of each version. */
    private static final int MAX_DAYS = 14;

    private OutcomesPanel() {}

    /** The section; nothing for a model without labels. */
    static Html of(Optional<Outcomes> outcomes, VersionNumbers numbers) {
        if (outcomes.isEmpty()) {
            return Html.none();
        }
        Outcomes known = outcomes.get();
        Html section = Html.of("<section aria-labelledby=\"outcomes\"><h2 id=\"outcomes\">What came true</h2>");
        if (known.versions().isEmpty()) {
            section.add("<p class=\"muted\">{}</p>", Outcomes.NONE_JOINED);
        } else {
            section.add("{}", table(known, numbers));
        }
        if (known.unmatched() > 0) {
            section.add(
                    "<p class=\"muted\">{} no known prediction.</p>",
                    Figures.count(known.unmatched(), "label has", "labels have"));
        }
        for (Outcomes.LabelsRead file : known.files()) {
            if (!file.problems().isEmpty()) {
                section.add(
                        "<p class=\"muted\"><code>{}</code>: <bdi>{}</bdi></p>",
                        file.object(),
                        file.problems().get(0));
            }
        }
        return section.add("</section>");
    }

    private static Html table(Outcomes known, VersionNumbers numbers) {
        Html table = Html.of("""
            <div class="scroll" tabindex="0" role="region" aria-label="What came true"><table><thead><tr><th scope="col">Version</th>\
            <th scope="col">Day (UTC)</th><th scope="col">Labels</th><th scope="col">Live</th><th scope="col">Promised</th></tr></thead><tbody>
            """);
        for (int i = known.versions().size() - 1; i >= 0; i--) {
            Outcomes.OfVersion version = known.versions().get(i);
            table.add(
                    "<tr><td>{}</td><td>all</td><td>{}</td><td>{}{}</td><td>{}</td></tr>\n",
                    PageText.version(numbers, version.version().value()),
                    Figures.count(version.rows()),
                    metric(version, version.metrics()),
                    version.below() ? Html.of(" <strong>worse than promised</strong>") : Html.none(),
                    metric(version, version.promised()));
            List<Outcomes.Day> days = version.days();
            for (int day = days.size() - 1; day >= Math.max(0, days.size() - MAX_DAYS); day--) {
                table.add(
                        "<tr><td></td><td>{}</td><td>{}</td><td>{}</td><td></td></tr>\n",
                        days.get(day).day(),
                        Figures.count(days.get(day).rows()),
                        metric(version, days.get(day).metrics()));
            }
        }
        return table.add("</tbody></table></div>");
    }

    private static String metric(Outcomes.OfVersion version, MetricValues metrics) {
        return version.metric().label() + " " + metrics.text(version.metric());
    }
}
