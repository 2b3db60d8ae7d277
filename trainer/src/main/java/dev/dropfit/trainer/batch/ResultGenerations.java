package dev.dropfit.trainer.batch;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.registry.BatchFile;
import java.io.IOException;

/**
 * The generations of the results of a file before they are written.
 *
 * @param predictions {@link Bucket#ABSENT} if there are none
 * @param errors as above
 * @param summary as above
 */
record ResultGenerations(long predictions, long errors, long summary) {
    static ResultGenerations find(Bucket models, BatchFile file) throws IOException {
        return new ResultGenerations(
                generation(models, file.predictions()),
                generation(models, file.errors()),
                generation(models, file.summary()));
    }

    private static long generation(Bucket models, String name) throws IOException {
        return models.find(name).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
    }

    void deleteErrors(Bucket models, BatchFile file) throws IOException {
        delete(models, file.errors(), errors);
    }

    void deletePredictions(Bucket models, BatchFile file) throws IOException {
        delete(models, file.predictions(), predictions);
    }

    private static void delete(Bucket models, String name, long generation) throws IOException {
        if (generation != Bucket.ABSENT) {
            models.delete(name, generation);
        }
    }
}
