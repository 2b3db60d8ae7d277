package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.RunSummary;
import dev.dropfit.monitor.dashboard.change.Changes;
import dev.dropfit.monitor.dashboard.change.Hide;
import dev.dropfit.monitor.dashboard.change.MisplacedFile;
import dev.dropfit.monitor.dashboard.change.Progress;
import dev.dropfit.monitor.dashboard.change.Upload;
import dev.dropfit.monitor.dashboard.chart.Spark;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.Layout;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.read.Records;
import dev.dropfit.monitor.dashboard.read.ServedVersion;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All models: the last run, the gate's metric over runs, the served version. */
public final class ModelsPage {
    private static final int MODELS_PER_PAGE = 50;
    /** With fewer models there is nothing to search. */
    private static final int MANY_MODELS = 8;
    /** The number of runs in a spark line. */
    private static final int SPARK_RUNS = 20;
    /** The field of the query that asks for the hidden models. */
    private static final String HIDDEN = "hidden";

    private final Records records;
    private final Layout layout;
    private final Optional<Changes> changes;
    private final InstantSource clock;

    public ModelsPage(Records records, Layout layout, Optional<Changes> changes, InstantSource clock) {
        this.records = records;
        this.layout = layout;
        this.changes = changes;
        this.clock = clock;
    }

    public PageResponse respond(PageRequest request, String root, String token) throws IOException {
        Set<ModelName> hidden = records.hiddenModels();
        Map<Boolean, List<ModelName>> models =
                records.models().stream().collect(Collectors.partitioningBy(hidden::contains));
        List<ModelName> listed = models.getOrDefault(false, List.of());
        List<ModelName> unlisted = models.getOrDefault(true, List.of());
        if (request.field(HIDDEN).equals("1")) {
            return PageResponse.html(
                    200, layout.page("Hidden models", root, token, hidden(unlisted, request.page(), root)));
        }
        Html content = Html.of("<div class=\"title\"><h1>Models</h1>");
        if (!listed.isEmpty()) {
            content.add("<p class=\"muted\">{}</p>", Figures.count(listed.size(), "model", "models"));
        }
        content.add("</div>");
        content.add("{}", MisplacedFile.notice(MisplacedFile.all(changes, records)));
        changes.ifPresent(here -> content.add("{}", Upload.form(here, Optional.empty(), root)));
        if (listed.isEmpty() && unlisted.isEmpty()) {
            content.add(
                    """
                    <section class="empty">
                    <h2>No model yet</h2>
                    <p>{}</p>
                    </section>\
                    """,
                    changes.isPresent()
                            ? "Drop a CSV above. Dropfit trains a model, evaluates it on holdout rows and serves it if"
                                    + " it is good enough."
                            : "Upload a dataset to the data bucket to train the first model.");
        } else if (!listed.isEmpty()) {
            content.add("{}", list(listed, ModelChoice.of(request), request.page(), root));
        }
        if (!unlisted.isEmpty()) {
            content.add(
                    "<p><a href=\"?{}=1\">{}</a></p>",
                    HIDDEN,
                    Figures.count(unlisted.size(), "hidden model", "hidden models"));
        }
        return PageResponse.html(200, layout.page("Models", root, token, content));
    }

    private Html hidden(List<ModelName> models, int page, String root) throws IOException {
        Html content = Html.of("""
            <div class="title"><h1>Hidden models</h1></div>
            <p>The list of models leaves them out. They are still trained, served and watched. <a href="?">All other models</a></p>
            """);
        if (models.isEmpty()) {
            return content.add("<p class=\"muted\">No model is hidden.</p>");
        }
        Paging paging = new Paging(models.size(), MODELS_PER_PAGE, page);
        return content.add("{}{}", table(paging.slice(models), true, root), paging.links(HIDDEN + "=1&", Html.none()));
    }

    private Html list(List<ModelName> models, ModelChoice choice, int page, String root) throws IOException {
        List<ModelName> chosen = choice.choose(models, records);
        Html list = models.size() >= MANY_MODELS || choice.isMade() ? choice.form() : Html.none();
        if (chosen.isEmpty()) {
            return list.add("<p class=\"muted\">No model is like that. <a href=\"?\">All models</a></p>");
        }
        if (chosen.size() < models.size()) {
            list.add("<p class=\"muted\">{} of {} models.</p>", chosen.size(), models.size());
        }
        Paging paging = new Paging(chosen.size(), MODELS_PER_PAGE, page);
        return list.add("{}{}", table(paging.slice(chosen), false, root), paging.links(choice.fields(), Html.none()));
    }

