package dev.dropfit.trainer.batch;

import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.registry.BatchFile;

/** A generation of a file to score. */
record FileToScore(BatchFile file, ObjectInfo input) {
    /** The folder of its parts. */
    String folder() {
        return file.parts(input.generation());
    }
}
