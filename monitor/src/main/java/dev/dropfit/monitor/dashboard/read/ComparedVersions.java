package dev.dropfit.monitor.dashboard.read;

import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import java.util.Optional;

/**
 * A version and another one to compare it with.
 *
 * @param other empty when no other version was chosen
 * @param otherRecord empty when the other version has no readable record
 * @param sameRows both on rows of the current dataset; empty if they were not evaluated on it
 */
public record ComparedVersions(
        Version version,
        RunRecord record,
        Optional<Version> other,
        Optional<RunRecord> otherRecord,
        Optional<SameRows> sameRows) {
    /** Versions that were not evaluated on the current dataset. */
    public ComparedVersions(
            Version version, RunRecord record, Optional<Version> other, Optional<RunRecord> otherRecord) {
        this(version, record, other, otherRecord, Optional.empty());
    }

    /** The same versions, evaluated on the same rows. */
    public ComparedVersions on(Optional<SameRows> rows) {
        return new ComparedVersions(version, record, other, otherRecord, rows);
    }
}
