package dev.dropfit.core.model.file;

import java.util.List;
import java.util.Optional;

/**
 * The Tribuo models of a model file, as protocol buffers. A blend of a linear model and trees has two, whose margins add up.
 *
 * @param main the content of {@code model.tribuo}
 * @param linear the content of {@code linear.tribuo}: the linear model of a blend; {@code main} has its trees
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record TribuoModels(byte[] main, Optional<byte[]> linear) {
    static final String MAIN = "model.tribuo";
    static final String LINEAR = "linear.tribuo";

    /** A single model. */
    public static TribuoModels of(byte[] main) {
        return new TribuoModels(main, Optional.empty());
    }

    /** The names of the entries. */
    List<String> names() {
        return linear.isPresent() ? List.of(MAIN, LINEAR) : List.of(MAIN);
    }
}
