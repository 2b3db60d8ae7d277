package dev.dropfit.spark;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.trainer.cluster.Cluster;
import dev.dropfit.trainer.cluster.ClusterUnavailableException;
import dev.dropfit.trainer.cluster.RowGroup;
import dev.dropfit.trainer.cluster.RowPlan;
import dev.dropfit.trainer.cluster.SamplePlan;
import dev.dropfit.trainer.cluster.SampleReader;
import dev.dropfit.trainer.learn.boost.BoostedPart;
import dev.dropfit.trainer.learn.boost.BoostingPass;
import dev.dropfit.trainer.learn.boost.BoostingSums;
import dev.dropfit.trainer.learn.linear.Block;
import dev.dropfit.trainer.learn.linear.GroupSums;
import dev.dropfit.trainer.learn.linear.PackedBlock;
import dev.dropfit.trainer.learn.linear.Pass;
import dev.dropfit.trainer.learn.tree.BinLayout;
import dev.dropfit.trainer.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Executors of Spark, which keep their groups of rows packed in memory, and on disk what does not fit. A lost executor is replaced by reading its groups
 * again. Tasks get and return arrays of bytes and numbers only.
 */
final class SparkCluster implements Cluster, AutoCloseable {
    /** Ranges that are read before the driver takes their rows. */
    private static final int RANGES_PER_CORE = 2;

    private final Supplier<JavaSparkContext> start;
    private final int maxParts;
    private @Nullable JavaSparkContext started;

    /**
     * A cluster that runs a task for each group of rows.
     *
     * @param start starts the application, which takes executors
     */
    SparkCluster(Supplier<JavaSparkContext> start) {
        this(start, Integer.MAX_VALUE);
    }

    /** @param maxParts the maximum number of tasks of a pass; the result does not depend on it */
    SparkCluster(Supplier<JavaSparkContext> start, int maxParts) {
        this.start = start;
        this.maxParts = maxParts;
    }

    @Override
    public void prepare() {
        context();
    }

    private synchronized JavaSparkContext context() {
        JavaSparkContext context = started;
        if (context == null) {
            context = start();
            started = context;
        }
        return context;
    }

    private JavaSparkContext start() {
        try {
            return start.get();
        } catch (Exception e) { // Scala declares no exceptions.
            throw new ClusterUnavailableException("Spark can't be started: " + e.getMessage(), e);
        }
    }

    /** Ends the application, if it was started. */
    @Override
    public synchronized void close() {
        if (started != null) {
            started.close();
        }
    }

    @Override
    public Rows open(RowPlan plan) {
        return new SparkRows(context(), maxParts, context().broadcast(plan.toBytes()));
    }

    @Override
    public void sample(SamplePlan plan, List<RowGroup> ranges, Samples samples)
            throws IOException, InvalidTableException {
        JavaSparkContext context = context();
        Broadcast<byte[]> sent = context.broadcast(plan.toBytes());
        try {
            int atOnce = RANGES_PER_CORE * context.defaultParallelism();
            for (int from = 0; from < ranges.size(); from += atOnce) {
                List<RowGroup> some = ranges.subList(from, Math.min(ranges.size(), from + atOnce));
                List<byte[]> read = collect(
                        context.parallelize(some.stream().map(RowGroup::toBytes).toList(), some.size())
                                .map(range -> sample(sent, range)));
                for (int i = 0; i < some.size(); i++) {
                    samples.add(some.get(i), read.get(i));
                }
            }
        } finally {
            sent.destroy();
        }
    }

    private static byte[] sample(Broadcast<byte[]> plan, byte[] range) throws IOException {
        SamplePlan rows = SamplePlan.of(plan.value());
        try (Bucket data = Buckets.open(rows.source().data())) {
            return new SampleReader(rows, data).read(RowGroup.of(range)).toBytes();
        }
    }

    private static <T> List<T> collect(JavaRDD<T> results) throws IOException {
        try {
            return results.collect();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // Scala declares no exceptions.
            if (e instanceof SparkException) {
                throw new IOException(
                        "The Spark cluster can't read the rows or add them up: "
                                + String.valueOf(e.getMessage())
                                        .lines()
                                        .findFirst()
                                        .orElse(""),
                        e);
            }
            throw new IllegalStateException(e);
        }
    }

    private static final class SparkRows implements Rows {
        private final JavaSparkContext context;
        private final int maxParts;
        private final Broadcast<byte[]> plan;
        /** The packed chunks with the index of their group, by the number of groups: a wide matrix has fewer. */
        private final Map<Integer, JavaRDD<Tuple2<Integer, byte[]>>> chunks = new HashMap<>();
        /** The parts of boosted rows, which change with each pass. */
        private @Nullable JavaRDD<BoostedPart> boosted;

