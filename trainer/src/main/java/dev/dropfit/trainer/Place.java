package dev.dropfit.trainer;

import dev.dropfit.core.registry.facts.RunPlace;
import dev.dropfit.trainer.cluster.Cluster;
import dev.dropfit.trainer.job.Launcher;
import java.util.Optional;

/** Where runs are, which decides how large they may be. */
sealed interface Place {
    /** How large a training may be here. */
    Capacity capacity();

    /** Where the job is that trains what is too large here; empty if this is the largest place. */
    Optional<LargerPlace> larger();

    /** Where linear models are fitted, if not in this process. */
    default Optional<Cluster> cluster() {
        return Optional.empty();
    }

    /**
     * An event function.
     *
     * @param larger where it hands over what is too large for it
     */
    record Function(Optional<LargerPlace> larger) implements Place {
        /** A function without a job: it refuses what is too large. */
        static final Function ALONE = new Function(Optional.empty());

        @Override
        public Capacity capacity() {
            return larger.map(place -> Capacity.here(RunPlace.FUNCTION, place.fromSeconds(), false))
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
        public Optional<LargerPlace> larger() {
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
        public Optional<LargerPlace> larger() {
            return Optional.empty();
        }

        @Override
        public Optional<Cluster> cluster() {
            return Optional.of(workers);
        }
    }

    /**
     * The job of a function, and from which size on it trains. It also trains what does not fit into the memory of the function.
     *
     * @param fromBytes the length of the file of the dataset
     * @param fromSeconds the estimated time on one CPU
     */
    record LargerPlace(Launcher job, long fromBytes, int fromSeconds) {}
}
