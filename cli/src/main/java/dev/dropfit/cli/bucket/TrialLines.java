package dev.dropfit.cli.bucket;

import dev.dropfit.cli.console.Console;
import dev.dropfit.core.live.trial.TrialReport;
import dev.dropfit.core.live.trial.TrialRule;
import dev.dropfit.core.registry.Trial;
import dev.dropfit.core.registry.VersionNumbers;
import java.util.Optional;

/** Prints the trial of a version on live traffic. */
final class TrialLines {
    private final Console console;

    TrialLines(Console console) {
        this.console = console;
    }

    /** @param names of the versions of the model, for people */
    void print(TrialReport report, VersionNumbers names) {
        Trial trial = report.trial();
        console.line("");
        console.line(Console.Colour.STRONG, title(report, names));
        // The reason of a promotion is what the sentences below say.
        trial.end()
                .filter(end -> end.outcome() != Trial.Outcome.PROMOTED)
                .map(Trial.End::reason)
                .filter(reason -> !reason.isEmpty())
                .ifPresent(console::line);
        report.sentences().forEach(console::line);
        Optional<String> objection = report.isOver() ? Optional.empty() : TrialRule.objection(report);
        objection.ifPresent(reason -> console.line(Console.Colour.BAD, reason + "."));
    }

    private static String title(TrialReport report, VersionNumbers names) {
        Trial trial = report.trial();
        String version = names.name(trial.version());
        if (report.isOver()) {
            return trial.end()
                    .map(end -> "Trial of " + version + " next to " + names.name(trial.latest()) + ": "
                            + end.outcome().text().replace('_', ' '))
                    .orElse("Trial of " + version + ": over, another model is served now");
        }
        int share = trial.current().share();
        return "Trial of " + version + " next to " + names.name(trial.latest()) + ": "
                + (share == 0 ? "it answers no request" : "it answers " + share + " % of the requests");
    }
}
