package dev.dropfit.cli.up;

import com.google.gson.JsonObject;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.run.Drop;
import dev.dropfit.cli.run.EndedRuns;
import dev.dropfit.cli.run.RunReport;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
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
 * Tells the trainer of a drop, waits for the run to end, and tells the person what came of it. What came of it is read from the model
 * bucket: only the trainer writes there.
 */
final class TrainerReceiver implements DropDeliveries.Receiver {
    private final EventSender trainer;
    private final Bucket data;
    private final EndedRuns runs;
    private final String predictor;
    private final Console console;
    /** The runs of a model that have been told of, or had ended before its first delivery. */
    private final Map<ModelName, Set<Version>> known = new ConcurrentHashMap<>();

    /** @param predictor the URL of the predictor, without a slash at its end */
    TrainerReceiver(EventSender trainer, Bucket data, EndedRuns runs, String predictor, Console console) {
        this.trainer = trainer;
        this.data = data;
        this.runs = runs;
        this.predictor = predictor;
        this.console = console;
    }

    /** A model's deliveries come one after another, so what is new after one came of it. */
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
                return Optional.of("the trainer answered HTTP " + status);
            }
            List<Version> ended = runs.ended(model);
            boolean any = false;
            for (Version version : ended) {
                Optional<JsonObject> record = before.add(version) ? runs.record(model, version) : Optional.empty();
                if (record.isPresent()) {
                    tell(model, record.get());
                    any = true;
                }
            }
            if (!any && first) {
                tellStanding(drop);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(LogLines.cause(e));
        }
    }

    private void tell(ModelName model, JsonObject record) throws IOException {
        RunReport.print(model, record, console);
        Optional<Model> served = runs.served(model);
        console.line("    "
                + served.map(now -> "serving " + now.version() + " at " + url(model))
                        .orElse("nothing is served yet"));
        if (RunReport.promoted(record) && served.isPresent()) {
            request(model, served.get()).ifPresent(curl -> console.line("    try: " + curl));
        }
    }

    private Optional<String> request(ModelName model, Model served) throws IOException {
        Optional<StoredObject> dataset = data.read(model.dataset());
        if (dataset.isEmpty()) {
            return Optional.empty();
        }
        try (StoredObject object = dataset.get()) {
            return SampleRequest.json(served, object.content()).map(json -> SampleRequest.curl(url(model), json));
        } catch (IOException e) {
            // It is being replaced; the next run has an example of its own.
            return Optional.empty();
        }
    }

    private String url(ModelName model) {
        return predictor + "/" + model;
    }

    /** One line for what had ended before. */
    private void tellStanding(Drop drop) throws IOException {
        ModelName model = drop.model();
        Optional<Model> served = runs.served(model);
        Optional<JsonObject> newest = runs.newest(model);
        Optional<ObjectInfo> dataset = data.find(model.dataset());
        if (served.isPresent()) {
            console.line(model + "  serving " + served.get().version() + " at " + url(model)
                    + newest.filter(record -> !RunReport.promoted(record))
                            .map(record -> " (newest run " + RunReport.summary(record) + ")")
                            .orElse(""));
        } else if (newest.isPresent()) {
            console.line(model + "  nothing is served; " + RunReport.summary(newest.get()));
        } else if (dataset.isEmpty()) {
            console.line(model + "  has settings and no dataset yet; drop data/" + model.dataset());
            // Its first dataset is news, whenever it comes.
        } else if (dataset.get().size() == 0) {
            console.line(model + "  data/" + model.dataset() + " is empty; a dataset has a header and rows");
        }
    }

    @Override
    public void failed(Drop drop, String why, Duration pause) {
        console.marked(
                drop.model() + "  ",
                Console.Colour.NOTABLE,
                "not trained yet",
                ": " + why + "; trying again in " + pause.toSeconds() + " s");
    }

    @Override
    public void expired(Drop drop, String why) {
        console.marked(
                drop.model() + "  ",
                Console.Colour.BAD,
                "given up",
                ": " + why + " for a day; touch data/" + drop.object().name() + " to try again");
    }
}
