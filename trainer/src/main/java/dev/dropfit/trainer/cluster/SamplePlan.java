package dev.dropfit.trainer.cluster;

import dev.dropfit.core.csv.InvalidTableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows of a dataset a process passes on to the driver. Immutable.
 *
 * @param source where the rows are
 * @param label the index of the label column
 * @param group the index of the column whose values are groups of rows that are in the sample together; -1 if there is none
 * @param missing the texts that stand for missing values by the settings
 * @param share of the rows, from 0 to 1
 */
public record SamplePlan(RowSource source, int label, int group, List<String> missing, double share) {
    /** Copies the list. */
    public SamplePlan {
        missing = List.copyOf(missing);
    }

    /** The plan as bytes. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            source.write(out);
            out.writeInt(label);
            out.writeInt(group);
            out.writeInt(missing.size());
            for (String text : missing) {
                out.writeUTF(text);
            }
            out.writeDouble(share);
        } catch (IOException e) {
            throw new IllegalStateException("Memory can be written", e);
        }
        return bytes.toByteArray();
    }

    /** The plan of these bytes. */
    public static SamplePlan of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            RowSource source = RowSource.read(in);
            int label = in.readInt();
            int group = in.readInt();
            int count = in.readInt();
            List<String> missing = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                missing.add(in.readUTF());
            }
            return new SamplePlan(source, label, group, missing, in.readDouble());
        } catch (IOException | InvalidTableException e) {
            throw new IllegalStateException("A plan that was written by this code can be read", e);
        }
    }
}
