package dev.dropfit.trainer.faults;

/** A process was killed. An error, so that nothing in it catches this. */
final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed() {
        super("killed", null, false, false);
    }
}
