package dev.dropfit.trainer.cluster;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.trainer.learn.boost.BoostedPart;
import dev.dropfit.trainer.learn.boost.BoostingPass;
import dev.dropfit.trainer.learn.boost.BoostingSums;
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
import java.util.function.Consumer;

/** Does in this process what the processes of a cluster do, from the same bytes that they get. */
public final class LocalCluster implements Cluster {
    private static final int PASSES_PER_LOSS = 100;

    private final int parts;
    private final Consumer<RowPlan> opened;
    private int passes;
    private int prepared;

    /** A cluster of a few parts. */
    public LocalCluster() {
        this(3);
    }

    /** @param parts of boosted rows; each is lost after a few passes and read again */
    public LocalCluster(int parts) {
        this(parts, plan -> {});
    }

    /** @param opened gets the plan of each dataset before it is read */
    public LocalCluster(Consumer<RowPlan> opened) {
        this(3, opened);
    }

    private LocalCluster(int parts, Consumer<RowPlan> opened) {
        this.parts = parts;
        this.opened = opened;
    }

    /** The number of passes so far. */
    public int passes() {
        return passes;
    }

    /** How often a run has begun. */
    public int prepared() {
        return prepared;
    }

    @Override
    public void prepare() {
        prepared++;
    }

    @Override
    public Rows open(RowPlan plan) {
        opened.accept(plan);
        byte[] sent = plan.toBytes();
        Map<RowGroup, List<byte[]>> kept = new HashMap<>();
        Map<RowGroup, BoostedPart> boosted = new HashMap<>();
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
            public int parts() {
                return parts;
            }

            @Override
            public BoostingSums boost(BoostingPass pass, List<RowGroup> groups) throws IOException {
                passes++;
                if (passes % PASSES_PER_LOSS == 0) {
                    boosted.remove(groups.get(passes / PASSES_PER_LOSS % groups.size()));
                }
                List<BoostingSums> sums = new ArrayList<>();
                for (RowGroup group : groups) {
                    if (!boosted.containsKey(group)) {
                        RowPlan read = RowPlan.of(sent);
                        boosted.put(
                                group,
                                BoostedPart.of(
                                        read.binning().orElseThrow().layout(),
                                        read.pipeline().target(),
                                        chunks(read, RowGroup.of(group.toBytes()))
                                                .iterator()));
                    }
                    sums.add(BoostingSums.of(boosted.get(group)
                            .run(BoostingPass.of(pass.toBytes()))
                            .toBytes()));
                }
                return sums.stream().reduce(BoostingSums::merge).orElseThrow();
            }

            @Override
            public void close() {
                // Nothing is kept.
            }
        };
    }

    @Override
    public void sample(SamplePlan plan, List<RowGroup> ranges, Samples samples)
            throws IOException, InvalidTableException {
        byte[] sent = plan.toBytes();
        for (RowGroup range : ranges) {
            SamplePlan read = SamplePlan.of(sent);
            try (Bucket data = Buckets.open(read.source().data())) {
                samples.add(
                        range,
                        new SampleReader(read, data)
                                .read(RowGroup.of(range.toBytes()))
                                .toBytes());
            }
        }
    }

    private static List<byte[]> chunks(RowPlan plan, RowGroup group) throws IOException {
        List<byte[]> chunks = new ArrayList<>();
        try (Bucket data = Buckets.open(plan.source().data())) {
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
