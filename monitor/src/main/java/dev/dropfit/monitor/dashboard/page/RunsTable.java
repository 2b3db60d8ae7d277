package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.RunSummary;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNotes;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.read.Records;
import dev.dropfit.monitor.dashboard.read.ServedVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The runs, newest first, with the reasons for their verdicts. */
final class RunsTable {
    private static final int PER_PAGE = 10;

    private RunsTable() {}

    /** @param fields the fields of the query to keep */
    static Html of(
            List<RunSummary> runs,
            ServedVersion served,
            VersionNumbers numbers,
            Map<Version, VersionNotes> notes,
            int page,
            String fields,
            boolean local,
            Instant now) {
        Paging paging = new Paging(runs.size(), PER_PAGE, page);
        Optional<Metric> metric =
                runs.stream().flatMap(run -> run.gateMetric().stream()).findFirst();
        Html section = Html.of(
                """
                <section aria-labelledby="runs"><h2 id="runs">Runs</h2>
                {}<div class="scroll" tabindex="0" role="region" aria-label="Runs"><table class="runs"><thead><tr><th scope="col">Version</th><th scope="col">Verdict</th>\
                <th scope="col" class="num">{}</th><th scope="col" class="num">Rows</th><th scope="col" class="num">Duration</th><th scope="col">Reasons</th></tr></thead><tbody>
                """,
                runs.size() == Records.NEWEST
                        ? Html.of("<p class=\"muted\">The newest {} runs.</p>", Records.NEWEST)
                        : Html.none(),
                metric.map(Metric::label).orElse("Metric"));
        for (RunSummary run : paging.slice(runs)) {
            row(section, run, served, numbers, notes, metric, local, now);
        }
        return section.add("</tbody></table></div>{}</section>", paging.links(fields, Html.of("#runs")));
    }

    private static void row(
            Html section,
            RunSummary run,
            ServedVersion served,
            VersionNumbers numbers,
            Map<Version, VersionNotes> notes,
            Optional<Metric> metric,
            boolean local,
            Instant now) {
        section.add(
                "<tr><th scope=\"row\"><a href=\"?version={}#version\">{}</a>{}{}<br><small"
                        + " class=\"muted\">{}</small></th>",
                run.version(),
                PageText.version(numbers, run.version()),
                served.is(run.version()) ? Html.of(" <span class=\"tag served\">served</span>") : Html.none(),
                NotesPanel.tags(notes.getOrDefault(run.version(), VersionNotes.NONE)),
                PageText.age(run.version().time(), now));
        section.add(
                "<td>{}</td><td class=\"num\">{}</td><td class=\"num\">{}</td><td class=\"num\">{}</td><td"
                        + " class=\"why\">{}{}</td></tr>\n",
                Badges.of(run.verdict()),
                metric.map(gate -> PageText.metric(gate, run.metric(gate))).orElse(PageText.NONE),
                PageText.count(run.rows()),
                PageText.seconds(run.elapsed()),
                reasons(run),
                local && run.promoted() && !served.is(run.version())
                        ? Html.of(
                                "<p><a href=\"?version={}#rollback\">Roll back to this version…</a></p>", run.version())
                        : Html.none());
    }

    private static Html reasons(RunSummary run) {
        if (run.reasons().size() <= 1) {
            return Html.of(
                    "<bdi>{}</bdi>",
                    run.reasons().isEmpty() ? "" : run.reasons().get(0));
        }
        Html reasons = Html.of(
                "<details><summary><bdi>{}</bdi> <span class=\"muted\">and {} more</span></summary><ul>",
                run.reasons().get(0),
                run.reasons().size() - 1);
        run.reasons().stream().skip(1).forEach(reason -> reasons.add("<li><bdi>{}</bdi></li>", reason));
        return reasons.add("</ul></details>");
    }
}
