package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.RunSummary;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.core.registry.facts.SplitFacts;
import dev.dropfit.monitor.dashboard.chart.Curves;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.read.ComparedVersions;

/** A version, alone or compared with another: verdict, reasons, metrics, curves, confusion matrix, classes, errors and
 * slices. */
final class VersionDetail {
    private VersionDetail() {}

    /** @param thresholdForm what uses another threshold; none where nothing can be changed */
    static Html of(
            ModelName model, RunSummary run, ComparedVersions versions, VersionNumbers numbers, Html thresholdForm) {
        RunRecord record = versions.record();
        Html detail = Html.of("<p>{} {}</p>", Badges.of(run.verdict()), origin(record));
        record.model()
                .predicts(model.value())
                .ifPresent(text -> detail.add("<p class=\"muted\">This version <bdi>{}</bdi>.</p>", text));
        if (!run.reasons().isEmpty()) {
            detail.add("<ul class=\"reasons\">");
            run.reasons().forEach(reason -> detail.add("<li><bdi>{}</bdi></li>", reason));
            detail.add("</ul>");
        }
        if (versions.other().isPresent()) {
            detail.add(
                    "<p class=\"versus\"><span class=\"line own\" aria-hidden=\"true\"></span> this version, {}"
                            + " <span class=\"line other\" aria-hidden=\"true\"></span> other version, {}</p>",
                    PageText.version(numbers, versions.version()),
                    PageText.version(numbers, versions.other().get()));
            if (versions.otherRecord().isEmpty()) {
                detail.add(
                        "<p class=\"notable\">The record of the other version of {} is missing or damaged.</p>", model);
            }
        }
        if (!run.trained()) {
            return detail.add("<p class=\"muted\">This run produced no model.</p>");
        }
        detail.add("{}{}", MetricPair.note(versions, numbers), MetricsTable.of(versions));
        Html curves = Curves.of(versions);
        if (!curves.isEmpty()) {
            detail.add("<div class=\"figures\">{}</div>", curves);
        }
        boolean compared = versions.other().isPresent();
        Html confusion = confusion(record, compared ? "Confusion matrix, this version" : "Confusion matrix");
        if (!confusion.isEmpty()) {
            detail.add(
                    "<div class=\"figures wide\">{}{}</div>",
                    confusion,
                    versions.otherRecord()
                            .map(other -> confusion(other, "Confusion matrix, other version"))
                            .orElseGet(Html::none));
        }
        return detail.add("{}", HoldoutPanels.of(record, thresholdForm));
    }

    private static Html confusion(RunRecord record, String title) {
        return record.model()
                .holdout()
                .confusion()
                .map(matrix -> Confusion.of(matrix, title))
                .orElseGet(Html::none);
    }

    private static Html origin(RunRecord record) {
        if (record.dataset().rows().isEmpty()) {
            return Html.of("<span class=\"muted\">ended after {}</span>", PageText.seconds(record.elapsed()));
        }
        return Html.of(
                "<span class=\"muted\">{}: {} training rows, {} holdout rows{}, {}, trained in {}</span>",
                record.model().learnerPhrase(),
                Figures.count(record.model().trainRows()),
                Figures.count(record.model().holdout().rows()),
                record.model()
                        .split()
                        .filter(SplitFacts::isChosen)
                        .map(split -> " (" + split.phrase() + ")")
                        .orElse(""),
                PageText.bytes(record.dataset().bytes()),
                PageText.seconds(record.elapsed()));
    }
}
