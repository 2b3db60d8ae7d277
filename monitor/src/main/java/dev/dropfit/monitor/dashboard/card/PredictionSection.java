package dev.dropfit.monitor.dashboard.card;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.model.Task;
import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ClassDecision;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.core.registry.facts.ConfusionMatrix;
import dev.dropfit.core.registry.facts.LabelChoice;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.List;

/** What a model predicts. */
final class PredictionSection {
    private static final int SHOWN_CLASSES = 10;

    private PredictionSection() {}

    static Html of(ModelFacts model) {
        boolean classes = model.task().filter(Task.CLASSIFICATION::equals).isPresent();
        long columns = model.columns().stream()
                .filter(column -> !column.kind().equals("ignore"))
                .count();
        Html section = Html.of(
                "<section><h2>What it predicts</h2><p class=\"lead\">{} <bdi><strong>{}</strong></bdi>, from {}.</p>",
                classes ? "The class of" : "The number",
                model.label(),
                Figures.count(columns, "column", "columns"));
        Facts facts = new Facts();
        facts.add(
                "Label",
                model.label()
                        + model.labelChoice()
                                .map(LabelChoice::phrase)
                                .map(why -> ", " + why)
                                .orElse(""));
        facts.add(
                "Task",
                model.task().map(Task::text).orElse("")
                        + (model.taskReason().isEmpty() ? "" : ", because " + model.taskReason()));
        if (classes) {
            facts.add("Classes", classes(model));
        } else if (!model.labels().quantiles().isEmpty()) {
            facts.add("Values in the data", values(model.labels()));
        }
        model.decision()
                .ifPresent(decision -> facts.add(
                        "Threshold",
                        "predicts " + decision.positive() + " from a probability of "
                                + Figures.ratio(decision.threshold()) + " on" + costs(decision)));
        return section.add("{}</section>", facts.html());
    }

    private static String costs(ClassDecision decision) {
        return decision.costs()
                        .map(costs -> ", because a row wrongly predicted as " + decision.positive() + " costs "
                                + Figures.number(costs.falsePositive()) + " and a missed one "
                                + Figures.number(costs.falseNegative()))
                        .orElse("")
                + decision.cost()
                        .map(cost -> ". Errors cost " + Figures.number(cost.value())
                                + " for each row; with a threshold of 0.5" + " they would cost "
                                + Figures.number(decision.costAtHalf()))
                        .orElse("");
    }

    private static String values(ColumnProfile labels) {
        return "half of them " + PageText.value(labels.quantile(0.25)) + " to " + PageText.value(labels.quantile(0.75))
                + ", all " + PageText.value(labels.quantile(0)) + " to " + PageText.value(labels.quantile(1));
    }

    /** With their shares in the dataset where the record has them. */
    private static String classes(ModelFacts model) {
        List<CategoryCount> counts = model.labels().counts();
        double rows = counts.stream().mapToDouble(CategoryCount::rows).sum();
        boolean all = model.labels()
                .distinct()
                .filter(distinct -> distinct.count() == counts.size())
                .isPresent();
        List<String> names = all
                ? counts.stream()
                        .map(count ->
                                PageText.level(count.value()) + " (" + PageText.percent(count.rows() / rows) + ")")
                        .toList()
                : model.holdout().confusion().map(ConfusionMatrix::labels).orElse(List.of());
        return Text.list(names, SHOWN_CLASSES);
    }
}
