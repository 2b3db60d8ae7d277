package dev.dropfit.core.registry;

import dev.dropfit.core.registry.facts.MetricValues;
import java.util.Optional;

/**
 * What was served when a run was judged.
 *
 * @param version as its model file says; empty when the record does not say
 * @param metrics on the holdout of the run; none when it can't be evaluated there
 */
public record Champion(String version, MetricValues metrics) {
    /** The version, if it is one. */
    public Optional<Version> parsedVersion() {
        return Version.parse(version);
    }
}