    /** @param hidden whether the models are hidden, so that each can be shown again */
    private Html table(List<ModelName> models, boolean hidden, String root) throws IOException {
        Optional<Changes> undo = changes.filter(here -> hidden);
        Html table = Html.of("""
            <div class="scroll" tabindex="0" role="region" aria-label="Models"><table class="models">
            <thead><tr><th scope="col">Model</th><th scope="col">Last run</th><th scope="col">Metric</th>\
            <th scope="col" class="num">Current</th><th scope="col">Served version</th><th scope="col" class="num">Served since</th>{}</tr></thead>
            <tbody>
            """, undo.isPresent() ? Html.of("<th scope=\"col\"></th>") : Html.none());
        Instant now = clock.instant();
        Map<ModelName, Progress> underWay =
                changes.map(here -> here.operations().progress()).orElse(Map.of());
        for (ModelName model : models) {
            ServedVersion served = records.served(model);
            List<RunSummary> runs = records.newestRuns(model, SPARK_RUNS, served);
            table.add("<tr><th scope=\"row\"><a href=\"{}{}\">{}</a></th>", root, model, model);
            if (runs.isEmpty()) {
                table.add(
                        "<td colspan=\"3\" class=\"muted\">{}</td>",
                        Optional.ofNullable(underWay.get(model))
                                .map(ModelsPage::underWay)
                                .orElse("no run in the past year"));
            } else {
                RunSummary last = runs.get(0);
                table.add(
                        "<td>{}<br><small class=\"muted\">{}</small></td>",
                        Badges.of(last.verdict()),
                        Optional.ofNullable(underWay.get(model))
                                .map(progress -> Html.of("{}", underWay(progress)))
                                .orElseGet(() -> ended(last, now)));
                table.add("{}", metric(runs, served));
            }
            table.add(
                    "{}{}</tr>\n",
                    served(model, served, now),
                    undo.map(here -> Html.of("<td>{}</td>", Hide.undo(model, here.token(), root)))
                            .orElse(Html.none()));
        }
        return table.add("</tbody></table></div>");
    }

    private static Html ended(RunSummary run, Instant now) {
        return Double.isFinite(run.elapsed())
                ? Html.of("{}, took {}", PageText.age(run.version().time(), now), PageText.seconds(run.elapsed()))
                : PageText.age(run.version().time(), now);
    }

    private static String underWay(Progress progress) {
        String what = progress.note().isEmpty() ? progress.work() : progress.note();
        return "a run is under way" + (what.isEmpty() ? "" : ": " + what);
    }

    private static Html metric(List<RunSummary> runs, ServedVersion served) {
        Optional<Metric> metric =
                runs.stream().flatMap(run -> run.gateMetric().stream()).findFirst();
        if (metric.isEmpty()) {
            return Html.of("<td class=\"muted\">{}</td><td class=\"num muted\">{}</td>", PageText.NONE, PageText.NONE);
        }
        List<Double> values = new ArrayList<>();
        for (RunSummary run : runs) {
            values.add(run.metric(metric.get()));
        }
        Collections.reverse(values);
        Optional<RunSummary> current =
                runs.stream().filter(run -> served.is(run.version())).findFirst();
        double value = current.map(run -> run.metric(metric.get())).orElse(Double.NaN);
        return Html.of(
                "<td><span class=\"metric\">{}</span> {}</td><td class=\"num\"><strong>{}</strong></td>",
                metric.get().label(),
                Spark.of(
                        values,
                        metric.get().label() + " of the last " + Figures.count(values.size(), "run", "runs")
                                + ", oldest first"),
                PageText.metric(metric.get(), value));
    }

    private Html served(ModelName model, ServedVersion served, Instant now) throws IOException {
        if (served.version().isEmpty()) {
            return Html.of(
                    "<td class=\"muted\" colspan=\"2\">{}</td>",
                    served.problem().isEmpty()
                            ? "no model is served"
                            : "the served model can't be read: " + served.problem());
        }
        return Html.of(
                "<td>{}</td><td class=\"num\">{}</td>",
                PageText.version(
                        records.numbers(model, served.version().stream().toList()),
                        served.version().get()),
                PageText.age(served.since(), now));
    }
}
