package dev.dropfit.cli.up;

import dev.dropfit.cli.run.Drop;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.registry.BatchFile;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.LabelFile;
import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds new objects in a data bucket by listing it repeatedly. An object counts as dropped when it has arrived completely, as {@link
 * Arrivals} decides; a dataset in parts when all its objects have, settings when the dataset next to them has. Not thread-safe.
 */
final class DropWatcher {
    private static final String LAST_BYTES = "\n\r}";

    private final Bucket data;
    private final Path folder;
    private final Arrivals arrivals;
    private final Map<String, Long> reported = new HashMap<>();

    /**
     * @param data the bucket
     * @param folder the folder of the bucket
     */
    DropWatcher(Bucket data, Path folder, InstantSource clock) {
        this.data = data;
        this.folder = folder;
        this.arrivals = new Arrivals(clock);
    }

    /** Lists once: returns the drops that are complete now, each generation once. Datasets come before settings. */
    List<Drop> look() throws IOException {
        List<Drop> drops = new ArrayList<>();
        Map<ModelName, List<ObjectInfo>> parts = new TreeMap<>();
        Map<ModelName, ObjectInfo> settings = new TreeMap<>();
        Set<ModelName> written = new HashSet<>();
        List<ObjectInfo> objects = data.list("");
        Set<String> names = objects.stream().map(ObjectInfo::name).collect(Collectors.toSet());
        OpenFiles open = new OpenFiles();
        for (ObjectInfo object : objects) {
            boolean settled = arrivals.hasArrived(object, file(object.name()), () -> looksWhole(object, open))
                    && !Arrivals.isWritten(object.name(), names);
            Optional<ModelName> model = model(object.name());
            if (model.isEmpty()) {
                continue;
            }
            boolean isPart = object.name().startsWith(model.get().partsFolder());
            if (!settled) {
                if (isPart || model.get().isDataset(object.name())) {
                    written.add(model.get());
                }
            } else if (isPart) {
                parts.computeIfAbsent(model.get(), folder -> new ArrayList<>()).add(object);
            } else if (object.name().equals(model.get().settings())) {
                settings.put(model.get(), object);
            } else {
                report(model.get(), object, drops);
            }
        }
        parts.keySet().removeAll(written);
        // Settings start a run on the dataset that is there.
        settings.keySet().removeAll(written);
        settings.forEach((model, object) -> report(model, object, drops));
        parts.forEach((model, files) ->
                CurrentDataset.inParts(model, files).ifPresent(dataset -> report(model, dataset.info(), drops)));
        arrivals.retain(names);
        drops.sort(Comparator.comparing(drop -> drop.object().name()));
        return drops;
    }

    private void report(ModelName model, ObjectInfo object, List<Drop> drops) {
        if (!Long.valueOf(object.generation()).equals(reported.put(object.name(), object.generation()))) {
            drops.add(new Drop(model, object));
        }
    }

    private boolean looksWhole(ObjectInfo object, OpenFiles open) {
        Path path = folder.resolve(object.name());
        return open.isClosed(path) && endsALine(path);
    }

    /** Whether the last byte ends a line of a CSV, or the object of a settings file. A program that appends in pieces rarely stops there. */
    private static boolean endsALine(Path path) {
        try (SeekableByteChannel file = Files.newByteChannel(path)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return file.size() > 0
                    && file.position(file.size() - 1).read(last) == 1
                    && LAST_BYTES.indexOf(last.get(0)) >= 0;
        } catch (IOException e) {
            // It was just deleted.
            return false;
        }
    }

    /** Which file has a name, whatever its content; empty if that is unknown. */
    private String file(String name) {
        try {
            return String.valueOf(Files.readAttributes(folder.resolve(name), BasicFileAttributes.class)
                    .fileKey());
        } catch (IOException e) {
            // It was just deleted, or replaced; the next look sees what is there then.
            return "";
        }
    }

    /** Forgets what was dropped: every object counts as dropped again. */
    void forget() {
        reported.clear();
    }

    private static Optional<ModelName> model(String object) {
        Optional<BatchFile> batch = BatchFile.of(object);
        if (batch.isPresent()) {
            return batch.map(BatchFile::model);
        }
        Optional<ModelName> labelled = LabelFile.model(object);
        if (labelled.isPresent()) {
            return labelled;
        }
        int slash = object.indexOf('/');
        return slash < 0
                ? Optional.empty()
                : ModelName.parse(object.substring(0, slash))
                        .filter(model -> model.isDataset(object) || object.equals(model.settings()));
    }
}
