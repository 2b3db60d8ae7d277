package dev.dropfit.core.registry.facts;

import java.util.Optional;

/**
 * A feature and its effect.
 *
 * @param column the column that it is made of
 * @param part of a date; empty for other columns
 * @param level the category that it stands for; empty for a number
 */
public record FeatureFacts(String column, String part, Optional<String> level, Effect effect) {}
