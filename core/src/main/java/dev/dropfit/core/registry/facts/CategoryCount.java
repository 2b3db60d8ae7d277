package dev.dropfit.core.registry.facts;

/** How many rows have a category. */
public record CategoryCount(String value, long rows) {}
