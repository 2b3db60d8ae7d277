package dev.dropfit.monitor.dashboard.read;

import com.google.gson.JsonObject;
import dev.dropfit.core.registry.Version;
import java.util.Optional;

/**
 * A version that is looked at, and another that it is held against.
 *
 * @param version the one
 * @param record its record
 * @param other the other; empty when there is none
 * @param otherRecord the other's record
 */
public record Sides(Version version, JsonObject record, Optional<Version> other, Optional<JsonObject> otherRecord) {}
