package dev.dropfit.trainer.learn.boost;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a tree does to the margins of rows, by the numbers of its nodes.
 *
 * @param splits those above before those below
 * @param values one for each number; those of nodes that are split do not matter
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record GrownTree(List<NodeSplit> splits, float[] values) {
    GrownTree {
        splits = List.copyOf(splits);
    }

    void write(DataOutput out) throws IOException {
        write(splits, out);
        out.writeInt(values.length);
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    static GrownTree read(int output, DataInput in) throws IOException {
        List<NodeSplit> splits = readSplits(output, in);
        float[] values = new float[in.readInt()];
        for (int node = 0; node < values.length; node++) {
            values[node] = in.readFloat();
        }
        return new GrownTree(splits, values);
    }

    static void write(List<NodeSplit> splits, DataOutput out) throws IOException {
        out.writeInt(splits.size());
        for (NodeSplit split : splits) {
            out.writeShort(split.node());
            out.writeInt(split.feature());
            out.writeInt(split.cut());
            out.writeShort(split.left());
        }
    }

    /** @param output of the tree */
    static List<NodeSplit> readSplits(int output, DataInput in) throws IOException {
        List<NodeSplit> splits = new ArrayList<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            splits.add(new NodeSplit(output, in.readShort(), in.readInt(), in.readInt(), in.readShort(), false));
        }
        return splits;
    }
}
