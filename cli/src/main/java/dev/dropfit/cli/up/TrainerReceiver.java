package dev.dropfit.cli.up;

import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.run.Drop;
import dev.dropfit.cli.run.EndedRuns;
import dev.dropfit.cli.run.RunReport;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Trial;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.core.use.ExampleRow;
import dev.dropfit.core.use.Snippets;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sends the trainer the event of a drop, waits for the run to end and reports its result. The result is read from the model bucket, to which
 * only the trainer writes.
 */
final class TrainerReceiver implements DropDeliveries.Receiver {
    private final EventSender trainer;
    private final Bucket data;
    private final EndedRuns runs;
    private final String predictor;
    private final Console console;
    /** The runs of a model that were already reported, or had ended before its first delivery. */
    private final Map<ModelName, Set<Version>> known = new ConcurrentHashMap<>();

    /** @param predictor the URL of the predictor, without a slash at the end */
    TrainerReceiver(EventSender trainer, Bucket data, EndedRuns runs, String predictor, Console console) {
        this.trainer = trainer;
        this.data = data;
        this.runs = runs;
        this.predictor = predictor;
        this.console = console;
    }

    /** The deliveries of a model come one after another, so a run that is new after a delivery is its result. */
    @Override
    public Optional<String> deliver(Drop drop) throws InterruptedException {
        try {
            ModelName model = drop.model();
            @Nullable Set<Version> before = known.get(model);
            boolean first = before == null;
            if (before == null) {
                before = new HashSet<>(runs.ended(model));
                known.put(model, before);
            }
            int status = trainer.send(drop.object());
            if (status / 100 != 2) {
                return Optional.of("the trainer responded with HTTP status " + status);
            }
            List<Version> ended = runs.ended(model);
            boolean any = false;
            for (Version version : ended) {
                Optional<RunRecord> record = before.add(version) ? runs.record(model, version) : Optional.empty();
                if (record.isPresent()) {
                    report(model, version, record.get());
                    any = true;
                }
            }
            if (!any && first) {
                reportEarlierRuns(drop);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(LogLines.cause(e));
        }
    }

    /** Forgets the runs of all models, after their records were deleted. */
    void forget() {
        known.clear();
    }

    private void report(ModelName model, Version version, RunRecord run) throws IOException {
        Optional<Model> served = runs.served(model);
        VersionNumbers numbers = runs.numbers(model);
        Optional<Trial> trial = runs.trial(model, version);
        console.together(() -> {
            RunReport.print(model, run, console);
            console.line("    "
                    + served.map(now -> "serving " + numbers.name(now.version()) + " at " + url(model))
                            .orElse("no model is served yet"));
            trial.ifPresent(rollout -> console.line("    " + numbers.name(version)
                    + " is tried on live traffic before it is served: " + rollout.state() + ". 'dropfit live " + model
                    + "' shows the comparison"));
            served.filter(now -> run.promoted()).ifPresent(now -> console.line("    try: " + curl(model, now)));
        });
    }

    private String curl(ModelName model, Model served) {
        return "curl -s " + url(model) + " -H 'Content-Type: application/json' -d "
                + Snippets.shell(ExampleRow.of(served.pipeline()).json());
    }

    private String url(ModelName model) {
        return predictor + "/" + model;
    }

    /** One line for runs that ended before this process started. */
    private void reportEarlierRuns(Drop drop) throws IOException {
        ModelName model = drop.model();
        Optional<Model> served = runs.served(model);
        Optional<RunRecord> newest = runs.newest(model);
        Optional<ObjectInfo> dataset = CurrentDataset.find(data, model).map(CurrentDataset::info);
        if (served.isPresent()) {
            console.line(model + "  serving "
                    + runs.numbers(model).name(served.get().version()) + " at " + url(model)
                    + newest.filter(run -> !run.promoted())
                            .map(run -> " (newest run: " + RunReport.summary(run) + ")")
                            .orElse(""));
        } else if (newest.isPresent()) {
            console.line(model + "  no model is served; newest run: " + RunReport.summary(newest.get()));
        } else if (dataset.isEmpty()) {
            console.line(model + "  has settings but no dataset yet; drop data/" + model.dataset());
        }
    }

    @Override
    public void failed(Drop drop, String why, Duration pause) {
        console.marked(
                drop.model() + "  ",
                Console.Colour.NOTABLE,
                "not trained yet",
                ": " + why + "; next attempt in " + pause.toSeconds() + " s");
    }

    @Override
    public void expired(Drop drop, String why) {
        console.marked(
                drop.model() + "  ",
                Console.Colour.BAD,
                "given up",
                ": training failed for a day, last because " + why + "; to try again, touch data/"
                        + drop.object().name());
    }
}
