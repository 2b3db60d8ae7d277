package dev.dropfit.trainer.cost;

import com.sun.management.OperatingSystemMXBean;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.Training;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Trains on a generated dataset, and prints what that took: {@code ShapeTrainer live|free SHAPE}. With {@code live} it collects garbage all
 * the time, so that the heap in use is what is needed; with {@code free} the collector works as in production.
 */
final class ShapeTrainer {
    private static final int MILLIS_BETWEEN_LOOKS = 25;

    private ShapeTrainer() {}

    public static void main(String[] arguments) throws Exception {
        boolean live = arguments[0].equals("live");
        Shape shape = Shape.parse(arguments[1]);
        Path file = Files.createTempFile("shape", ".csv");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
                shape.write(out);
            }
            long bytes = Files.size(file);
            AtomicLong peak = new AtomicLong();
            watch(live, peak);
            long before = cpuNanos();
            long start = System.nanoTime();
            String outcome = train(shape, file, bytes);
            double wall = (System.nanoTime() - start) / 1e9;
            double cpu = (cpuNanos() - before) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s | %.1f | %.1f | %.1f | %d | %d | %s%n",
                    shape,
                    bytes / 1e6,
                    cpu,
                    wall,
                    peak.get() >> 20,
                    Runtime.getRuntime().maxMemory() >> 20,
                    outcome);
        } finally {
            Files.delete(file);
        }
    }

    private static String train(Shape shape, Path file, long bytes) throws IOException, InvalidSettingsException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
            Training.Dataset dataset =
                    Training.Dataset.read(in, SettingsReader.read(shape.settings()), OptionalLong.of(bytes));
            Training training = Training.of(dataset, RunOrigin.ofFile(new Version("20261122T084133Z-1f0c2a9b")));
            return "planned " + ((long) dataset.heap() >> 20) + " MB, trained, model of "
                    + (training.file().length >> 10) + " kB";
        } catch (InvalidTableException e) {
            return "invalid: " + e.getMessage();
        }
    }

    /** The time of the collector does not count: this program makes it collect more than it has to. */
    private static long cpuNanos() {
        long nanos = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            nanos -= collector.getCollectionTime() * 1_000_000;
        }
        return nanos;
    }

    private static long usedNow() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** What the last collection has left. */
    private static long usedAfterCollection() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }

    private static void watch(boolean live, AtomicLong peak) {
        Thread watcher = new Thread(() -> {
            while (true) {
                long start = System.nanoTime();
                if (live) {
                    System.gc();
                }
                long collected = (System.nanoTime() - start) / 1_000_000;
                peak.accumulateAndGet(live ? usedAfterCollection() : usedNow(), Math::max);
                try {
                    Thread.sleep(MILLIS_BETWEEN_LOOKS + 2 * collected);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        watcher.setDaemon(true);
        watcher.start();
    }
}
