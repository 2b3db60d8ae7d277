package dev.dropfit.trainer;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.Champion;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Verdict;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.MetricValues;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.trainer.evaluate.Comparison;
import dev.dropfit.trainer.evaluate.Evaluator;
import dev.dropfit.trainer.evaluate.GateResult;
import dev.dropfit.trainer.evaluate.Scores;
import dev.dropfit.trainer.evaluate.SliceFigures;
import dev.dropfit.trainer.evaluate.UnsentColumns;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A new model judged on its holdout, against the baseline and against what is served.
 *
 * @param result the verdict with its reasons
 * @param champion what is served, evaluated on the same rows where it can be; empty when nothing readable is served
 * @param notes what is unusual in the dataset compared with that of the served model
 */
record Judgement(GateResult result, Optional<Champion> champion, List<Anomaly> notes) {
    private static final int SHOWN_CLASSES = 5;
    private static final int SHOWN_CHANGES = 3;

    /** A dataset with a smaller share of the previous rows must show that its model is as good. */
    private static final double SMALL_SHARE = 0.5;

    /** Judges a model that has a holdout. */
    static Judgement of(Training training, Latest latest) {
        List<String> remarks = new ArrayList<>();
        UnseenRows unseen = latest.model()
                .map(served -> UnseenRows.of(
                        training.dataset(), RunRecord.of(served).model().split()))
                .orElseGet(() -> new UnseenRows(Optional.of(training.dataset().table()), Optional.empty()));
        unseen.remark().ifPresent(remarks::add);
        Optional<Scores> scores = unseen.table().flatMap(rows -> championScores(training, rows, latest, remarks));
        Optional<Scores> challenger = scores.flatMap(
                champion -> unseen.table().map(rows -> holdout(training.model(), training.dataset(), rows)));
        Optional<Comparison> comparison = latest.model()
                .flatMap(served ->
                        scores.map(champion -> compare(training, served, challenger.orElseThrow(), champion, remarks)));
        Optional<String> worse = latest.model()
                .flatMap(served -> scores.flatMap(champion -> worseSlice(
                        training, unseen.table().orElseThrow(), served, challenger.orElseThrow(), champion, remarks)));
        Optional<Suspicion> suspicion = latest.model()
                .map(served -> Suspicion.of(
                        training,
                        served,
                        latest.rows(),
                        scores.map(champion -> new Suspicion.Both(
                                unseen.table().orElseThrow(),
                                champion,
                                challenger.orElseThrow(),
                                comparison.flatMap(Comparison::lossDifference)))));
        List<String> objections =
                new ArrayList<>(suspicion.map(Suspicion::reasons).orElse(List.of()));
        worse.ifPresent(objections::add);
        latest.model()
                .flatMap(served -> scores.flatMap(
                        champion -> unsent(training, unseen.table().orElseThrow(), served, champion)))
                .ifPresent(objections::add);
        latest.model()
                .flatMap(served -> comparison.isPresent()
                        ? fewerRows(training, served, comparison.get())
                        : withoutColumns(training, served))
                .ifPresent(objections::add);
        return new Judgement(
                explained(
                        result(training, latest, comparison, objections, remarks),
                        training.dataset().gate().metric(),
                        objections.isEmpty() ? suspicion.map(Suspicion::notes).orElse(List.of()) : List.of()),
                latest.model()
                        .map(served -> new Champion(
                                served.version(),
                                comparison
                                        .map(both -> both.champion().metrics())
                                        .orElse(MetricValues.NONE))),
                suspicion.map(Suspicion::notes).orElse(List.of()));
    }

    /** @param remarks gets why there are none although something is served */
    private static Optional<Scores> championScores(Training training, Table rows, Latest latest, List<String> remarks) {
        if (latest.object().isPresent() && latest.model().isEmpty()) {
            remarks.add("the previous model can't be evaluated: " + latest.problem());
        }
        if (latest.model().isEmpty()) {
            return Optional.empty();
        }
        Model served = latest.model().get();
        try {
            return Optional.of(holdout(served, training.dataset(), rows));
        } catch (IllegalArgumentException e) {
            remarks.add("the previous model " + served.version() + " can't be evaluated on this dataset: "
                    + e.getMessage());
            return Optional.empty();
        }
    }

