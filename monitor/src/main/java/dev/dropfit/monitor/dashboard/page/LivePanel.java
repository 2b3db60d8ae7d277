package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.Figures;
import dev.dropfit.core.live.ColumnComparison;
import dev.dropfit.core.live.LiveChange;
import dev.dropfit.core.live.LiveComparison;
import dev.dropfit.core.live.LiveCounts;
import dev.dropfit.core.live.Traffic;
import dev.dropfit.core.live.TrainingBins;
import dev.dropfit.core.live.store.Hour;
import dev.dropfit.core.live.store.LiveReport;
import dev.dropfit.core.live.store.LiveReports;
import dev.dropfit.core.live.watch.LiveAlert;
import dev.dropfit.core.live.watch.LiveWatch;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.dashboard.chart.LiveDistribution;
import dev.dropfit.monitor.dashboard.chart.LiveHours;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** The live traffic of a version: requests, alerts, and each column compared with training. */
public final class LivePanel {
    private static final Logger LOGGER = Logger.getLogger(LivePanel.class.getName());
    private static final int HOURS = 192;
    private static final int MAX_COLUMNS = 40;
    private static final int MAX_ALERTS = 8;
    private static final double MILLIS = 1000;

    private final LiveReports reports;
    private final LiveWatch watch;
    private final InstantSource clock;

    public LivePanel(LiveReports reports, LiveWatch watch, InstantSource clock) {
        this.reports = reports;
        this.watch = watch;
        this.clock = clock;
    }

    /**
     * The section; nothing where live traffic is not counted.
     *
     * @param ofVersion names the version, starting with 'of'
     */
    Html of(ModelName model, Version version, Html ofVersion) {
        try {
            Optional<LiveReport> report = reports.find(model, version);
            return report.isPresent()
                    ? section(report.get(), of(watch.alerts(model), version), ofVersion)
                    : Html.none();
        } catch (IOException e) {
            LOGGER.log(
                    Level.WARNING, "The live traffic of {0} can''t be read: {1}", new Object[] {model, e.getMessage()});
            return head(ofVersion)
                    .add("<p class=\"muted\">The counts can't be read at the moment. Predictions are not"
                            + " affected.</p></section>");
        }
    }

    private static List<LiveAlert> of(List<LiveAlert> alerts, Version version) {
        return alerts.stream()
                .filter(alert -> alert.version().equals(version.value()))
                .toList();
    }

    private static Html head(Html ofVersion) {
        return Html.of(
                "<section aria-labelledby=\"live\"><h2 id=\"live\">Live traffic <small class=\"muted\">{}</small></h2>",
                ofVersion);
    }

    private Html section(LiveReport report, List<LiveAlert> alerts, Html ofVersion) {
        Html section = head(ofVersion);
        if (report.hours().isEmpty()) {
            return section.add("<p class=\"muted\">No rows were predicted in the last eight days.</p></section>");
        }
        section.add("{}", cards(report.day()));
        section.add("{}", changes(report));
        section.add("{}", hours(report, alerts));
        section.add("{}", days(report));
        section.add("{}", columns(report));
        return section.add(
                "<p class=\"more\"><a href=\"{}/live?version={}\">As JSON</a></p></section>",
                report.model(),
                report.version());
    }

    private static Html cards(LiveCounts day) {
        Traffic traffic = day.traffic();
        long warnings =
                traffic.warnings().values().stream().mapToLong(Long::longValue).sum();
        return Html.of(
                """
                <div class="cards">\
                <section class="card"><h3>Rows in 24 hours</h3><p class="big">{}</p><p class="muted">{}</p></section>\
                <section class="card"><h3>Errors</h3><p class="big">{}</p><p class="muted">{} of clients, {} of the server</p></section>\
                <section class="card"><h3>Duration</h3><p class="big">{}</p><p class="muted">99 % of the requests take at most {}</p></section>\
                <section class="card"><h3>Warnings</h3><p class="big">{}</p><p class="muted">{}</p></section></div>
                """,
                Figures.count(day.rows()),
                Figures.count(traffic.requests(), "request", "requests"),
                traffic.requests() == 0
                        ? PageText.NONE
                        : PageText.percent((double) traffic.errors() / traffic.requests()),
                Figures.count(traffic.clientErrors()),
                Figures.count(traffic.serverErrors()),
                millis(traffic.seconds(0.5)),
                millis(traffic.seconds(0.99)),
                Figures.count(warnings),
                traffic.warnings().isEmpty() ? "none" : kinds(traffic.warnings()));
    }

    private static String kinds(Map<String, Long> warnings) {
        return warnings.entrySet().stream()
                .map(kind ->
                        Figures.count(kind.getValue()) + " " + kind.getKey().replace('_', ' '))
                .collect(Collectors.joining(", "));
    }

    private static String millis(OptionalDouble seconds) {
        return seconds.isPresent() ? PageText.quantity(MILLIS * seconds.getAsDouble()) + "\u00A0ms" : PageText.NONE;
    }

