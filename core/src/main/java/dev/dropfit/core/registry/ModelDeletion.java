package dev.dropfit.core.registry;

import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/**
 * A person's deletion of a model: it is served no longer. Its archive, its records and its datasets stay. First the note is written, which
 * keeps runs from serving the model again, then latest is deleted. Thread-safe, and safe between processes.
 */
public final class ModelDeletion {
    private final Registry registry;
    private final Publisher publisher;
    private final Clock clock;
    private final Retries retries;

    /** @param retries for how long to try again when storage fails or a run publishes at the same time */
    public ModelDeletion(Registry registry, Clock clock, Retries retries) {
        this.registry = registry;
        this.publisher = new Publisher(registry, clock);
        this.clock = clock;
        this.retries = retries;
    }

    /**
     * Deletes a model.
     *
     * @param dataset the newest generation of its dataset; 0 if there is none
     * @param who the person
     * @return the version that was served; empty when there was none that can be read
     */
    public Optional<Version> delete(ModelName model, long dataset, String who) throws IOException {
        return retries.run(() -> {
            Latest seen = Latest.read(registry, model);
            publisher.note(model, seen);
            long served = seen.model()
                    .flatMap(latest -> RunRecord.of(latest).origin().inputs())
                    .map(Inputs::dataset)
                    .orElse(0L);
            registry.record(model, new Deletion(clock.instant(), who, Math.max(dataset, served)));
            Optional<ObjectInfo> latest = seen.object();
            if (latest.isPresent()) {
                registry.delete(latest.get());
            }
            return seen.version();
        });
    }
}
