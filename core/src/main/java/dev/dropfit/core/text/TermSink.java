package dev.dropfit.core.text;

/** Receives the terms of a text, one call for each occurrence. */
@FunctionalInterface
public interface TermSink {
    /**
     * A term.
     *
     * @param hash its hash: that of {@link Terms#hash} for its name
     */
    void term(long hash);
}
