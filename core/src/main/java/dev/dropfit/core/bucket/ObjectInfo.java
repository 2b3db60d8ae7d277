package dev.dropfit.core.bucket;

import java.time.Instant;

/**
 * What a bucket knows of an object without reading it.
 *
 * @param name the object's name, segments separated by {@code /}
 * @param generation positive; every write of a name gets a larger one than all before it, deletions in between or not
 * @param size in bytes
 * @param created when this generation was written
 */
public record ObjectInfo(String name, long generation, long size, Instant created) {}