    /** Compares on the rows whose class both models know: rows of a new class say nothing about which one is better. */
    private static Comparison compare(
            Training training, Model served, Scores challenger, Scores champion, List<String> remarks) {
        Dataset dataset = training.dataset();
        Target target = dataset.schema().target();
        Scores known = challenger.knownTo(served, target);
        List<String> unknown = Scores.unknownClasses(served, target);
        if (!unknown.isEmpty()) {
            remarks.add("the previous model does not know the "
                    + (unknown.size() == 1 ? "class " : "classes ")
                    + Text.list(unknown.stream().map(value -> "'" + value + "'").toList(), SHOWN_CLASSES)
                    + ": it is compared on the "
                    + Figures.count(known.rows()) + " of "
                    + Figures.count(challenger.rows(), "holdout row", "holdout rows")
                    + " whose class it knows");
        }
        return Comparison.of(
                unknown.isEmpty()
                                && known.rows()
                                        == training.holdout().orElseThrow().rows()
                        ? training.holdout().orElseThrow()
                        : Evaluator.evaluate(known, target),
                known,
                champion,
                target,
                dataset.gate().metric());
    }

    /** Why a slice speaks against the new model, if the settings ask for that. */
    private static Optional<String> worseSlice(
            Training training, Table rows, Model served, Scores challenger, Scores champion, List<String> remarks) {
        Dataset dataset = training.dataset();
        OptionalDouble accepted = dataset.settings().gate().slices();
        if (accepted.isEmpty()) {
            return Optional.empty();
        }
        if (!Scores.unknownClasses(served, dataset.schema().target()).isEmpty()) {
            remarks.add("gate.slices is not checked, because the previous model does not know all classes");
            return Optional.empty();
        }
        SliceFigures slices = dataset.slices(rows, training.model().pipeline().features());
        if (slices.isEmpty()) {
            remarks.add("gate.slices is not checked, because no value or range of a column has "
                    + Figures.count(SliceFigures.MIN_ROWS) + " holdout rows; upload more rows");
            return Optional.empty();
        }
        return slices.loss(challenger, champion, accepted.getAsDouble());
    }

    /** Why columns that the previous model's clients do not send speak against the new one; those that the settings name are meant. */
    private static Optional<String> unsent(Training training, Table rows, Model served, Scores champion) {
        Dataset dataset = training.dataset();
        Target target = dataset.schema().target();
        if (!Scores.unknownClasses(served, target).isEmpty()) {
            return Optional.empty();
        }
        Set<String> columns = columns(training.model());
        columns.removeAll(columns(served));
        columns.removeAll(dataset.settings().columns().keySet());
        return UnsentColumns.objection(
                training.model(), columns, champion, training.baseline().orElseThrow(), target, rows, dataset.split());
    }

