package dev.dropfit.monitor.dashboard.card;

import dev.dropfit.core.Text;
import dev.dropfit.core.model.Task;
import dev.dropfit.core.registry.facts.ConfusionMatrix;
import dev.dropfit.core.registry.facts.ContractFacts;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.monitor.dashboard.html.Html;
import java.util.List;

/** What clients rely on: later versions are promoted only if they keep it. */
final class ContractSection {
    private static final int SHOWN_CLASSES = 50;
    private static final int SHOWN_COLUMNS = 20;

    private ContractSection() {}

    static Html of(ModelFacts model) {
        if (model.contract().isEmpty()) {
            return Html.none();
        }
        ContractFacts contract = model.contract().get();
        boolean classes = model.task().filter(Task.CLASSIFICATION::equals).isPresent();
        Facts facts = new Facts();
        facts.add("Prediction", contract.output() + (classes ? ", one of the classes" : ", a number"));
        if (classes) {
            List<String> names =
                    model.holdout().confusion().map(ConfusionMatrix::labels).orElse(List.of());
            facts.add("Classes", Text.list(names, SHOWN_CLASSES));
        }
        facts.add("Columns", "those in the table above, each of its kind");
        facts.add("Columns that may be absent", Text.list(contract.mayBeAbsent(), SHOWN_COLUMNS));
        return Html.of(
                "<section><h2>What clients can rely on</h2><p>A later version is served without force only if it accepts the"
                        + " same requests and responds in the same form. It may have more classes, and more columns that"
                        + " may be absent.</p>{}</section>",
                facts.html());
    }
}