        SparkRows(JavaSparkContext context, int maxParts, Broadcast<byte[]> plan) {
            this.context = context;
            this.maxParts = maxParts;
            this.plan = plan;
        }

        @Override
        public List<double[]> sums(Pass pass, List<RowGroup> groups) throws IOException {
            int count = groups.size();
            int parts = Math.min(count, maxParts);
            Broadcast<byte[]> sent = plan;
            JavaRDD<Tuple2<Integer, byte[]>> rows =
                    chunks.computeIfAbsent(count, none -> read(groups, parts).persist(StorageLevel.MEMORY_AND_DISK()));
            Pass.Kind kind = pass.kind();
            double[] weights = pass.weights();
            double[] vector = pass.vector();
            return collect(rows.mapPartitionsWithIndex(
                    (part, packed) -> add(sent, packed, kind, weights, vector, count, part, parts), true));
        }

        @Override
        public int parts() {
            return Math.min(maxParts, context.defaultParallelism());
        }

        @Override
        public BoostingSums boost(BoostingPass pass, List<RowGroup> groups) throws IOException {
            Broadcast<byte[]> sent = plan;
            JavaRDD<BoostedPart> rows = boosted;
            if (rows == null) {
                // An executor that loses its part reads the bytes again, and the next pass has all trees so far.
                rows = read(groups, groups.size())
                        .persist(StorageLevel.DISK_ONLY())
                        .mapPartitions(packed -> part(sent, packed), true)
                        .persist(StorageLevel.MEMORY_ONLY());
                boosted = rows;
            }
            byte[] bytes = pass.toBytes();
            return collect(rows.map(part -> part.run(BoostingPass.of(bytes)).toBytes())).stream()
                    .map(BoostingSums::of)
                    .reduce(BoostingSums::merge)
                    .orElseThrow();
        }

        private JavaRDD<Tuple2<Integer, byte[]>> read(List<RowGroup> groups, int parts) {
            Broadcast<byte[]> sent = plan;
            byte[][] wanted = groups.stream().map(RowGroup::toBytes).toArray(byte[][]::new);
            return context.parallelize(IntStream.range(0, parts).boxed().toList(), parts)
                    .mapPartitionsWithIndex((part, none) -> readPart(sent, wanted, part, parts), true);
        }

        @Override
        public void close() {
            chunks.values().forEach(rows -> rows.unpersist(false));
            JavaRDD<BoostedPart> rows = boosted;
            if (rows != null) {
                rows.unpersist(false);
            }
            plan.destroy();
        }
    }

    private static int first(int part, int parts, int groups) {
        return (int) ((long) groups * part / parts);
    }

    private static Iterator<Tuple2<Integer, byte[]>> readPart(
            Broadcast<byte[]> plan, byte[][] groups, int part, int parts) {
        Map<Integer, RowGroup> own = new LinkedHashMap<>();
        for (int group = first(part, parts, groups.length); group < first(part + 1, parts, groups.length); group++) {
            own.put(group, RowGroup.of(groups[group]));
        }
        return ChunkIterator.start(RowPlan.of(plan.value()), own);
    }

    private static Iterator<double[]> add(
            Broadcast<byte[]> plan,
            Iterator<Tuple2<Integer, byte[]>> packed,
            Pass.Kind kind,
            double[] weights,
            double[] vector,
            int groups,
            int part,
            int parts) {
        RowPlan rows = RowPlan.of(plan.value());
        Block block = new Block(rows.features(), Table.CHUNK);
        Pass pass = new Pass(kind, weights, vector);
        int from = first(part, parts, groups);
        List<GroupSums> sums = new ArrayList<>();
        for (int group = from; group < first(part + 1, parts, groups); group++) {
            sums.add(new GroupSums(block, rows.pipeline().target(), pass));
        }
        while (packed.hasNext()) {
            Tuple2<Integer, byte[]> chunk = packed.next();
            PackedBlock.unpack(chunk._2(), block);
            sums.get(chunk._1() - from).add();
        }
        return sums.stream().map(GroupSums::sums).iterator();
    }

    private static Iterator<BoostedPart> part(Broadcast<byte[]> plan, Iterator<Tuple2<Integer, byte[]>> packed) {
        RowPlan rows = RowPlan.of(plan.value());
        BinLayout layout = rows.binning().orElseThrow().layout();
        Iterator<byte[]> chunks = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return packed.hasNext();
            }

            @Override
            public byte[] next() {
                return packed.next()._2();
            }
        };
        return List.of(BoostedPart.of(layout, rows.pipeline().target(), chunks)).iterator();
    }
}
