package dev.dropfit.core.bucket;

import java.time.Instant;

/**
 * The metadata of an object.
 *
 * @param name the object's name, segments separated by {@code /}
 * @param generation positive; every write of a name gets a higher generation than all before, even after a deletion
 * @param size in bytes
 * @param created when this generation was written
 */
public record ObjectInfo(String name, long generation, long size, Instant created) {}
