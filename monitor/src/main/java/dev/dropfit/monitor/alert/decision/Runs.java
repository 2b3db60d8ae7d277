package dev.dropfit.monitor.alert.decision;

import com.google.gson.JsonParseException;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The runs that have ended. Thread-safe. */
public final class Runs {
    private static final Logger LOGGER = Logger.getLogger(Runs.class.getName());

    private final Registry registry;

    public Runs(Registry registry) {
        this.registry = registry;
    }

    /** A run; empty when it has no record, or a damaged one, which will be no better the next time. */
    public Optional<Run> read(ModelName model, Version version) throws IOException {
        try {
            return registry.readRecordJson(model, version).map(record -> new Run(model, version, record));
        } catch (IOException e) {
            if (e.getCause() instanceof JsonParseException) {
                LOGGER.log(Level.WARNING, "{0}", e.getMessage());
                return Optional.empty();
            }
            throw e;
        }
    }
}
