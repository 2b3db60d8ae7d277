package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.Champion;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.core.registry.facts.MetricValues;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.read.ComparedVersions;
import dev.dropfit.monitor.dashboard.read.SameRows;
import java.util.Locale;
import java.util.Optional;

/**
 * The metrics of two versions, on the same holdout rows if a record has such figures: both runs had the same dataset and split, or one version
 * was the previous model of the other one's run, which evaluated it on its rows. Else they are on the same rows of the current dataset, if the
 * versions were evaluated on it.
 *
 * @param own of the version that is shown
 * @param other of the version that it is compared with
 * @param rows which rows the figures are of
 */
record MetricPair(MetricValues own, MetricValues other, Rows rows) {
    /** The rows of a pair of metrics. */
    enum Rows {
        /** Both runs held out the same rows. */
        SAME,
        /** Both are figures on the holdout of the version that is shown. */
        OF_OWN,
        /** Both are figures on the holdout of the other version. */
        OF_OTHER,
        /** Both are figures on the holdout of the current dataset. */
        OF_CURRENT,
        /** Each is a figure on other rows. */
        DIFFERENT
    }

    /** The metrics; empty without another version that has a record. */
    static Optional<MetricPair> of(ComparedVersions versions) {
        return versions.otherRecord().map(other -> {
            MetricPair pair = of(
                    versions.record(),
                    versions.version(),
                    other,
                    versions.other().orElseThrow());
            return pair.comparable() || !(versions.sameRows().orElse(null) instanceof SameRows.Evaluated evaluated)
                    ? pair
                    : new MetricPair(evaluated.own(), evaluated.other(), Rows.OF_CURRENT);
        });
    }

    private static MetricPair of(RunRecord record, Version version, RunRecord other, Version otherVersion) {
        MetricValues own = record.model().holdout().metrics();
        MetricValues others = other.model().holdout().metrics();
        if (!record.dataset().sha256().isEmpty()
                && record.dataset().sha256().equals(other.dataset().sha256())
                && record.model().split().equals(other.model().split())
                && record.model().label().equals(other.model().label())
                && record.model().holdout().rows() == other.model().holdout().rows()) {
            return new MetricPair(own, others, Rows.SAME);
        }
        Optional<MetricValues> here = asChampion(record, otherVersion);
        if (here.isPresent()) {
            return new MetricPair(own, here.get(), Rows.OF_OWN);
        }
        Optional<MetricValues> there = asChampion(other, version);
        return there.isPresent()
                ? new MetricPair(there.get(), others, Rows.OF_OTHER)
                : new MetricPair(own, others, Rows.DIFFERENT);
    }

    private static Optional<MetricValues> asChampion(RunRecord record, Version version) {
        return record.champion()
                .filter(champion -> champion.version().equals(version.value()))
                .map(Champion::metrics)
                .filter(metrics ->
                        record.model().gateMetric().filter(metrics::has).isPresent());
    }

    /** Whether a difference says something about the models. */
    boolean comparable() {
        return rows != Rows.DIFFERENT;
    }

    /** A sentence about the rows. */
    static Html note(ComparedVersions versions, VersionNumbers numbers) {
        Optional<MetricPair> pair = of(versions);
        if (pair.isEmpty()) {
            return Html.none();
        }
        Version version = versions.version();
        Version other = versions.other().orElseThrow();
        RunRecord record = versions.record();
        RunRecord otherRecord = versions.otherRecord().orElseThrow();
        return switch (pair.get().rows()) {
            case SAME ->
                Html.of("<p class=\"muted\">Both versions were evaluated on the same {}.</p>", holdoutRows(record));
            case OF_OWN -> onRowsOf(version, other, record, numbers);
            case OF_OTHER -> onRowsOf(other, version, otherRecord, numbers);
            case OF_CURRENT -> versions.sameRows().map(MetricPair::onCurrent).orElseGet(Html::none);
            case DIFFERENT ->
                Html.of(
                        "<p class=\"notable\">The two versions were evaluated on different rows: {} on {}, {} on {}. A"
                                + " difference may come from the rows alone. {}</p>",
                        PageText.version(numbers, version),
                        holdoutRows(record),
                        PageText.version(numbers, other),
                        holdoutRows(otherRecord),
                        versions.sameRows().map(MetricPair::onCurrent).orElseGet(Html::none));
        };
    }

    private static Html onCurrent(SameRows rows) {
        if (rows instanceof SameRows.Evaluated evaluated) {
            return Html.of(
                    "<p>The table has both versions on the same {} of the current dataset. Neither was trained on"
                            + " them.{} The figures below it are those of each run.</p>",
                    Figures.count(evaluated.rows(), "holdout row", "holdout rows"),
                    evaluated.verdict().isEmpty()
                            ? Html.none()
                            : Html.of(" <strong>{}.</strong>", Figures.typographic(sentence(evaluated.verdict()))));
        }
        return rows instanceof SameRows.Impossible impossible
                ? Html.of("They can't be evaluated on the same rows: <bdi>{}</bdi>.", impossible.why())
                : Html.none();
    }

    private static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static Html onRowsOf(Version version, Version previous, RunRecord record, VersionNumbers numbers) {
        return Html.of(
                "<p class=\"muted\">Both versions were evaluated on the same rows, the {} of {}: {} was the previous"
                        + " model of its run.</p>",
                holdoutRows(record),
                PageText.version(numbers, version),
                PageText.version(numbers, previous));
    }

    private static String holdoutRows(RunRecord record) {
        return Figures.count(record.model().holdout().rows(), "holdout row", "holdout rows");
    }
}
