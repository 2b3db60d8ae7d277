package dev.dropfit.trainer.learn.linear;

/**
 * Counts the work of a fit in multiplications, against a maximum. The count depends on the rows only, not on the clock, so the same rows give
 * the same model on every machine. For one thread.
 */
final class Work {
    private final double max;
    private double done;

    Work(double max) {
        this.max = max;
    }

    void add(double multiplications) {
        done += multiplications;
    }

    boolean exhausted() {
        return done >= max;
    }
}
