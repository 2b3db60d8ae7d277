package dev.dropfit.core.registry;

import dev.dropfit.core.bucket.ObjectInfo;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Deletes old archived models. The model that is served stays, the one that was served before it, and the one that is tried on
 * live traffic. Every record of a run and of a
 * promotion stays too.
 */
public final class Retention {
    private final Registry registry;

    public Retention(Registry registry) {
        this.registry = registry;
    }

    /**
     * Keeps the newest versions.
     *
     * @param keep how many, at least 1
     */
    public void keep(ModelName model, int keep) throws IOException {
        List<Version> archived = registry.archivedVersions(model);
        if (archived.size() <= keep) {
            return;
        }
        Set<String> kept = needed(model);
        for (Version version : archived.subList(0, archived.size() - keep)) {
            if (!kept.contains(version.value())) {
                registry.deleteArchive(model, version);
            }
        }
    }

    private Set<String> needed(ModelName model) throws IOException {
        Latest latest = Latest.read(registry, model);
        Set<String> needed = new HashSet<>();
        if (latest.version().isPresent()) {
            Version version = latest.version().get();
            ObjectInfo object = latest.object().orElseThrow();
            needed.add(version.value());
            registry.promotions()
                    .read(model, object.created(), version)
                    .map(Promotion::from)
                    .ifPresent(needed::add);
        }
        registry.trials()
                .find(model)
                .flatMap(Trials.Stored::trial)
                .map(trial -> trial.version().value())
                .ifPresent(needed::add);
        return needed;
    }
}
