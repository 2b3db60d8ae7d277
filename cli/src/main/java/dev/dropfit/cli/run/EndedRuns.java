package dev.dropfit.cli.run;

import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.Inputs;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Trial;
import dev.dropfit.core.registry.Trials;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The ended runs of models, as the trainer recorded them. Thread-safe. */
public final class EndedRuns {
    private final Registry registry;

    public EndedRuns(Registry registry) {
        this.registry = registry;
    }

    /** The versions of all runs that have ended, oldest first. */
    public List<Version> ended(ModelName model) throws IOException {
        return registry.recordedVersions(model);
    }

    public Optional<RunRecord> record(ModelName model, Version version) throws IOException {
        return registry.readRecord(model, version);
    }

    /** The record of the newest run that has ended. */
    public Optional<RunRecord> newest(ModelName model) throws IOException {
        List<Version> ended = ended(model);
        return ended.isEmpty() ? Optional.empty() : record(model, ended.get(ended.size() - 1));
    }

    /** Whether a run on this generation of the dataset or of the settings has ended. */
    public boolean hasRun(Drop drop) throws IOException {
        List<Version> ended = ended(drop.model());
        for (int i = ended.size() - 1; i >= 0; i--) {
            Optional<Inputs> inputs = record(drop.model(), ended.get(i))
                    .flatMap(run -> run.origin().inputs());
            if (inputs.filter(drop::isAmong).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** The trial of a version on live traffic that has begun and has not ended; empty if there is none. */
    public Optional<Trial> trial(ModelName model, Version version) throws IOException {
        return registry.trials()
                .find(model)
                .flatMap(Trials.Stored::trial)
                .filter(trial -> trial.isRunning() && trial.version().equals(version));
    }

    /** The short names of the versions of a model. */
    public VersionNumbers numbers(ModelName model) throws IOException {
        return registry.numbers(model);
    }

    /** The model being served; empty when there is none. */
    public Optional<Model> served(ModelName model) throws IOException {
        Optional<StoredObject> latest = registry.readLatest(model);
        if (latest.isEmpty()) {
            return Optional.empty();
        }
        try (StoredObject object = latest.get()) {
            return Optional.of(ModelFile.read(ModelFile.bytes(object)));
        }
    }
}
