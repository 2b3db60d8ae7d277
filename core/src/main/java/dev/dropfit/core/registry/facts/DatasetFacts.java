package dev.dropfit.core.registry.facts;

import java.util.OptionalLong;

/**
 * A dataset's size and content.
 *
 * @param rows empty when it could not be read
 * @param bytes empty when it could not be read
 * @param sha256 its digest in hexadecimal digits; empty when it could not be read
 */
public record DatasetFacts(OptionalLong rows, OptionalLong bytes, String sha256) {
    public static final DatasetFacts NONE = new DatasetFacts(OptionalLong.empty(), OptionalLong.empty(), "");
}
