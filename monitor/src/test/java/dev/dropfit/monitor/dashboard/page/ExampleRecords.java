package dev.dropfit.monitor.dashboard.page;

import com.google.gson.JsonParser;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.RunSummary;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.monitor.dashboard.read.ComparedVersions;
import java.util.List;
import java.util.Optional;

/** Records from JSON, as the registry reads them. */
final class ExampleRecords {
    static final Version VERSION = new Version("20261122T084133Z-1f0c2a9b");
    static final Version OTHER = new Version("20261121T084133Z-00000001");

    /** {@link #OTHER} is v1, {@link #VERSION} is v2. */
    static final VersionNumbers NUMBERS = new VersionNumbers(List.of(OTHER, VERSION));

    private ExampleRecords() {}

    static RunRecord record(String json) {
        return RunRecord.read(JsonParser.parseString(json).getAsJsonObject());
    }

    static ComparedVersions alone(String json) {
        return new ComparedVersions(VERSION, record(json), Optional.empty(), Optional.empty());
    }

    static ComparedVersions compared(String json, String otherJson) {
        return new ComparedVersions(VERSION, record(json), Optional.of(OTHER), Optional.of(record(otherJson)));
    }

    static RunSummary summary(Version version, String json) {
        return RunSummary.of(version, record(json));
    }
}
