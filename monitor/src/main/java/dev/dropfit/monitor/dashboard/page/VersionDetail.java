package dev.dropfit.monitor.dashboard.page;

import com.google.gson.JsonObject;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.chart.Curves;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.read.Json;
import dev.dropfit.monitor.dashboard.read.RunSummary;
import dev.dropfit.monitor.dashboard.read.Sides;

/** What is known of a version, beside another if one was chosen: verdict and reasons, figures, curves, confusion. */
final class VersionDetail {
    private VersionDetail() {}

    static Html of(ModelName model, RunSummary run, Sides sides) {
        JsonObject record = sides.record();
        Html detail = Html.of("<p>{} {}</p>", Badges.of(run.verdict()), origin(record));
        if (!run.reasons().isEmpty()) {
            detail.add("<ul class=\"reasons\">");
            run.reasons().forEach(reason -> detail.add("<li><bdi>{}</bdi></li>", reason));
            detail.add("</ul>");
        }
        if (sides.other().isPresent()) {
            detail.add(
                    "<p class=\"versus\"><span class=\"line own\" aria-hidden=\"true\"></span> this, <code>{}</code>"
                            + " <span class=\"line other\" aria-hidden=\"true\"></span> other, <code>{}</code></p>",
                    sides.version(),
                    sides.other().get());
            if (sides.otherRecord().isEmpty()) {
                detail.add("<p class=\"notable\">There is no record of the other version of {}.</p>", model);
            }
        }
        if (!run.trained()) {
            return detail.add(
                    "<p class=\"muted\">No model came of this run, so there is nothing more to show of it.</p>");
        }
        detail.add("{}", MetricsTable.of(sides));
        Html curves = Curves.of(sides);
        if (!curves.isEmpty()) {
            detail.add("<div class=\"figures\">{}</div>", curves);
        }
        Html confusion = Confusion.of(record, sides.other().isPresent() ? "Confusion, this" : "Confusion");
        if (!confusion.isEmpty()) {
            detail.add(
                    "<div class=\"figures wide\">{}{}</div>",
                    confusion,
                    sides.otherRecord()
                            .map(other -> Confusion.of(other, "Confusion, other"))
                            .orElseGet(Html::none));
        }
        return detail;
    }

    private static Html origin(JsonObject record) {
        JsonObject dataset = Json.object(record, "dataset");
        double rows = Json.number(dataset, "rows");
        if (!Double.isFinite(rows)) {
            return Html.of("<span class=\"muted\">after {}</span>", PageText.seconds(Json.number(record, "elapsed")));
        }
        return Html.of(
                "<span class=\"muted\">{}: trained on {} rows, judged on {}, of {}, in {}</span>",
                Json.text(record, "learner"),
                PageText.count(Json.number(record, "train_rows")),
                PageText.count(Json.number(record, "holdout_rows")),
                PageText.bytes(Json.number(dataset, "bytes")),
                PageText.seconds(Json.number(record, "elapsed")));
    }
}
