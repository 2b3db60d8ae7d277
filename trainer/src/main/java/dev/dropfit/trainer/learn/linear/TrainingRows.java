package dev.dropfit.trainer.learn.linear;

import dev.dropfit.core.model.Feature;
import java.util.List;
import java.util.Optional;

/** The training rows of a dataset as a linear fit sees them, in chunks: in this process or in others. Thread-safe. */
public interface TrainingRows {
    /** The features, which may have terms of texts only if the rows are in this process. */
    List<Feature> features();

    /** The number of values of a row that are not 0, about. */
    int cells();

    /** The number of chunks. */
    int chunks();

    /** The number of rows. */
    double count();

    /** Every n-th chunk, if this process has them: for a start, on a sample. */
    Optional<TrainingRows> sample(int everyNth);

    /**
     * Runs a pass.
     *
     * @param groups the number of groups; the group g has the chunks from {@code chunks * g / groups} to before {@code chunks * (g + 1) / groups}
     * @return the sums of all groups
     */
    PartialSums sums(Pass pass, int groups);
}
