package dev.dropfit.trainer.outcome;

import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.ArchivedModel;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The versions of a model that labels are about, read from the archive when they are first needed. Not thread-safe. */
final class PredictingVersions {
    private static final Logger LOGGER = Logger.getLogger(PredictingVersions.class.getName());

    private final Registry registry;
    private final ModelName model;
    private final NavigableMap<Instant, Version> servedSince;
    private final Map<Version, Optional<PredictingVersion>> versions = new TreeMap<>();

    PredictingVersions(Registry registry, ModelName model) throws IOException {
        this.registry = registry;
        this.model = model;
        servedSince = registry.promotions().servedSince(model);
    }

    /** The version that was served at a time; empty if there was none, or it is not archived any more. */
    Optional<PredictingVersion> servedAt(Instant time) throws IOException {
        Map.@Nullable Entry<Instant, Version> served = servedSince.floorEntry(time);
        return served == null ? Optional.empty() : find(served.getValue());
    }

    /** A version; empty if it is not archived any more, or its archive can't be used. */
    Optional<PredictingVersion> find(Version version) throws IOException {
        if (!versions.containsKey(version)) {
            versions.put(version, read(version));
        }
        return versions.getOrDefault(version, Optional.empty());
    }

    private Optional<PredictingVersion> read(Version version) throws IOException {
        Optional<RunRecord> record = registry.readRecord(model, version);
        if (record.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PredictingVersion(
                    version, ArchivedModel.read(registry, model, version).model(), record.get()));
        } catch (InvalidModelException e) {
            LOGGER.log(
                    Level.WARNING, "{0} {1}: its labels do not count: {2}", new Object[] {model, version, e.getMessage()
                    });
            return Optional.empty();
        }
    }

    /** The versions that were needed and are archived, oldest first. */
    Collection<PredictingVersion> all() {
        return versions.values().stream().flatMap(Optional::stream).toList();
    }
}
