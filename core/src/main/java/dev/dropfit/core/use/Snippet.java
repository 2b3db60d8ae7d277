package dev.dropfit.core.use;

/**
 * Text to copy that asks a model for a prediction.
 *
 * @param title the program or language that runs it
 * @param text with a row that the model accepts
 */
public record Snippet(String title, String text) {}
