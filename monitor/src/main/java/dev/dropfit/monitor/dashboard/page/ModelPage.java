package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Task;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.RunSummary;
import dev.dropfit.core.registry.UnknownVersionException;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNotes;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.monitor.dashboard.change.Changes;
import dev.dropfit.monitor.dashboard.change.Delete;
import dev.dropfit.monitor.dashboard.change.Hide;
import dev.dropfit.monitor.dashboard.change.MisplacedFile;
import dev.dropfit.monitor.dashboard.change.ScoreUpload;
import dev.dropfit.monitor.dashboard.change.ServeVersion;
import dev.dropfit.monitor.dashboard.change.Threshold;
import dev.dropfit.monitor.dashboard.change.Upload;
import dev.dropfit.monitor.dashboard.chart.MetricChart;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.Layout;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.PageToken;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import dev.dropfit.monitor.dashboard.read.ComparedVersions;
import dev.dropfit.monitor.dashboard.read.Records;
import dev.dropfit.monitor.dashboard.read.SameRows;
import dev.dropfit.monitor.dashboard.read.ServedVersion;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model: its metrics over versions, one version in detail or compared with another, its runs and its deployment history. */
public final class ModelPage {
    /** Of the first reason at the top; the version below has all of them. */
    private static final int SHOWN_REASON = 150;

    private final Records records;
    private final Layout layout;
    private final LivePanel live;
    private final TrialPanel trials;
    private final Optional<Changes> changes;
    private final InstantSource clock;

