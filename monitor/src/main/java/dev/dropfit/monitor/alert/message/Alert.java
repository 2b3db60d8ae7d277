package dev.dropfit.monitor.alert.message;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.Interval;
import dev.dropfit.monitor.alert.decision.AlertKind;
import java.util.List;
import java.util.Optional;

/**
 * An alert about a run, or about live traffic. All texts are single lines without invisible characters ({@link PlainText}); each destination escapes the characters
 * that have a meaning there.
 *
 * @param version the run's version, or the served one
 * @param occasion what causes the alert, as a part of names of objects: the version of a run, or the time of a check of live traffic
 * @param title a few words
 * @param sentence what happened
 * @param advice what to do
 * @param reasons why the run ended with its verdict, or what changed; may contain text from the dataset
 * @param figures the new model's metrics; empty without a new model
 * @param runs the newest runs up to this one, newest first; empty if the alert is about no run
 * @param command the command that rolls back; empty when there is no model to roll back to
 * @param dashboard the URL of the model's page; empty when the dashboard's URL is not set
 */
public record Alert(
        ModelName model,
        Version version,
        String occasion,
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
     * A metric of the new model and of others on the same rows; NaN where it was not measured.
     *
     * @param interval the 95 % interval of the new model's value, if it is known
     * @param champion the previous model's
     * @param baseline the baseline's
     */
    public record Comparison(
            Metric metric, double value, Optional<Interval> interval, double champion, double baseline) {}

    /**
     * A run in the table of runs.
     *
     * @param name the short name of the version
     * @param metric the key of the gate's metric; {@code -} for none
     * @param value the metric, formatted; {@code -} for none
     */
    public record RunLine(Version version, String name, String verdict, String metric, String value) {}

    /** The same for every copy of this alert, different for every other alert. */
    public String id() {
        return model + "/" + occasion + "/" + kind.text();
    }
}
