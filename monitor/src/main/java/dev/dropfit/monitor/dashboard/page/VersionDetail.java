package dev.dropfit.monitor.dashboard.page;

import com.google.gson.JsonObject;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.chart.Curves;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.read.Json;
import dev.dropfit.monitor.dashboard.read.RunSummary;
import dev.dropfit.monitor.dashboard.read.Sides;

/** A version, alone or compared with another: verdict, reasons, metrics, curves, confusion matrix. */
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
                    "<p class=\"versus\"><span class=\"line own\" aria-hidden=\"true\"></span> this version, <code>{}</code>"
                            + " <span class=\"line other\" aria-hidden=\"true\"></span> other version, <code>{}</code></p>",
                    sides.version(),
                    sides.other().get());
            if (sides.otherRecord().isEmpty()) {
                detail.add(
                        "<p class=\"notable\">The record of the other version of {} is missing or damaged.</p>", model);
            }
        }
        if (!run.trained()) {
            return detail.add("<p class=\"muted\">This run produced no model.</p>");
        }
        detail.add("{}", MetricsTable.of(sides));
        Html curves = Curves.of(sides);
        if (!curves.isEmpty()) {
            detail.add("<div class=\"figures\">{}</div>", curves);
        }
        Html confusion =
                Confusion.of(record, sides.other().isPresent() ? "Confusion matrix, this version" : "Confusion matrix");
        if (!confusion.isEmpty()) {
            detail.add(
                    "<div class=\"figures wide\">{}{}</div>",
                    confusion,
                    sides.otherRecord()
                            .map(other -> Confusion.of(other, "Confusion matrix, other version"))
                            .orElseGet(Html::none));
        }
        return detail;
    }

    private static Html origin(JsonObject record) {
        JsonObject dataset = Json.object(record, "dataset");
        double rows = Json.number(dataset, "rows");
        if (!Double.isFinite(rows)) {
            return Html.of(
                    "<span class=\"muted\">ended after {}</span>", PageText.seconds(Json.number(record, "elapsed")));
        }
        return Html.of(
                "<span class=\"muted\">{}: {} training rows, {} holdout rows, {}, trained in {}</span>",
                Json.text(record, "learner"),
                PageText.count(Json.number(record, "train_rows")),
                PageText.count(Json.number(record, "holdout_rows")),
                PageText.bytes(Json.number(dataset, "bytes")),
                PageText.seconds(Json.number(record, "elapsed")));
    }
}