    private static Html changes(LiveReport report) {
        if (report.columns().isEmpty()) {
            return report.day().bins().equals(TrainingBins.NONE)
                    ? Html.of(
                            "<p class=\"muted\">An earlier release trained this version, so only rows are counted.</p>")
                    : Html.of(
                            "<p class=\"muted\">Columns are compared from {} in 24 hours on.</p>",
                            Figures.rows(LiveComparison.MIN_ROWS));
        }
        List<LiveChange> changes = report.changes();
        if (changes.isEmpty()) {
            return Html.of("<p>No column differs from training or from the week before by more than chance.</p>");
        }
        Html list = Html.of("<ul class=\"notes\">");
        changes.forEach(change -> list.add("<li><bdi>{}</bdi></li>", change.text()));
        return list.add("</ul>");
    }

    private Html hours(LiveReport report, List<LiveAlert> alerts) {
        Map<Hour, Long> rows = new TreeMap<>();
        report.hours().forEach((hour, counts) -> rows.put(hour, counts.rows()));
        Html html = Html.of(
                "<h3>Rows by hour, eight days</h3>{}",
                LiveHours.of(
                        rows,
                        alerts.stream().map(LiveAlert::found).collect(Collectors.toSet()),
                        new Hour(clock.instant()),
                        HOURS));
        if (!alerts.isEmpty()) {
            html.add("<h3>Alerts</h3><ul class=\"reasons\">");
            alerts.stream()
                    .limit(MAX_ALERTS)
                    .forEach(alert -> html.add(
                            "<li>{}: <bdi>{}</bdi></li>",
                            PageText.minute(alert.found().start()),
                            String.join("; ", alert.changes())));
            html.add("</ul>");
        }
        return html;
    }

    private static Html days(LiveReport report) {
        Html table = Html.of("""
            <div class="scroll" tabindex="0" role="region" aria-label="Live traffic by day"><table><thead><tr><th scope="col">Day (UTC)</th>\
            <th scope="col" class="num">Rows</th><th scope="col" class="num">Requests</th><th scope="col" class="num">Errors</th>\
            <th scope="col" class="num">Median</th><th scope="col" class="num">99&nbsp;%</th><th scope="col" class="num">Warnings</th></tr></thead><tbody>
            """);
        report.days().descendingMap().forEach((day, counts) -> {
            Traffic traffic = counts.traffic();
            table.add(
                    "<tr><th scope=\"row\">{}</th><td class=\"num\">{}</td><td class=\"num\">{}</td><td"
                            + " class=\"num\">{}</td><td class=\"num\">{}</td><td class=\"num\">{}</td><td"
                            + " class=\"num\">{}</td></tr>\n",
                    // With hyphens at which no line breaks.
                    day.substring(0, 4) + "\u2011" + day.substring(4, 6) + "\u2011" + day.substring(6),
                    Figures.count(counts.rows()),
                    Figures.count(traffic.requests()),
                    Figures.count(traffic.errors()),
                    millis(traffic.seconds(0.5)),
                    millis(traffic.seconds(0.99)),
                    Figures.count(traffic.warnings().values().stream()
                            .mapToLong(Long::longValue)
                            .sum()));
        });
        return table.add("</tbody></table></div>");
    }

    private static Html columns(LiveReport report) {
        if (report.columns().isEmpty()) {
            return Html.none();
        }
        List<ColumnComparison> columns = new ArrayList<>(report.columns());
        columns.sort(Comparator.comparing(
                        (ColumnComparison column) -> column.changes().isEmpty())
                .thenComparing(
                        Comparator.comparingDouble(ColumnComparison::index).reversed()));
        Html table = Html.of("""
            <h3>Columns, live and in training</h3><div class="scroll" tabindex="0" role="region" aria-label="Live columns"><table class="named"><thead><tr><th scope="col">Column</th>\
            <th scope="col">Live <small>bars</small>, training <small>lines</small></th><th scope="col" class="num">PSI</th><th scope="col" class="num">Week before</th>\
            <th scope="col" class="num">Missing</th><th scope="col" class="num">In training</th><th scope="col" class="num">Unseen</th></tr></thead><tbody>
            """);
        for (ColumnComparison column : columns.subList(0, Math.min(MAX_COLUMNS, columns.size()))) {
            String name = column.bins().column();
            table.add(
                    "<tr><th scope=\"row\"><bdi>{}</bdi></th><td>{}</td><td class=\"num{}\">{} <small"
                            + " class=\"muted\">{} to {}</small></td><td class=\"num\">{}</td><td class=\"num\">{}</td><td"
                            + " class=\"num\">{}</td><td class=\"num\">{}</td></tr>\n",
                    name.equals(TrainingBins.SCORE) ? "(score)" : name,
                    LiveDistribution.of(column),
                    column.changes().isEmpty() ? "" : " notable",
                    PageText.ratio(column.index()),
                    PageText.ratio(column.low()),
                    PageText.ratio(column.high()),
                    column.week().isPresent() ? PageText.ratio(column.week().getAsDouble()) : PageText.NONE,
                    PageText.percent(column.missing()),
                    PageText.percent(column.trainingMissing()),
                    PageText.percent(column.unseen()));
        }
        table.add("</tbody></table></div>");
        if (columns.size() > MAX_COLUMNS) {
            table.add("<p class=\"muted\">{} of {} columns.</p>", MAX_COLUMNS, columns.size());
        }
        return table.add(
                "<p class=\"muted\">PSI, the population stability index, says how far a column is from training: from"
                        + " 0.1 on a change, from 0.25 on a large one.</p>");
    }
}
