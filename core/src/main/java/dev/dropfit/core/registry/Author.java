package dev.dropfit.core.registry;

/** Who makes a change that is recorded with its author. */
public final class Author {
    private Author() {}

    /** The name of the user who runs this process; empty if the system has none. */
    public static String name() {
        return System.getProperty("user.name", "");
    }
}
