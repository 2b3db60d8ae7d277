package dev.dropfit.monitor.alert.message;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.alert.decision.AlertKind;
import java.util.List;
import java.util.Optional;

/**
 * What a person is told of a run. All texts are single lines that show what they are ({@link PlainText}); whoever sends them escapes what
 * means something where they go.
 *
 * @param title what it is about, in a few words
 * @param sentence what happened
 * @param advice what to do
 * @param reasons why the run ended as it did; may hold whatever the dataset holds
 * @param figures how good the new model is; empty when there is none
 * @param runs the newest runs up to this one, newest first
 * @param command what goes back to the model served before; empty when there is none
 * @param dashboard the model's page; empty when nobody said where the dashboard is
 */
public record Alert(
        ModelName model,
        Version version,
        AlertKind kind,
        String title,
        String sentence,
        String advice,
        List<String> reasons,
        List<Comparison> figures,
        List<RunLine> runs,
        Optional<String> command,
        Optional<String> dashboard) {
    public Alert {
        reasons = List.copyOf(reasons);
        figures = List.copyOf(figures);
        runs = List.copyOf(runs);
    }

    /**
     * A metric of the new model beside those of others on the same rows; NaN where there is none.
     *
     * @param champion the model served before
     * @param baseline answering without looking
     */
    public record Comparison(Metric metric, double value, double champion, double baseline) {}

    /**
     * A run in the table of runs.
     *
     * @param metric the name of what it was judged by; {@code -} when it was not
     * @param value as a person reads it; {@code -} when there is none
     */
    public record RunLine(Version version, String verdict, String metric, String value) {}

    /** The same for every delivery of this alert, and different for every other. */
    public String id() {
        return model + "/" + version + "/" + kind.text();
    }
}
