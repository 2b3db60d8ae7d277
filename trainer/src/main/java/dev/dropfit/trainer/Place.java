package dev.dropfit.trainer;

import dev.dropfit.core.registry.facts.RunPlace;
import dev.dropfit.trainer.cluster.Cluster;
import dev.dropfit.trainer.job.Launcher;
import java.util.Optional;

/** Where runs are, which decides how large they may be. */
sealed interface Place {
    /** How large a training may be here. */
    Capacity capacity();

    /**
     * Where a dataset is trained that is too large here; empty if this is the largest place.
     *
     * @param bytes the length of its file
     */
    Optional<LargerPlace> larger(long bytes);

    /** Where linear models are fitted, if not in this process. */
    default Optional<Cluster> cluster() {
        return Optional.empty();
    }

    /**
     * An event function.
     *
     * @param job where it hands over what is too large for it
     * @param spark where it hands over what is too large for the job
     */
    record Function(Optional<LargerPlace> job, Optional<LargerPlace> spark) implements Place {
        /** A function without a job: it refuses what is too large. */
        static final Function ALONE = new Function(Optional.empty(), Optional.empty());

        @Override
        public Optional<LargerPlace> larger(long bytes) {
            return spark.filter(place -> job.isEmpty() || bytes >= place.fromBytes())
                    .or(() -> job);
        }

        @Override
        public Capacity capacity() {
            return job.or(() -> spark)
                    .map(place -> Capacity.here(RunPlace.FUNCTION, place.fromSeconds(), false))
                    .orElseGet(Capacity::ofFunction);
        }
    }

    /**
     * A job, which may take longer and have more memory.
     *
     * @param maxSeconds how long a training may take on one CPU
     */
    record Job(int maxSeconds) implements Place {
        @Override
        public Capacity capacity() {
            return Capacity.here(RunPlace.JOB, maxSeconds, true);
        }

        @Override
        public Optional<LargerPlace> larger(long bytes) {
            return Optional.empty();
        }
    }

    /**
     * The driver of a cluster. It needs no memory for all rows: what does not fit is learned from a sample, except for the model itself.
     *
     * @param maxSeconds how long a training may take on one CPU
     * @param workers fit the models
     */
    record Driver(int maxSeconds, Cluster workers) implements Place {
        @Override
        public Capacity capacity() {
            return Capacity.here(RunPlace.SPARK, maxSeconds, true);
        }

        @Override
        public Optional<LargerPlace> larger(long bytes) {
            return Optional.empty();
        }

        @Override
        public Optional<Cluster> cluster() {
            return Optional.of(workers);
        }
    }

    /**
     * A larger place of a function, and from which size on it trains. The smallest of them also trains what does not fit into the memory of the function.
     *
     * @param fromBytes the length of the file of the dataset
     * @param fromSeconds the estimated time on one CPU
     */
    record LargerPlace(Launcher job, long fromBytes, int fromSeconds) {}
}
