package dev.dropfit.cli.run;

import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.registry.ModelName;

/**
 * A generation of a dataset or of settings that has come to the data bucket.
 *
 * @param model whose it is
 * @param object what came
 */
public record Drop(ModelName model, ObjectInfo object) {
    boolean isDataset() {
        return object.name().equals(model.dataset());
    }

    /** The object's name without its folder. */
    public String file() {
        return object.name().substring(model.value().length() + 1);
    }
}
