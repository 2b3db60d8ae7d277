package dev.dropfit.trainer.cluster;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.trainer.learn.linear.Block;
import dev.dropfit.trainer.learn.linear.GroupSums;
import dev.dropfit.trainer.learn.linear.PackedBlock;
import dev.dropfit.trainer.learn.linear.Pass;
import dev.dropfit.trainer.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Does in this process what the processes of a cluster do, from the same bytes that they get. */
public final class LocalCluster implements Cluster {
    private int passes;

    /** The number of passes so far. */
    public int passes() {
        return passes;
    }

    @Override
    public Rows open(RowPlan plan) {
        byte[] sent = plan.toBytes();
        Map<RowGroup, List<byte[]>> kept = new HashMap<>();
        return new Rows() {
            @Override
            public List<double[]> sums(Pass pass, List<RowGroup> groups) throws IOException {
                passes++;
                List<double[]> sums = new ArrayList<>();
                for (RowGroup group : groups) {
                    RowPlan read = RowPlan.of(sent);
                    if (!kept.containsKey(group)) {
                        kept.put(group, chunks(read, RowGroup.of(group.toBytes())));
                    }
                    sums.add(sum(read, kept.get(group), pass));
                }
                return sums;
            }

            @Override
            public void close() {
                // Nothing is kept.
            }
        };
    }

    private static List<byte[]> chunks(RowPlan plan, RowGroup group) throws IOException {
        List<byte[]> chunks = new ArrayList<>();
        try (Bucket data = Buckets.open(plan.data())) {
            new GroupReader(plan, data).read(group, chunks::add);
        }
        return chunks;
    }

    private static double[] sum(RowPlan plan, List<byte[]> chunks, Pass pass) {
        Block block = new Block(plan.features(), Table.CHUNK);
        GroupSums sums = new GroupSums(block, plan.pipeline().target(), pass);
        for (byte[] chunk : chunks) {
            PackedBlock.unpack(chunk, block);
            sums.add();
        }
        return sums.sums();
    }
}
