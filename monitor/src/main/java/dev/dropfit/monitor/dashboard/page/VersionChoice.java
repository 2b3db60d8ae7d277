package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.registry.RunSummary;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.read.ComparedVersions;
import dev.dropfit.monitor.dashboard.read.ServedVersion;
import java.util.List;

/** The form that chooses a version, and another one to compare it with. */
final class VersionChoice {
    private VersionChoice() {}

    static Html form(List<RunSummary> runs, ServedVersion served, ComparedVersions versions, VersionNumbers numbers) {
        Html form = Html.of(
                "<form class=\"choice\" method=\"get\" action=\"#version\"><label>Version <select name=\"version\">");
        options(form, runs, served, versions.version(), numbers);
        form.add("</select></label> <label>compared with <select name=\"against\"><option value=\"\">none</option>");
        if (versions.other().isPresent()) {
            options(form, runs, served, versions.other().get(), numbers);
        } else {
            runs.stream()
                    .filter(RunSummary::trained)
                    .filter(run -> !run.version().equals(versions.version()))
                    .forEach(run -> option(form, run, served, false, numbers));
        }
        return form.add("</select></label> <button class=\"button\">Show</button></form>");
    }

    private static void options(
            Html form, List<RunSummary> runs, ServedVersion served, Version selected, VersionNumbers numbers) {
        boolean found = false;
        for (RunSummary run : runs) {
            boolean own = run.version().equals(selected);
            found |= own;
            option(form, run, served, own, numbers);
        }
        if (!found) {
            form.add("<option value=\"{}\" selected>{}</option>", selected, numbers.name(selected));
        }
    }

    private static void option(
            Html form, RunSummary run, ServedVersion served, boolean selected, VersionNumbers numbers) {
        form.add(
                selected
                        ? "<option value=\"{}\" selected>{} {}, {}, {}{}</option>"
                        : "<option value=\"{}\">{} {}, {}, {}{}</option>",
                run.version(),
                Badges.mark(run.verdict()),
                numbers.name(run.version()),
                PageText.minute(run.version().time()),
                run.gateMetric()
                        .map(metric -> PageText.metric(metric, run.metric(metric)))
                        .orElse(run.verdict().text()),
                served.is(run.version()) ? ", served" : "");
    }
}
