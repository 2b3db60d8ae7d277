package dev.dropfit.trainer.read;

import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;

/**
 * The length of the file of a CSV, which shows how much of it is still to come. The file may be packed.
 *
 * @param bytes the length of the file, if it is known
 * @param place gives the place in the file of a place in the CSV that was read recently, both in bytes
 */
public record FileLength(OptionalLong bytes, LongUnaryOperator place) {
    /** The length is not known. */
    public static final FileLength UNKNOWN = of(OptionalLong.empty());

    /** The file is the CSV. */
    public static FileLength of(OptionalLong bytes) {
        return new FileLength(bytes, LongUnaryOperator.identity());
    }
}
