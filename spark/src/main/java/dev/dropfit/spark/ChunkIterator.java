package dev.dropfit.spark;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.trainer.cluster.GroupReader;
import dev.dropfit.trainer.cluster.RowGroup;
import dev.dropfit.trainer.cluster.RowPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The packed chunks of some groups, with the index of their group. Another thread reads them, a few ahead: the reader passes chunks on, Spark asks for them.
 * For one thread.
 */
final class ChunkIterator implements Iterator<Tuple2<Integer, byte[]>> {
    private static final int AHEAD = 4;

    /** What the reading thread passes on. */
    private sealed interface Item {
        record Chunk(Tuple2<Integer, byte[]> packed) implements Item {}

        record End(Optional<Throwable> failure) implements Item {}
    }

    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(AHEAD);
    private @Nullable Item next;

    private ChunkIterator() {}

    /** Starts to read; the thread ends with the task of Spark in which this is called. */
    static ChunkIterator start(RowPlan plan, Map<Integer, RowGroup> groups) {
        ChunkIterator chunks = new ChunkIterator();
        Thread thread = new Thread(() -> chunks.read(plan, groups), "dropfit-rows");
        thread.setDaemon(true);
        thread.start();
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> thread.interrupt());
        return chunks;
    }

    private void read(RowPlan plan, Map<Integer, RowGroup> groups) {
        try (Bucket data = Buckets.open(plan.source().data())) {
            GroupReader reader = new GroupReader(plan, data);
            for (Map.Entry<Integer, RowGroup> group : groups.entrySet()) {
                reader.read(group.getValue(), chunk -> put(new Item.Chunk(new Tuple2<>(group.getKey(), chunk))));
            }
            put(new Item.End(Optional.empty()));
        } catch (IOException | RuntimeException | Error e) {
            if (!Thread.currentThread().isInterrupted()) {
                put(new Item.End(Optional.of(e)));
            }
        }
    }

    private void put(Item item) {
        try {
            queue.put(item);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The task has ended", e);
        }
    }

    @Override
    public boolean hasNext() {
        Item item = item();
        if (item instanceof Item.End end && end.failure().isPresent()) {
            Throwable failure = end.failure().get();
            throw failure instanceof IOException fault
                    ? new UncheckedIOException(fault)
                    : new IllegalStateException("Rows can't be read", failure);
        }
        return item instanceof Item.Chunk;
    }

    @Override
    public Tuple2<Integer, byte[]> next() {
        if (hasNext() && item() instanceof Item.Chunk chunk) {
            next = null;
            return chunk.packed();
        }
        throw new NoSuchElementException();
    }

    private Item item() {
        Item item = next;
        if (item == null) {
            try {
                item = queue.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("The task was interrupted", e);
            }
            next = item;
        }
        return item;
    }
}
