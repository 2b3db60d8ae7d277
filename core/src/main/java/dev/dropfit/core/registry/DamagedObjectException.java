package dev.dropfit.core.registry;

import java.io.IOException;

/** An object that people have written can't be read as it is. It is kept: nobody could make its content again. */
public final class DamagedObjectException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param name of the object */
    DamagedObjectException(String name) {
        super("the object " + name + " in the model bucket is damaged or of a newer release, and is kept as it is;"
                + " correct it, or move it away to start with an empty one");
    }
}
