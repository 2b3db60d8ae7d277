package dev.dropfit.monitor.dashboard.card;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.model.Task;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ClassDecision;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.core.registry.facts.ConfusionMatrix;
import dev.dropfit.core.registry.facts.LabelChoice;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a model predicts. */
final class PredictionSection {
    private static final int SHOWN_CLASSES = 10;

    private PredictionSection() {}

    /** @param origin of the run, whose settings may name classes */
    static Html of(ModelFacts model, RunOrigin origin) {
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
            facts.add("Classes", classes(model, names(origin)));
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

    /** The name of a class in responses by its value in the dataset, where the settings have one. */
    private static Map<String, String> names(RunOrigin origin) {
        Map<String, String> names = new HashMap<>();
        origin.settings()
                .map(settings ->
                        JsonParser.parseString(settings).getAsJsonObject().get("labels"))
                .filter(JsonElement::isJsonObject)
                .ifPresent(labels -> labels.getAsJsonObject().asMap().forEach((value, name) -> {
                    if (name.isJsonPrimitive()) {
                        names.put(value, name.getAsString());
                    }
                }));
        return names;
    }

    /** With their shares in the dataset where the record has them. */
    private static String classes(ModelFacts model, Map<String, String> responses) {
        List<CategoryCount> counts = model.labels().counts();
        double rows = counts.stream().mapToDouble(CategoryCount::rows).sum();
        boolean all = model.labels()
                .distinct()
                .filter(distinct -> distinct.count() == counts.size())
                .isPresent();
        List<String> names = all
                ? counts.stream()
                        .map(count -> (responses.containsKey(count.value())
                                        ? responses.get(count.value()) + ", written "
                                        : "")
                                + PageText.level(count.value()) + " (" + PageText.percent(count.rows() / rows)
                                + ")")
                        .toList()
                : model.holdout().confusion().map(ConfusionMatrix::labels).orElse(List.of());
        return Text.list(names, SHOWN_CLASSES);
    }
}
