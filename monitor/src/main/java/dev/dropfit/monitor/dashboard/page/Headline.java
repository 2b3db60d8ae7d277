package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.model.Task;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.facts.ConfusionMatrix;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.monitor.dashboard.html.Html;
import java.util.List;
import java.util.Optional;

/** What a model predicts, in a few words at the top of its page. */
final class Headline {
    /** With more classes, their number is shown. */
    private static final int SHOWN_CLASSES = 4;

    private Headline() {}

    /** Nothing without a record, or for one of an earlier release. */
    static Html of(Optional<RunRecord> record) {
        return record.map(RunRecord::model)
                .filter(model -> !model.label().isEmpty())
                .map(model -> Html.of(
                        "<p class=\"muted\">predicts <strong><bdi>{}</bdi></strong>{}</p>", model.label(), kind(model)))
                .orElseGet(Html::none);
    }

    private static Html kind(ModelFacts model) {
        if (model.task().filter(Task.REGRESSION::equals).isPresent()) {
            return Html.of(", a number");
        }
        List<String> classes =
                model.holdout().confusion().map(ConfusionMatrix::labels).orElse(List.of());
        if (classes.isEmpty()) {
            return Html.none();
        }
        return classes.size() > SHOWN_CLASSES
                ? Html.of(", one of {} classes", classes.size())
                : Html.of(": <bdi>{}</bdi>", String.join(", ", classes));
    }
}
