package dev.dropfit.monitor.dashboard.card;

import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.SingleFile;
import dev.dropfit.monitor.dashboard.page.Badges;
import dev.dropfit.monitor.dashboard.page.VersionSettings;

/** The model card of a version. */
public final class ModelCard {
    private final SingleFile frame = new SingleFile();

    /** The card as a page without links to other files. */
    public Html of(ModelName model, RunRecord record) {
        Html content =
                Html.of("""
                    <div class="card-title"><p class="muted">Model card</p><h1>{}</h1>
                    <p>{} <span class="muted">version</span> <code>{}</code></p></div>
                    """, model, Badges.of(record.verdict()), record.origin().version());
        if (record.trained()) {
            content.add("{}", PredictionSection.of(record.model(), record.origin()))
                    .add("{}", QualitySection.of(record))
                    .add("{}", WeaknessSection.of(record.model().holdout()))
                    .add("{}", InputSection.of(record.model()))
                    .add("{}", ContractSection.of(record.model()))
                    .add("{}", dataset(record))
                    .add("{}", LimitsSection.of(record.model()));
        } else {
            content.add("<section><h2>No model</h2><p>This run trained no model. The reasons are below.</p></section>");
        }
        content.add("{}", decision(record))
                .add("<section><h2>Settings</h2>{}</section>", VersionSettings.of(record.origin()))
                .add("{}", origin(model, record));
        return frame.of("Model card of " + model + ", " + record.origin().version(), content);
    }

    /** The policy for a browser that gets the card from a server. */
    public String contentSecurityPolicy() {
        return frame.contentSecurityPolicy();
    }

    /** The name of the file. */
    public static String fileName(ModelName model, Version version) {
        return model + "-" + version + ".html";
    }

    private static Html dataset(RunRecord record) {
        ModelFacts model = record.model();
        Html section = Html.of("<section><h2>Data</h2>");
        Facts facts = new Facts();
        facts.add(
                "Rows",
                record.dataset().rows().isPresent()
                        ? Figures.count(record.dataset().rows().getAsLong())
                        : "");
        facts.add("Used for training", Figures.rows(model.trainRows()));
        facts.add("Used for evaluation", Figures.rows(model.holdout().rows()) + ", never used for training");
        facts.add(
                "Size",
                record.dataset().bytes().isPresent()
                        ? Figures.bytes(record.dataset().bytes().getAsLong())
                        : "");
        facts.add("SHA-256", record.dataset().sha256());
        section.add("{}", facts.html());
        if (!model.anomalies().isEmpty()) {
            section.add("<h3>What was unusual in it</h3><ul class=\"notes\">");
            model.anomalies().forEach(anomaly -> section.add("<li><bdi>{}</bdi></li>", anomaly.message()));
            section.add("</ul>");
        }
        return section.add("</section>");
    }

    private static Html decision(RunRecord record) {
        ModelFacts model = record.model();
        Html section = Html.of("<section><h2>Decision</h2>");
        if (!record.reasons().isEmpty()) {
            section.add("<ul class=\"reasons\">");
            record.reasons().forEach(reason -> section.add("<li><bdi>{}</bdi></li>", reason));
            section.add("</ul>");
        }
        Facts facts = new Facts();
        facts.add("Judged by", model.gateMetric().map(metric -> metric.label()).orElse(""));
        model.gateThreshold()
                .ifPresent(threshold -> facts.add(
                        "Must reach",
                        model.gateMetric()
                                .map(metric -> metric.format(threshold))
                                .orElse("")));
        facts.add(
                "Compared with",
                record.champion().map(champion -> champion.version()).orElse(""));
        return section.add("{}</section>", facts.html());
    }

    private static Html origin(ModelName model, RunRecord record) {
        Facts facts = new Facts();
        facts.add("Inputs from", record.origin().timestamp());
        facts.add("Learner", record.model().learnerPhrase());
        facts.add("Code revision", record.origin().revision());
        facts.add("SHA-256 of the model file", record.archiveSha256());
        return Html.of(
                "<section><h2>Origin</h2>{}<p class=\"muted\">All figures are from {}/metrics/{}.json.</p></section>",
                facts.html(),
                model,
                record.origin().version());
    }
}