    private static Set<String> columns(Model model) {
        return model.pipeline().features().stream().map(Feature::column).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The result with what changed, if that may be why the gate rejects, and with what its metric is. */
    private static GateResult explained(GateResult result, Metric metric, List<Anomaly> changes) {
        List<String> reasons = new ArrayList<>(result.reasons());
        if (!result.promoted()) {
            changes.stream().limit(SHOWN_CHANGES).map(Anomaly::message).forEach(reasons::add);
        }
        if (reasons.stream().anyMatch(reason -> reason.startsWith(metric.text() + " "))) {
            reasons.add("the " + metric.text() + " of a model is " + metric.meaning());
        }
        return new GateResult(result.verdict(), reasons);
    }

    /** Why a dataset that lost most of its rows speaks against the new model. */
    private static Optional<String> fewerRows(Training training, Model served, Comparison comparison) {
        OptionalLong before = RunRecord.of(served).dataset().rows();
        int rows = training.dataset().table().rows();
        if (before.isEmpty() || rows >= SMALL_SHARE * before.getAsLong()) {
            return Optional.empty();
        }
        return training.dataset()
                .gate()
                .objectionToFewerRows(
                        "the dataset has " + Figures.rows(rows) + ", and the previous one had "
                                + Figures.count(before.getAsLong()),
                        comparison);
    }

    /** Why a dataset that lost columns of the previous model, which can't be evaluated then, speaks against the new one. */
    private static Optional<String> withoutColumns(Training training, Model served) {
        Dataset dataset = training.dataset();
        Set<String> columns =
                dataset.table().columns().stream().map(Column::name).collect(Collectors.toSet());
        List<String> gone = served.pipeline().features().stream()
                .map(Feature::column)
                .distinct()
                .filter(column -> !columns.contains(column))
                .map(column -> "'" + column + "'")
                .toList();
        ModelFacts before = RunRecord.of(served).model();
        return gone.isEmpty() || !before.task().equals(training.record().model().task())
                ? Optional.empty()
                : dataset.gate()
                        .objectionByRecord(
                                training.holdout().orElseThrow(),
                                before.holdout(),
                                "the previous model can't be evaluated on this dataset, which does not have "
                                        + (gone.size() == 1 ? "its column " : "its columns ")
                                        + Text.list(gone, SHOWN_CLASSES));
    }

    private static GateResult result(
            Training training,
            Latest latest,
            Optional<Comparison> comparison,
            List<String> objections,
            List<String> remarks) {
        if (!training.faithful()) {
            return new GateResult(
                    Verdict.REJECTED,
                    List.of("the model, read back from its file, predicts differently than before it was written"));
        }
        Dataset dataset = training.dataset();
        GateResult result = dataset.gate()
                .judge(training.holdout().orElseThrow(), training.baseline().orElseThrow(), comparison);
        List<Contract.Breach> breaches = latest.model()
                .map(served -> breaches(served.pipeline(), training.model().pipeline(), dataset.settings()))
                .orElse(List.of());
        if (!breaches.isEmpty()) {
            return new GateResult(Verdict.REJECTED, broken(breaches, result));
        }
        if (!objections.isEmpty()) {
            List<String> reasons = new ArrayList<>(objections);
            if (!result.promoted()) {
                reasons.addAll(result.reasons());
            }
            return new GateResult(Verdict.REJECTED, reasons);
        }
        List<String> reasons = new ArrayList<>(result.reasons());
        reasons.addAll(remarks);
        // That there is nothing to compare with explains a promotion; it is no reason to reject a model.
        if (latest.object().isEmpty() && result.promoted()) {
            reasons.add("there is no previous model to compare with");
        }
        if (dataset.sides().facts().isChosen()) {
            reasons.add("the holdout rows are " + dataset.sides().facts().phrase() + " (split in dropfit.json)");
        }
        return new GateResult(result.verdict(), reasons);
    }

    /** Whole columns that are other ones first: then the values of their categories explain nothing. */
    private static List<Contract.Breach> breaches(Pipeline previous, Pipeline next, Settings settings) {
        List<Contract.Breach> breaches = Contract.breaches(previous, next, settings);
        return breaches.isEmpty() ? ReplacedLevels.find(previous, next) : breaches;
    }

    /** The reasons of a rejection, for a model that would break clients of the previous one. */
    private static List<String> broken(List<Contract.Breach> breaches, GateResult result) {
        List<String> reasons = new ArrayList<>();
        breaches.forEach(breach -> reasons.add("clients of the previous model would break: " + breach.what()));
        String settings = settings(breaches);
        reasons.add((settings.isEmpty() ? "" : "set {" + settings + "} in dropfit.json, or ")
                + "upload a dataset like the previous one; to serve this model nevertheless, use dropfit"
                + " promote --force");
        if (!result.promoted()) {
            reasons.addAll(result.reasons());
        }
        return reasons;
    }

    /** What asks for all changes, for a JSON object: the kinds of several columns are entries of one object. */
    private static String settings(List<Contract.Breach> breaches) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        breaches.stream()
                .flatMap(breach -> breach.setting().stream())
                .distinct()
                .forEach(setting -> {
                    int end = setting.indexOf(": ");
                    values.computeIfAbsent(setting.substring(0, end), key -> new ArrayList<>())
                            .add(setting.substring(end + 2));
                });
        return values.entrySet().stream()
                .map(setting -> setting.getKey() + ": "
                        + (setting.getValue().get(0).startsWith("{")
                                ? setting.getValue().stream()
                                        .map(object -> object.substring(1, object.length() - 1))
                                        .collect(Collectors.joining(", ", "{", "}"))
                                : setting.getValue().get(0)))
                .collect(Collectors.joining(", "));
    }

    /** @param rows the dataset, with the rows to evaluate in the holdout */
    private static Scores holdout(Model model, Dataset dataset, Table rows) {
        return Scores.of(model, dataset.schema().target(), rows, dataset.split(), true);
    }
}
