package dev.dropfit.core.model;

/** A row has numbers so near the largest double that its prediction is not finite. The message continues a sentence: {@code Row 3 has …}. */
public final class NumbersTooLargeException extends Exception {
    public NumbersTooLargeException() {
        super("numbers that are too large to predict from; accepted are numbers like those of training");
    }

    /** @throws NumbersTooLargeException when a number is not finite */
    static void check(double[] numbers) throws NumbersTooLargeException {
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                throw new NumbersTooLargeException();
            }
        }
    }
}
