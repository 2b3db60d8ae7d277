package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.Figures;
import dev.dropfit.core.live.TrialCounts;
import dev.dropfit.core.live.trial.TrialReport;
import dev.dropfit.core.live.trial.TrialReports;
import dev.dropfit.core.live.trial.TrialRule;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Trial;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The version that is tried on live traffic, or was last: how it compares with the served one, and what its trials came to. */
public final class TrialPanel {
    private static final Logger LOGGER = Logger.getLogger(TrialPanel.class.getName());
    private static final int MAX_SHOWN = 8;

    /** Empty where live traffic is not counted. */
    private final Optional<TrialReports> reports;

    public TrialPanel(Optional<TrialReports> reports) {
        this.reports = reports;
    }

    /** The section; nothing for a model without a trial. */
    Html of(ModelName model, VersionNumbers numbers) {
        if (reports.isEmpty()) {
            return Html.none();
        }
        try {
            Optional<TrialReport> report = reports.get().find(model);
            return report.isPresent()
                    ? section(report.get(), reports.get().newest(model, MAX_SHOWN), numbers)
                    : Html.none();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The trial of {0} can''t be read: {1}", new Object[] {model, e.getMessage()});
            return Html.none();
        }
    }

    private static Html section(TrialReport report, List<Trial> newest, VersionNumbers numbers) {
        Trial trial = report.trial();
        Html section = Html.of(
                "<section aria-labelledby=\"tried\"><h2 id=\"tried\">Tried on live traffic <small class=\"muted\">{}"
                        + " next to {}</small></h2><p>{}</p>",
                PageText.version(numbers, trial.version().value()),
                PageText.version(numbers, trial.latest().value()),
                report.isOver()
                        ? "The trial is over" + (trial.end().isPresent() ? ": " + trial.state() : ".")
                        : "Running: " + trial.state() + ".");
        Optional<String> objection = report.isOver() ? Optional.empty() : TrialRule.objection(report);
        objection.ifPresent(reason -> section.add("<p><strong>{}.</strong></p>", reason));
        TrialCounts counts = report.counts();
        if (counts.rows() > 0) {
            section.add(
                    """
                    <div class="cards">\
                    <section class="card"><h3>Rows compared</h3><p class="big">{}</p><p class="muted">{} dropped under load</p></section>\
                    <section class="card"><h3>Agreement</h3><p class="big">{}</p><p class="muted">{}</p></section>\
                    <section class="card"><h3>Mean difference</h3><p class="big">{}</p><p class="muted">{}</p></section>\
                    <section class="card"><h3>Failures</h3><p class="big">{}</p><p class="muted">of {} that the served version has answered</p></section></div>
                    """,
                    Figures.count(counts.rows()),
                    Figures.count(counts.dropped()),
                    PageText.percent(counts.agreement()),
                    report.isQuantity() ? "within the mean error of the served version" : "both predict the same class",
                    Figures.ratio(counts.meanDifference()),
                    report.isQuantity() ? "in mean errors of the served version" : "of the probabilities",
                    Figures.count(counts.failed()),
                    Figures.count(counts.requests(), "request", "requests"));
        }
        return section.add("{}</section>", table(newest, numbers));
    }

    private static Html table(List<Trial> newest, VersionNumbers numbers) {
        Html table = Html.of("""
            <div class="scroll" tabindex="0" role="region" aria-label="Steps of trials"><table><thead><tr><th scope="col">Version</th>\
            <th scope="col">Kind</th><th scope="col">State</th></tr></thead><tbody>
            """);
        for (Trial trial : newest) {
            table.add(
                    "<tr><td>{}</td><td>{}</td><td><bdi>{}</bdi></td></tr>\n",
                    PageText.version(numbers, trial.version().value()),
                    trial.kind().text(),
                    trial.state());
        }
        return table.add("</tbody></table></div>");
    }
}
