package dev.dropfit.cli.run;

import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.registry.BatchFile;
import dev.dropfit.core.registry.Inputs;
import dev.dropfit.core.registry.LabelFile;
import dev.dropfit.core.registry.ModelName;
import java.util.Optional;

/**
 * A new generation of a dataset, of settings, of a file to score or of labels in the data bucket.
 *
 * @param model its model
 * @param object the object and its generation
 */
public record Drop(ModelName model, ObjectInfo object) {
    /** Whether a run on these inputs has used this generation. */
    boolean isAmong(Inputs inputs) {
        boolean isDataset = model.isDataset(object.name());
        return object.generation() == (isDataset ? inputs.dataset() : inputs.settings());
    }

    /** The file of rows to score that was dropped; empty for datasets and settings. */
    public Optional<BatchFile> batch() {
        return BatchFile.of(object.name());
    }

    /** Whether it is a file of labels. */
    public boolean hasLabels() {
        return LabelFile.model(object.name()).isPresent();
    }

    /** The name of the object without its folder. */
    public String file() {
        return object.name().substring(model.value().length() + 1);
    }
}