    public ModelPage(
            Records records,
            Layout layout,
            LivePanel live,
            TrialPanel trials,
            Optional<Changes> changes,
            InstantSource clock) {
        this.trials = trials;
        this.records = records;
        this.layout = layout;
        this.live = live;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * The page of a model.
     *
     * @throws RefusedException when there is no such model, or no such version of it
     */
    public PageResponse respond(ModelName model, PageRequest request, String root, String token)
            throws IOException, RefusedException, UnknownVersionException {
        ServedVersion served = records.served(model);
        List<RunSummary> runs = records.newestRuns(model, Records.NEWEST, served);
        boolean deleted = served.generation() == 0 && records.isDeleted(model);
        if (runs.isEmpty() && served.generation() == 0 && !deleted) {
            return withoutRuns(model, root, token);
        }
        Instant now = clock.instant();
        Optional<RunSummary> current = current(model, runs, served);
        VersionNumbers numbers = numbers(model, runs, served);
        Optional<RunRecord> headlined = headlined(model, runs, current);
        Html content = Html.of(
                "<div class=\"title\"><h1>{}</h1>{}{}</div>",
                model,
                Headline.of(headlined),
                current.isPresent()
                        ? Html.of(
                                "<p class=\"aside\"><a href=\"{}{}/card\" download>Download the model card</a></p>",
                                root,
                                model)
                        : Html.none());
        if (deleted) {
            content.add("{}", Delete.notice(model));
        }
        boolean hidden = records.hiddenModels().contains(model);
        if (hidden) {
            content.add(
                    "{}",
                    Hide.notice(changes.map(here -> Hide.undo(model, here.token(), root))
                            .orElse(Html.none())));
        }
        content.add("{}", summary(runs, current, served, numbers, deleted, now));
        content.add("{}", DatasetNotes.flattering(headlined));
        content.add("{}", upload(model, root));
        Contents sections = new Contents();
        sections.add("over", "Metrics", MetricChart.of(runs, served, numbers, request.field("metric")));
        Map<Version, VersionNotes> notes = records.notes(model);
        version(model, runs, served, numbers, notes, request, root, sections);
        sections.add("tried", "Tried", trials.of(model, numbers));
        sections.add("outcomes", "What came true", OutcomesPanel.of(records.outcomes(model), numbers));
        sections.add(
                "runs",
                "Runs",
                RunsTable.of(
                        runs,
                        served,
                        numbers,
                        notes,
                        request.page(),
                        fields(model, request),
                        changes.isPresent(),
                        now));
        sections.add(
                "scored",
                "Scored files",
                ScoredFiles.of(
                        model,
                        records.scoredFiles(model, ScoredFiles.MAX_SHOWN),
                        numbers,
                        changes.filter(here -> served.version().isPresent())
                                .map(here -> ScoreUpload.form(here, model, root))
                                .orElse(Html.none()),
                        root));
        sections.add(
                "promotions",
                "History",
                DeploymentHistory.of(records.promotions(model, DeploymentHistory.MAX_SHOWN, served), numbers));
        content.add("{}", sections.html());
        if (!deleted) {
            changes.filter(here -> !hidden).ifPresent(here -> content.add("{}", Hide.form(model, here.token(), root)));
            changes.ifPresent(here -> content.add("{}", Delete.form(model, here.token(), root)));
        }
        return PageResponse.html(200, layout.modelPage(model, root, Optional.of(Layout.Tab.OVERVIEW), token, content));
    }

    /** The short names of all versions that the page shows. */
    private VersionNumbers numbers(ModelName model, List<RunSummary> runs, ServedVersion served) throws IOException {
        List<Version> shown = new ArrayList<>(served.version().stream().toList());
        runs.forEach(run -> shown.add(run.version()));
        return records.numbers(model, shown);
    }

    private PageResponse withoutRuns(ModelName model, String root, String token) throws RefusedException, IOException {
        boolean expected = !misplaced(model).isEmpty()
                || changes.filter(here -> here.operations().progress().containsKey(model))
                        .isPresent();
        if (!expected && !records.models().contains(model)) {
            throw new RefusedException(404, "Model not found", "There is no model '" + model + "'.");
        }
        Html content = Html.of("<div class=\"title\"><h1>{}</h1></div>", model);
        content.add("{}", upload(model, root));
        content.add("""
            <section class="empty"><h2>No run has ended yet</h2>
            <p>The first run appears here when it ends.</p></section>\
            """);
        return PageResponse.html(200, layout.modelPage(model, root, Optional.empty(), token, content));
    }

    /** What concerns the next dataset. */
    private Html upload(ModelName model, String root) throws IOException {
        Html notice = MisplacedFile.notice(misplaced(model));
        return changes.map(here -> Html.of("{}{}", notice, Upload.form(here, Optional.of(model), root)))
                .orElse(notice);
    }

    private List<MisplacedFile> misplaced(ModelName model) throws IOException {
        return MisplacedFile.all(changes, records).stream()
                .filter(file -> file.isFor(model))
                .toList();
    }

    /** The record that tells what the model predicts: of the served version, or of the newest one with a model. */
    private Optional<RunRecord> headlined(ModelName model, List<RunSummary> runs, Optional<RunSummary> current) {
        return current.or(() -> runs.stream().filter(RunSummary::trained).findFirst())
                .flatMap(run -> records.record(model, run.version()));
    }

    /** The run of the served model; it may be older than all runs in the list. */
    private Optional<RunSummary> current(ModelName model, List<RunSummary> runs, ServedVersion served) {
        return runs.stream()
                .filter(run -> served.is(run.version()))
                .findFirst()
                .or(() -> served.version()
                        .flatMap(version ->
                                records.record(model, version).map(record -> RunSummary.of(version, record))));
    }

    private static Html summary(
            List<RunSummary> runs,
            Optional<RunSummary> current,
            ServedVersion served,
            VersionNumbers numbers,
            boolean deleted,
            Instant now) {
        Html cards = Html.of("<div class=\"cards\">");
        if (served.version().isPresent()) {
            cards.add(
                    "<section class=\"card\"><h2>Served</h2><p class=\"big\">{}</p><p class=\"muted\">for"
                            + " {}</p></section>",
                    PageText.version(numbers, served.version().get()),
                    PageText.duration(served.since(), now));
        } else {
            cards.add(
                    "<section class=\"card\"><h2>Served</h2><p class=\"big\">no model</p><p"
                            + " class=\"muted\"><bdi>{}</bdi></p></section>",
                    deleted
                            ? "The model is deleted."
                            : served.problem().isEmpty()
                                    ? "No run has been promoted yet."
                                    : "The served model can't be read: " + served.problem());
        }
        current.flatMap(run -> run.gateMetric().map(metric -> metricCard(run, metric)))
                .ifPresent(card -> cards.add("{}", card));
        if (!runs.isEmpty()) {
            cards.add("{}", lastRun(runs.get(0), numbers, now));
        }
        current.ifPresent(run -> cards.add(
                "<section class=\"card\"><h2>Learner</h2><p class=\"big\">{}</p><p class=\"muted\">{},"
                        + " {}</p></section>",
                run.learner().replace('-', ' '),
                run.task().map(Task::text).orElse(PageText.NONE),
                run.rows().isPresent() ? Figures.rows(run.rows().getAsLong()) : PageText.NONE));
        return cards.add("</div>");
    }

    private static Html metricCard(RunSummary run, Metric metric) {
        double baseline = run.baseline().of(metric);
        return Html.of(
                "<section class=\"card\"><h2>{} of the served model</h2><p class=\"big\">{}</p><p"
                        + " class=\"muted\">{}baseline {}{}</p></section>",
                metric.label(),
                PageText.metric(metric, run.metric(metric)),
                run.metrics()
                        .intervalText(metric)
                        .map(text -> Figures.typographic(text) + " with 95 % confidence, ")
                        .orElse(""),
                PageText.metric(metric, baseline),
                run.threshold().isPresent()
                        ? ", threshold "
                                + PageText.metric(metric, run.threshold().getAsDouble())
                        : "");
    }

    private static Html lastRun(RunSummary run, VersionNumbers numbers, Instant now) {
        return Html.of(
                "<section class=\"card\"><h2>Last run</h2><p class=\"big\"><a class=\"plain\""
                        + " href=\"?version={}#version\">{}</a></p><p class=\"muted\">{}, {}{}</p>{}</section>",
                run.version(),
                Badges.of(run.verdict()),
                PageText.version(numbers, run.version()),
                PageText.age(run.version().time(), now),
                run.promoted() || run.reasons().isEmpty()
                        ? Html.none()
                        : Html.of(": <bdi>{}</bdi>", Text.words(run.reasons().get(0), SHOWN_REASON)),
                run.trained()
                        ? Html.of("<p><a href=\"?version={}#columns\">What changed in its data</a></p>", run.version())
                        : Html.none());
    }

    /**
     * Adds the sections about the requested version; by default the served one, or the newest one with a model, or the newest one.
     */
    private void version(
            ModelName model,
            List<RunSummary> runs,
            ServedVersion served,
            VersionNumbers numbers,
            Map<Version, VersionNotes> notes,
            PageRequest request,
            String root,
            Contents sections)
            throws IOException, RefusedException, UnknownVersionException {
        Optional<Version> wanted = records.find(model, request.field("version"));
        Optional<Version> version = wanted.or(() -> shownByDefault(model, runs, served));
        if (version.isEmpty()) {
            return;
        }
        Optional<RunSummary> listed =
                runs.stream().filter(run -> run.version().equals(version.get())).findFirst();
        Optional<RunRecord> record = records.record(model, version.get());
        if (record.isEmpty()) {
            if (wanted.isPresent() && listed.isEmpty()) {
                throw new RefusedException(
                        404,
                        "Version not found",
                        "There is no version " + numbers.name(version.get()) + " of " + model + ".");
            }
            return;
        }
        Optional<Version> against =
                records.find(model, request.field("against")).filter(other -> !other.equals(version.get()));
        Optional<RunRecord> other = against.flatMap(before -> records.record(model, before));
        ComparedVersions versions =
                onSameRows(model, numbers, new ComparedVersions(version.get(), record.get(), against, other));
        String fields = fields(model, request);
        RunSummary run = listed.orElseGet(() -> RunSummary.of(version.get(), record.get()));
        String state = state(run, served);
        Html ofVersion = Html.of("of the {} version {}", state, PageText.version(numbers, version.get()));
        sections.add("live", "Live", live.of(model, version.get(), ofVersion));
        Html section = Html.of(
                "<section aria-labelledby=\"version\"><h2 id=\"version\">{} version {} <small><code"
                        + " class=\"id\">{}</code></small></h2>",
                state,
                PageText.version(numbers, version.get()),
                version.get());
        section.add("{}", VersionChoice.form(runs, served, versions, numbers));
        section.add(
                "{}",
                VersionDetail.of(
                        model,
                        run,
                        versions,
                        numbers,
                        changes.map(here -> Threshold.form(model, here.token(), root))
                                .orElseGet(Html::none)));
        section.add(
                "<details><summary>Settings of this version</summary>{}</details>",
                VersionSettings.of(record.get().origin()));
        section.add(
                "{}",
                NotesPanel.of(
                        model, version.get(), notes.getOrDefault(version.get(), VersionNotes.NONE), changes, root));
        section.add(
                "{}",
                VersionDownload.links(
                        model, version.get(), run.trained(), changes.isPresent(), view(version.get(), fields), root));
        if (changes.isPresent() && run.trained() && !served.is(version.get())) {
            PageToken token = changes.get().token();
            section.add(
                    "{}",
                    run.promoted()
                            ? ServeVersion.rollbackForm(model, version.get(), token, root)
                            : ServeVersion.promotionForm(model, version.get(), token, root));
        }
        sections.add("version", "Version", section.add("</section>"));
        HoldoutPanels.headings(record.get()).forEach(sections::link);
        sections.add("dataset", "Dataset", DatasetNotes.of(record.get(), ofVersion));
        Optional<Version> before = against.isPresent() ? against : before(runs, version.get());
        sections.add(
                "weights",
                "Features",
                Weights.of(
                        record.get(),
                        ofVersion,
                        fields,
                        request.field("features").equals("all")));
        sections.add("effects", "Effects", DependencePanel.of(record.get(), ofVersion));
        sections.add(
                "columns",
                "Columns",
                ColumnsPanel.of(
                        record.get(),
                        ofVersion,
                        earlier(model, version.get(), before, served, numbers),
                        fields,
                        request.field("columns").equals("all")));
    }

    /** Versions whose records have no figures on the same rows, evaluated on the current dataset where it can be read. */
    private ComparedVersions onSameRows(ModelName model, VersionNumbers numbers, ComparedVersions versions)
            throws IOException {
        if (MetricPair.of(versions).filter(pair -> !pair.comparable()).isEmpty()) {
            return versions;
        }
        Version other = versions.other().orElseThrow();
        Optional<SameRows> evaluated = changes.isPresent()
                ? changes.get().operations().compare(model, versions.version(), other)
                : Optional.empty();
        return versions.on(
                evaluated.or(() -> Optional.of(new SameRows.Impossible("this page can't read the dataset; run"
                        + " 'dropfit compare " + model + " " + numbers.name(versions.version()) + " "
                        + numbers.name(other)
                        + "'"))));
    }

    /** The versions to compare the columns with: the one before or the chosen one, and the served one. */
    private List<ColumnsPanel.Earlier> earlier(
            ModelName model, Version version, Optional<Version> before, ServedVersion served, VersionNumbers numbers) {
        List<ColumnsPanel.Earlier> earlier = new ArrayList<>();
        before.flatMap(other -> records.record(model, other))
                .ifPresent(record -> earlier.add(ColumnsPanel.Earlier.of(numbers.name(before.orElseThrow()), record)));
        served.version()
                .filter(now ->
                        !now.equals(version) && before.filter(now::equals).isEmpty())
                .flatMap(now -> records.record(model, now)
                        .map(record -> ColumnsPanel.Earlier.of("the served " + numbers.name(now), record)))
                .ifPresent(earlier::add);
        return earlier;
    }

    private Optional<Version> shownByDefault(ModelName model, List<RunSummary> runs, ServedVersion served) {
        return served.version()
                .filter(version -> records.record(model, version).isPresent())
                .or(() -> runs.stream()
                        .filter(RunSummary::trained)
                        .findFirst()
                        .or(() -> runs.stream().findFirst())
                        .map(RunSummary::version));
    }

    /** What became of a version, in front of the word 'version'. */
    private static String state(RunSummary run, ServedVersion served) {
        return served.is(run.version())
                ? "served"
                : run.promoted() ? "earlier" : run.verdict().text();
    }

    /** The last run before this one that produced a model. */
    private static Optional<Version> before(List<RunSummary> runs, Version version) {
        return runs.stream()
                .filter(run -> run.trained() && run.version().compareTo(version) < 0)
                .findFirst()
                .map(RunSummary::version);
    }

    /** The query that shows the same version again, whichever is served then. */
    private static String view(Version version, String fields) {
        String query = fields.startsWith("version=") ? fields : "version=" + version + "&" + fields;
        return query.substring(0, query.length() - 1);
    }

    /** The fields of the query that links keep. */
    private String fields(ModelName model, PageRequest request) throws IOException, UnknownVersionException {
        StringBuilder fields = new StringBuilder();
        for (String name : List.of("version", "against")) {
            records.find(model, request.field(name))
                    .ifPresent(version ->
                            fields.append(name).append('=').append(version).append('&'));
        }
        Metric.parse(request.field("metric"))
                .ifPresent(
                        metric -> fields.append("metric=").append(metric.text()).append('&'));
        return fields.toString();
    }
}
