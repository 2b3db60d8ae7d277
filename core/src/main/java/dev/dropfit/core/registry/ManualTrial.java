package dev.dropfit.core.registry;

import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** A person's trial of a version on live traffic. The archived model is read and tried before anything is changed. Thread-safe, and safe between processes. */
public final class ManualTrial {
    private final Registry registry;
    private final Clock clock;
    private final Retries retries;

    /**
     * @param clock for when the trial began
     * @param retries the pauses between attempts when storage fails or the trial changes at the same time
     */
    public ManualTrial(Registry registry, Clock clock, Retries retries) {
        this.registry = registry;
        this.clock = clock;
        this.retries = retries;
    }

    /**
     * Begins a trial, which ends the one that runs.
     *
     * @param who the person
     * @param why the person's reason; empty if none was given
     * @throws InvalidModelException when the version can't be tried; the message continues after its version
     */
    public Trial begin(
            ModelName model, Version version, Trial.Kind kind, List<Trial.Step> steps, String who, String why)
            throws IOException {
        return retries.run(() -> {
            Latest latest = Latest.read(registry, model);
            Model served = latest.model()
                    .orElseThrow(() -> new InvalidModelException("can't be tried: the model serves no version"));
            if (latest.is(version)) {
                throw new InvalidModelException("can't be tried: it is the served version");
            }
            Model tried = ArchivedModel.read(registry, model, version).model();
            checkSameKind(served.pipeline(), tried.pipeline());
            if (kind != Trial.Kind.SHADOW) {
                checkSameResponses(served.pipeline(), tried.pipeline());
            }
            Trial trial = new Trial(
                    kind,
                    version,
                    latest.version().orElseThrow(),
                    latest.generation(),
                    clock.instant(),
                    steps,
                    0,
                    Optional.empty(),
                    who,
                    why);
            registry.trials().begin(model, trial);
            return trial;
        });
    }

    private static void checkSameKind(Pipeline served, Pipeline tried) throws InvalidModelException {
        if (tried.target() instanceof Target.Classes != served.target() instanceof Target.Classes) {
            throw new InvalidModelException(
                    "can't be tried: one of it and the served version predicts classes, the other one numbers");
        }
    }

    /** Clients of the served version must be able to read the responses of the tried one. Requests that it can't answer, the served version answers. */
    private static void checkSameResponses(Pipeline served, Pipeline tried) throws InvalidModelException {
        if (!tried.label().equals(served.label()) || !tried.output().equals(served.output())) {
            throw new InvalidModelException("can't answer requests: it predicts '" + tried.output() + "' from column '"
                    + tried.label() + "', and the served version '" + served.output() + "' from column '"
                    + served.label() + "'; 'dropfit shadow' can compare them");
        }
        if (tried.target() instanceof Target.Classes own
                && served.target() instanceof Target.Classes expected
                && !own.values().containsAll(expected.values())) {
            throw new InvalidModelException(
                    "can't answer requests: it does not have all classes of the served version; 'dropfit shadow' can"
                            + " compare them");
        }
    }

    /**
     * Stops the trial of a version.
     *
     * @return whether it was running
     */
    public boolean stop(ModelName model, Version version, String who) throws IOException {
        return retries.run(() -> {
            Optional<Trials.Stored> stored = registry.trials().find(model);
            Optional<Trial> running = stored.flatMap(Trials.Stored::trial)
                    .filter(trial -> trial.isRunning() && trial.version().equals(version));
            if (running.isPresent()) {
                registry.trials()
                        .write(
                                model,
                                stored,
                                running.get().ended(Trial.Outcome.STOPPED, who.isEmpty() ? "" : "by " + who));
            }
            return running.isPresent();
        });
    }
}
