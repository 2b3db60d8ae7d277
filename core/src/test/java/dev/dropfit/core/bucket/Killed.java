package dev.dropfit.core.bucket;

/** Ends a process in a test. An error, so that the code under test does not catch it. */
public final class Killed extends Error {
    private static final long serialVersionUID = 1;

    public Killed() {
        super("killed", null, false, false);
    }
}
