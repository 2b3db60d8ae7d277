package dev.dropfit.trainer.cost;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.Dataset;
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
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Trains on a generated dataset, and prints what that took: {@code ShapeTrainer SHAPE}. The memory that it prints is the most that a full
 * collection has left, and the most that was in use. With the options of {@link ShapeProcess#live} there are so many full collections that
 * the first one is about what training needs.
 */
final class ShapeTrainer {
    private static final int MILLIS_BETWEEN_LOOKS = 20;
    /** What Linux says of a thread: fields 14 and 15 are its times. */
    private static final Pattern THREAD =
            Pattern.compile("\\d+ \\((?<name>[^)]*)\\) (\\S+ ){11}(?<user>\\d+) (?<system>\\d+) .*", Pattern.DOTALL);

    private static final long NANOS_PER_TICK = 10_000_000;

    private ShapeTrainer() {}

    public static void main(String[] arguments) throws Exception {
        Shape shape = Shape.parse(arguments[0]);
        Path file = Files.createTempFile("shape", ".csv");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
                shape.write(out);
            }
            long bytes = Files.size(file);
            AtomicLong live = new AtomicLong();
            AtomicLong used = new AtomicLong();
            System.gc();
            watchCollections(live);
            watchUse(used);
            long before = cpuNanos();
            long start = System.nanoTime();
            String outcome = train(shape, file, bytes);
            double wall = (System.nanoTime() - start) / 1e9;
            double cpu = (cpuNanos() - before) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s | %.1f | %.1f | %.1f | %d | %d | %d | %s%n",
                    shape,
                    bytes / 1e6,
                    cpu,
                    wall,
                    live.get() >> 20,
                    used.get() >> 20,
                    Runtime.getRuntime().maxMemory() >> 20,
                    outcome);
        } finally {
            Files.delete(file);
        }
    }

    private static String train(Shape shape, Path file, long bytes) throws IOException, InvalidSettingsException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
            Dataset dataset = Dataset.read(in, SettingsReader.read(shape.settings()), OptionalLong.of(bytes));
            Training training = Training.of(dataset, RunOrigin.ofFile(new Version("20261122T084133Z-1f0c2a9b")));
            return "planned " + ((long) dataset.heap() >> 20) + " MB and "
                    + String.format(Locale.ROOT, "%.1f", dataset.seconds()) + " s, trained, model of "
                    + (training.file().length >> 10) + " kB";
        } catch (InvalidTableException e) {
            return "invalid: " + e.getMessage();
        }
    }

    /** The time of the collector does not count: the options may make it collect more than it has to. */
    private static long cpuNanos() throws IOException {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime()
                - collectorNanos();
    }

    /** The CPU time of the thread of the serial collector; the time that its collections take depends on the other processes. */
    private static long collectorNanos() throws IOException {
        Path tasks = Path.of("/proc/self/task");
        if (!Files.isDirectory(tasks)) {
            return 0;
        }
        long ticks = 0;
        try (Stream<Path> threads = Files.list(tasks)) {
            for (Path thread : threads.toList()) {
                ticks += collectorTicks(thread.resolve("stat"));
            }
        }
        return ticks * NANOS_PER_TICK;
    }

    private static long collectorTicks(Path thread) {
        try {
            Matcher stat = THREAD.matcher(Files.readString(thread));
            return stat.matches() && stat.group("name").equals("VM Thread")
                    ? Long.parseLong(stat.group("user")) + Long.parseLong(stat.group("system"))
                    : 0;
        } catch (IOException e) {
            // The thread has ended, before its file was opened or while it was read.
            return 0;
        }
    }

    private static void watchCollections(AtomicLong live) {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) -> {
                                GarbageCollectionNotificationInfo collection = GarbageCollectionNotificationInfo.from(
                                        (CompositeData) notification.getUserData());
                                if (collection.getGcAction().contains("major")) {
                                    live.accumulateAndGet(left(collection), Math::max);
                                }
                            },
                            null,
                            null);
        }
    }

    private static long left(GarbageCollectionNotificationInfo collection) {
        return collection.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                .filter(pool -> pool.getKey().matches(".*(Eden|Survivor|Tenured).*"))
                .map(pool -> pool.getValue())
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }

    private static void watchUse(AtomicLong used) {
        Thread watcher = new Thread(() -> {
            while (true) {
                used.accumulateAndGet(
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), Math::max);
                try {
                    Thread.sleep(MILLIS_BETWEEN_LOOKS);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        watcher.setDaemon(true);
        watcher.start();
    }
}
