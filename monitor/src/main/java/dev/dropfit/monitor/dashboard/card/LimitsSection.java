package dev.dropfit.monitor.dashboard.card;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Task;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.core.registry.facts.WorstRow;
import dev.dropfit.monitor.dashboard.html.Html;
import java.util.ArrayList;
import java.util.List;

/** What a model should not be used for, as far as its record tells. */
final class LimitsSection {
    private static final int FEW_ROWS = 200;

    private LimitsSection() {}

    static Html of(ModelFacts model) {
        Html section = Html.of("<section><h2>Limits</h2><ul class=\"reasons\">");
        limits(model).forEach(limit -> section.add("<li><bdi>{}</bdi></li>", limit));
        return section.add("</ul></section>");
    }

    private static List<String> limits(ModelFacts model) {
        List<String> limits = new ArrayList<>();
        limits.add("It learned from rows as in this dataset. The figures hold for such rows only.");
        if (model.columns().stream().anyMatch(column -> column.kind().equals("numeric"))) {
            limits.add(
                    model.blendsLinear()
                            ? "For numbers outside the ranges above its linear part extends straight lines, which"
                                    + " nothing has checked."
                            : model.trees().isPresent()
                                    ? "It predicts for numbers outside the ranges above as for the nearest ones in the"
                                            + " data."
                                    : "It extends straight lines to numbers outside the ranges above, which nothing"
                                            + " has checked.");
        }
        if (model.columns().stream().anyMatch(column -> column.kind().equals("categorical"))) {
            limits.add(
                    "A category that is not in the data counts as none of the known ones. The response has a warning.");
        }
        model.columns().stream()
                .filter(column -> column.kind().equals("datetime")
                        && !column.profile().latest().isEmpty())
                .map(ColumnFacts::profile)
                .map(profile -> profile.latest())
                .max(String::compareTo)
                .ifPresent(latest ->
                        limits.add("Its newest row is of " + latest + ". What changed after that it does not know."));
        if (model.holdout().rows() > 0 && model.holdout().rows() < FEW_ROWS) {
            limits.add("Only " + Figures.rows(model.holdout().rows()) + " evaluated it, so its figures are rough.");
        }
        model.worstRows().stream().findFirst().ifPresent(row -> limits.add(worst(model, row)));
        limits.add("It shows what goes together with the label, not what causes it.");
        return limits;
    }

    /** Without values of columns: people pass cards on. */
    private static String worst(ModelFacts model, WorstRow row) {
        boolean classes = model.task().filter(Task.CLASSIFICATION::equals).isPresent();
        return "It can be very wrong: for line " + Figures.count(row.line()) + " of the dataset it predicts '"
                + row.predicted() + "', but the label is '" + row.actual() + "'"
                + (classes ? ", to which it gives a probability of " + Figures.percent(1 - row.error()) : "")
                + ". The run record has " + Figures.rows(model.worstRows().size())
                + " of this kind with their values.";
    }
}
