package dev.dropfit.monitor.dashboard.read;

import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import java.util.Optional;

/**
 * A version and another one to compare it with.
 *
 * @param other empty when no other version was chosen
 * @param otherRecord empty when the other version has no readable record
 */
public record ComparedVersions(
        Version version, RunRecord record, Optional<Version> other, Optional<RunRecord> otherRecord) {}
