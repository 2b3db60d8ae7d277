package dev.dropfit.core.registry;

import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.model.InvalidModelException;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/**
 * A person's change of what is served. The archived model is read whole and tried before anything is changed; who, when and why are
 * recorded. Thread-safe, and safe between processes.
 */
public final class ManualChange {
    private final Registry registry;
    private final Publisher publisher;
    private final Retries retries;

    /**
     * @param clock for how far to look back when nothing is served
     * @param retries how long to put up with storage that fails, and with runs that publish meanwhile
     */
    public ManualChange(Registry registry, Clock clock, Retries retries) {
        this.registry = registry;
        this.publisher = new Publisher(registry, clock);
        this.retries = retries;
    }

    /**
     * Serves an archived version from now on.
     *
     * @return what was served before; this very version when there was nothing to change
     * @throws InvalidModelException when the archived model can't be served; the message goes behind its version
     */
    public Optional<Version> serve(ModelName model, Version version, Promotion.Reason reason) throws IOException {
        return retries.run(() -> {
            ArchivedModel archived = ArchivedModel.read(registry, model, version);
            Latest seen = Latest.read(registry, model);
            publisher.publish(model, version, archived.file(), seen, reason);
            // A run may have tidied it away just before it became what is served.
            registry.archive(model, version, archived.file());
            return seen.version();
        });
    }
}
