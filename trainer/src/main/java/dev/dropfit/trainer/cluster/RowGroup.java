package dev.dropfit.trainer.cluster;

import dev.dropfit.trainer.read.LineIndex;
import java.nio.ByteBuffer;

/**
 * Rows of a dataset that a process reads, in their order: some of its chunks.
 *
 * @param rows the number of rows, those of the holdout included
 * @param firstLine the line on which the first row begins, from 1
 * @param lastLine the line on which the last row begins
 * @param place before the first row, from which its line is found
 */
public record RowGroup(long rows, long firstLine, long lastLine, LineIndex.Place place) {
    /** The group as bytes. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(5 * Long.BYTES)
                .putLong(rows)
                .putLong(firstLine)
                .putLong(lastLine)
                .putLong(place.offset())
                .putLong(place.line())
                .array();
    }

    /** The group of these bytes. */
    public static RowGroup of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new RowGroup(in.getLong(), in.getLong(), in.getLong(), new LineIndex.Place(in.getLong(), in.getLong()));
    }
}
