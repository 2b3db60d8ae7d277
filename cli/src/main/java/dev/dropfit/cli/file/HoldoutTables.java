package dev.dropfit.cli.file;

import dev.dropfit.cli.console.TextTable;
import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.facts.ClassFacts;
import dev.dropfit.core.registry.facts.Estimate;
import dev.dropfit.core.registry.facts.ResidualFacts;
import dev.dropfit.core.registry.facts.SliceFacts;
import java.util.List;
import java.util.function.DoubleFunction;

/** Where a model is good and where it is bad on the holdout, as tables. */
final class HoldoutTables {
    private static final int MAX_CLASSES = 10;
    private static final int MAX_SLICES = 5;

    private HoldoutTables() {}

    /** The figures of the first classes, each with its 95 % interval. */
    static TextTable classes(List<ClassFacts> classes) {
        TextTable table = new TextTable("nrlll");
        table.header("class", "rows", "precision", "recall", "f1");
        for (ClassFacts facts : classes.subList(0, Math.min(MAX_CLASSES, classes.size()))) {
            table.row(
                    facts.name(),
                    Figures.count(facts.rows()),
                    text(facts.precision(), Figures::ratio),
                    text(facts.recall(), Figures::ratio),
                    text(facts.f1(), Figures::ratio));
        }
        if (classes.size() > MAX_CLASSES) {
            table.row(Figures.count(classes.size() - MAX_CLASSES) + " more in the record", "", "", "", "");
        }
        return table;
    }

    /** The mean error of rows with similar predictions. */
    static TextTable errors(ResidualFacts residuals) {
        TextTable table = new TextTable("rrrl");
        table.header("mean prediction", "rows", "mean label", Metric.MAE.text());
        for (ResidualFacts.Group group : residuals.byPrediction()) {
            table.row(
                    Figures.number(group.predicted()),
                    Figures.count(group.rows()),
                    Figures.number(group.actual()),
                    text(group.mae(), Figures::number));
        }
        return table;
    }

    /** The slices where the model is worst. */
    static TextTable slices(List<SliceFacts> slices) {
        TextTable table = new TextTable("lrll");
        table.header("worst where", "rows", slices.get(0).metric().text(), "");
        for (SliceFacts slice : slices.subList(0, Math.min(MAX_SLICES, slices.size()))) {
            table.row(
                    slice.text(),
                    Figures.count(slice.rows()),
                    text(slice.figure(), slice.metric()::format),
                    slice.worse()
                            ? slice.metric().classification()
                                    ? "wrong more often than its probabilities say"
                                    : "larger error than on all rows"
                            : "");
        }
        return table;
    }

    private static String text(Estimate estimate, DoubleFunction<String> format) {
        return format.apply(estimate.value())
                + estimate.interval()
                        .map(interval ->
                                " (" + format.apply(interval.low()) + " to " + format.apply(interval.high()) + ")")
                        .orElse("");
    }
}
