package dev.dropfit.trainer;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.dropfit.core.Figures;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.evaluate.MetricFunctions;
import dev.dropfit.trainer.evaluate.RowLosses;
import dev.dropfit.trainer.evaluate.Scores;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.learn.Learner;
import dev.dropfit.trainer.learn.boost.BoostingLearner;
import dev.dropfit.trainer.learn.linear.LinearLearner;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SplitCandidates;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.LearnerName;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SplitSettings;
import dev.dropfit.trainer.split.Sides;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Proposes another split where the figure of rows that are selected by their content promises too much: keys that repeat with one label each, and
 * dated rows that change with time. Quick models of a sample of the rows are fitted with both splits, and only a difference beyond chance is
 * worth a note. Without such columns nothing is fitted.
 */
final class SplitAdvice {
    private static final int MAX_ROWS = 5_000;
    private static final int MIN_HOLDOUT_ROWS = 40;
    /** The share of the maximum work of a fit. */
    private static final double SHARE_OF_WORK = 0.01;

    private static final int FEW_LEAVES = 4;
    /** A smaller difference in the area under the ROC curve, or in R2, does not matter. */
    private static final double MIN_FALL = 0.03;
    /** With fewer groups, a holdout of a few of them says little, so models are fitted with each group held out in turn. */
    private static final int FEW_GROUPS = 300;

    private static final int FOLDS = 5;
    /** The number of standard errors that chance alone gives once in about 700 datasets. */
    private static final double QUANTILE = 3;

    private final Schema schema;
    private final Settings settings;
    private final LearnerName learner;
    private final Metric metric;

    private SplitAdvice(Schema schema, Settings settings, LearnerName learner) {
        this.schema = schema;
        this.settings = settings;
        this.learner = learner;
        this.metric = Metric.defaultOf(schema.target() instanceof Target.Classes);
    }

    /**
     * How good quick models are on what was held out.
     *
     * @param value of the metric, the mean over the holdouts
     */
    private record Figure(double value, RowLosses losses) {}

    /**
     * The notes that propose a split; none if the settings choose one.
     *
     * @param sides the dataset, divided by row
     */
    static List<Anomaly> find(Sides sides, Schema schema, Settings settings, LearnerName learner) {
        boolean chosen = !(settings.split() instanceof SplitSettings.ByRow byRow) || byRow.chosen();
        if (chosen || !sides.split().judges()) {
            return List.of();
        }
        SplitAdvice advice = new SplitAdvice(schema, settings, learner);
        List<Anomaly> notes = new ArrayList<>();
        SplitCandidates.group(sides.read(), schema)
                .flatMap(column -> advice.group(sides.read(), column))
                .ifPresent(notes::add);
        if (notes.isEmpty()) {
            SplitCandidates.time(sides.read(), schema)
                    .flatMap(column -> advice.time(sides.read(), column))
                    .ifPresent(notes::add);
        }
        return notes;
    }

    private Optional<Anomaly> group(Table rows, Column column) {
        SplitSettings wanted = new SplitSettings.ByGroup(column.name());
        double perGroup = (double) (rows.rows() - column.missing()) / column.distinctValues();
        return difference(rows, wanted, perGroup, column.distinctValues() < FEW_GROUPS)
                .map(figures -> Anomaly.of(
                        "split-proposed",
                        "'" + column.name() + "' repeats: " + Figures.count(column.distinctValues()) + " values in "
                                + Figures.rows(rows.rows()) + ", nearly always with one label each. "
                                + figures
                                + " on rows of values that it has not seen. If the model is for new ones, set "
                                + json("group", column) + " in dropfit.json"));
    }

    private Optional<Anomaly> time(Table rows, Column column) {
        SplitSettings wanted = new SplitSettings.ByTime(column.name());
        return difference(rows, wanted, 1, false)
                .map(figures -> Anomaly.of(
                        "split-proposed",
                        "the rows change with the " + (column.times() > 0 ? "date" : "year") + " in '" + column.name()
                                + "'. " + figures
                                + " on the newest rows, fitted to the older ones. If the model is to predict what"
                                + " comes next, set "
                                + json("time", column) + " in dropfit.json"));
    }

    private static String json(String key, Column column) {
        return "{\"split\": {\"" + key + "\": " + new JsonPrimitive(column.name()) + "}}";
    }

    /**
     * The figures of both splits, as the beginning of a sentence; empty if the other split has no lower figure beyond chance.
     *
     * @param perUnit the rows that are alike, so that they count as one
     * @param inTurn whether all rows are held out, a part at a time
     */
    private Optional<String> difference(Table all, SplitSettings wanted, double perUnit, boolean inTurn) {
        boolean classes = schema.target() instanceof Target.Classes;
        if (schema.target() instanceof Target.Classes known
                && all.labelColumn().distinctValues() > known.values().size()) {
            // A class of the holdout only would be in the training rows of the other split.
            return Optional.empty();
        }
        try {
            Table places = wanted instanceof SplitSettings.ByGroup
                    ? Sides.of(all, wanted, settings.holdout(), classes).table()
                    : all;
            Table rows = all.sample(places.shares(), (double) MAX_ROWS / all.rows());
            Figure byRow = figure(Sides.of(rows, new SplitSettings.ByRow(false), settings.holdout(), classes), inTurn);
            Figure other = figure(Sides.of(rows, wanted, settings.holdout(), classes), inTurn);
            double error = Math.hypot(
                    byRow.losses().standardError(),
                    Math.sqrt(perUnit) * other.losses().standardError());
            boolean lower = Math.min(byRow.losses().rows(), other.losses().rows()) >= MIN_HOLDOUT_ROWS
                    && byRow.value() - other.value() >= MIN_FALL
                    && other.losses().mean() - byRow.losses().mean() > QUANTILE * error;
            return lower
                    ? Optional.of("A quick model has " + metric.text() + " " + metric.format(byRow.value())
                            + " on held-out rows, but " + metric.format(other.value()))
                    : Optional.empty();
        } catch (InvalidSettingsException | InvalidTableException e) {
            return Optional.empty();
        }
    }

    private Figure figure(Sides sides, boolean inTurn) throws InvalidTableException {
        List<Scores> scores = new ArrayList<>();
        for (int fold = 0; fold < (inTurn ? FOLDS : 1); fold++) {
            scores.add(scores(sides.table(), inTurn ? Split.of(0).inside(FOLDS, fold) : sides.split()));
        }
        Target target = schema.target();
        return new Figure(
                scores.stream()
                        .mapToDouble(some -> MetricFunctions.of(metric, some, target))
                        .filter(Double::isFinite)
                        .average()
                        .orElse(Double.NaN),
                scores.stream()
                        .map(some -> RowLosses.of(some, target))
                        .reduce(RowLosses::and)
                        .orElseThrow());
    }

    private Scores scores(Table table, Split split) throws InvalidTableException {
        Target target = schema.target();
        List<Feature> features = new FeatureFitter(table, split).fit(schema.of(table));
        FeatureTable rows = new FeatureTable(table, features);
        Learner quick = learner.mayFitLinear()
                ? new LinearLearner(SHARE_OF_WORK)
                : new BoostingLearner(FEW_LEAVES, SHARE_OF_WORK);
        Pipeline pipeline = new Pipeline("", "", "", target, features, List.of());
        Model model = new Model(pipeline, quick.fit(rows, target, split), new JsonObject());
        return Scores.of(model, target, table, split, true);
    }
}
