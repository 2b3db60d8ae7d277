package dev.dropfit.core.registry;

import java.util.Optional;

/**
 * Where a run comes from.
 *
 * @param version of the run; empty when its record does not say
 * @param timestamp when the newest input was created, in ISO 8601; empty for a model that was trained from a file
 * @param revision of the code that trained; empty for a model that was trained from a file
 * @param inputs the generations that it was trained on; empty for a model that was trained from a file
 */
public record RunOrigin(String version, String timestamp, String revision, Optional<Inputs> inputs) {
    /** A run of objects in the data bucket. */
    public static RunOrigin of(Version version, String revision, Inputs inputs) {
        return new RunOrigin(version.value(), version.time().toString(), revision, Optional.of(inputs));
    }

    /** A run of a file, without buckets. */
    public static RunOrigin ofFile(Version version) {
        return new RunOrigin(version.value(), "", "", Optional.empty());
    }
}
