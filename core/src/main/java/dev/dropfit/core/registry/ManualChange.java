package dev.dropfit.core.registry;

import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.model.InvalidModelException;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/**
 * A person's change of the served version. The archived model is read and tried before anything is changed; who, when and why are recorded. Thread-safe, and safe between processes.
 */
public final class ManualChange {
    private final Registry registry;
    private final Publisher publisher;
    private final Retries retries;

    /**
     * @param clock the time from which promotion notes are searched backwards when nothing is served
     * @param retries the pauses between attempts when storage fails or a run publishes at the same time
     */
    public ManualChange(Registry registry, Clock clock, Retries retries) {
        this.registry = registry;
        this.publisher = new Publisher(registry, clock);
        this.retries = retries;
    }

    /**
     * Serves an archived version from now on.
     *
     * @return the version that was served before; this same version when there was nothing to change
     * @throws InvalidModelException when the archived model can't be served; the message continues after its version
     */
    public Optional<Version> serve(ModelName model, Version version, Promotion.Reason reason) throws IOException {
        return retries.run(() -> {
            ArchivedModel archived = ArchivedModel.read(registry, model, version);
            Latest seen = Latest.read(registry, model);
            publisher.publish(model, version, archived.file(), seen, reason);
            if (seen.object().isEmpty()) {
                registry.forgetDeletion(model);
            }
            // A run may have deleted its archive just before it was served.
            registry.archive(model, version, archived.file());
            return seen.version();
        });
    }
}
