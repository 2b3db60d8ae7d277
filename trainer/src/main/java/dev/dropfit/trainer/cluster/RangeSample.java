package dev.dropfit.trainer.cluster;

import dev.dropfit.trainer.read.OtherRows;
import dev.dropfit.trainer.read.RowBatch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A sample of the rows of a range of a file.
 *
 * @param rows with their cells
 * @param others the other rows of the range
 */
public record RangeSample(RowBatch rows, OtherRows others) {
    /** The sample as bytes. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            rows.write(out);
            others.write(out);
        } catch (IOException e) {
            throw new IllegalStateException("Memory can be written", e);
        }
        return bytes.toByteArray();
    }

    /** The sample of these bytes. */
    static RangeSample of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new RangeSample(RowBatch.read(in), OtherRows.read(in));
        } catch (IOException e) {
            throw new IllegalStateException("A sample that was written by this code can be read", e);
        }
    }
}
